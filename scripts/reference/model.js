// SPDX-License-Identifier: MIT
'use strict';

// Reads the public names of a module, and what is said of them, out of the package's types, which scripts/types makes from
// the JSDoc.

const path = require('path');
const ts = require('typescript');

/** What browsers call, and people do not. */
const HOOKS = ['connectedCallback', 'disconnectedCallback', 'attributeChangedCallback', 'observedAttributes'];

/**
 * @typedef {{name: string, type: string, text: string, optional?: boolean}} Entry a parameter, a property, an event, an attribute
 * @typedef {{name: string, title: string, signature: string, text: string, parameters: Entry[], returns: string, throws: string[]}} Callable
 * @typedef {{kind: 'class', name: string, text: string, make: Callable | null, methods: Callable[], properties: Entry[],
 *     events: Entry[], attributes: Entry[]}} Class
 * @typedef {{kind: 'function', name: string, call: Callable}} Function
 * @typedef {{kind: 'value', name: string, type: string, text: string}} Value
 * @typedef {{kind: 'type', name: string, type: string, text: string, properties: Entry[]}} Type
 * @typedef {(Class | Function | Value | Type) & {source?: string}} Item source: the file of the types it is declared in
 */

/** The public names of one module. */
class Model {
    /**
     * @param {string} folder of the types
     * @param {string} root of the project, for the types of Electron and Node
     */
    constructor(folder, root) {
        this._folder = folder;
        this._root = root;
        const files = ts.sys.readDirectory(folder, ['.d.ts']);

        this._program = ts.createProgram(files, {
            target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10,
            lib: ['lib.es2020.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], strict: true, noEmit: true, skipLibCheck: true,
            typeRoots: [path.join(root, 'node_modules', '@types')], types: ['node'],
        });
        this._checker = this._program.getTypeChecker();
    }

    /**
     * @param {string} file index.d.ts, ...
     * @returns {Item[]} functions, values and classes in their order, then the types that they name
     */
    read(file) {
        const source = /** @type {ts.SourceFile} */ (this._program.getSourceFile(path.join(this._folder, file)));
        const symbols = this._checker.getExportsOfModule(/** @type {ts.Symbol} */ (this._checker.getSymbolAtLocation(source)));
        /** @type {Map<string, ts.Symbol>} */
        this._types = new Map();
        const own = symbols.map((symbol) => this._item(symbol, file)).filter(Boolean);
        const known = new Set(own.map((item) => /** @type {Item} */ (item).name));
        const types = [];

        // Each may name further ones.
        for (const [name, symbol] of this._types) {
            if (!known.has(name)) {
                types.push(this._type(symbol));
            }
        }
        types.concat(/** @type {Item[]} */ (own)).forEach((item) => {
            const symbol = this._types.get(item.name) || symbols.find(({ name }) => name === item.name);

            item.source = symbol && this._sourceOf(symbol);
        });
        return /** @type {Item[]} */ (own).concat(types);
    }

    /** @param {ts.Symbol} exported @returns {string} the file in which it is declared */
    _sourceOf(exported) {
        const symbol = exported.flags & ts.SymbolFlags.Alias ? this._checker.getAliasedSymbol(exported) : exported;

        return /** @type {ts.Declaration[]} */ (symbol.declarations)[0].getSourceFile().fileName;
    }

    /**
     * @param {ts.Symbol} exported
     * @param {string} file of the types
     * @returns {Item | null} null for what is not public, and types, which are read when they are named
     */
    _item(exported, file) {
        const symbol = exported.flags & ts.SymbolFlags.Alias ? this._checker.getAliasedSymbol(exported) : exported;
        const [declaration] = /** @type {ts.Declaration[]} */ (symbol.declarations);

        if (this._has(symbol, 'internal')) {
            return null;
        }
        if (ts.isTypeAliasDeclaration(declaration)) {
            this._note(this._checker.getTypeAtLocation(declaration));
            return null;
        }
        if (ts.isClassDeclaration(declaration)) {
            return this._class(symbol);
        }
        const type = this._checker.getTypeOfSymbol(symbol);
        const [call] = type.getCallSignatures();

        return call ? { kind: 'function', name: exported.name, call: this._callable(exported.name, call) }
            : { kind: 'value', name: exported.name, type: this._print(type), text: text(symbol, this._checker) || this._getter(file, exported.name) };
    }

    /**
     * The compiler leaves out what is said of a getter of `module.exports`.
     * @param {string} file of the types
     * @param {string} name
     * @returns {string}
     */
    _getter(file, name) {
        const script = path.join(this._root, 'js', file.replace(/\.d\.ts$/, '.js'));
        const source = ts.createSourceFile(script, ts.sys.readFile(script) || '', ts.ScriptTarget.ES2020, true);
        let said = '';
        const look = (/** @type {ts.Node} */ node) => {
            if (ts.isGetAccessor(node) && node.name.getText() === name) {
                said = ts.getJSDocCommentsAndTags(node).map(({ comment }) => ts.getTextOfJSDocComment(comment)).join(' ');
            }
            ts.forEachChild(node, look);
        };

        look(source);
        return clean(said);
    }

    /** @param {ts.Symbol} symbol @returns {Class} */
    _class(symbol) {
        const type = /** @type {ts.InterfaceType} */ (this._checker.getDeclaredTypeOfSymbol(symbol));
        const tags = this._lineage(type).map((each) => each.symbol.getJsDocTags(this._checker)).flat();
        const [make] = this._checker.getTypeOfSymbol(symbol).getConstructSignatures();
        const fixed = this._checker.getTypeOfSymbol(symbol).getProperties().filter((each) => this._isOwn(each));
        const members = this._lineage(type).map((each) => Array.from((each.symbol.members || new Map()).values()))
            .flat().filter((each) => this._isOwn(each));
        const isMethod = (/** @type {ts.Symbol} */ each) => Boolean(each.flags & ts.SymbolFlags.Method);
        const method = (/** @type {string} */ prefix) => (/** @type {ts.Symbol} */ each) =>
            this._callable(`${prefix}${each.name}`, this._checker.getTypeOfSymbol(each).getCallSignatures()[0]);

        return {
            kind: 'class', name: symbol.name, text: text(symbol, this._checker),
            make: make && make.declaration && !isLibrary(make.declaration) && !this._has(symbol, 'hideconstructor') &&
                !make.getJsDocTags().some(({ name }) => name === 'hideconstructor')
                ? this._callable(`new ${symbol.name}`, make) : null,
            methods: fixed.filter(isMethod).map(method(`${symbol.name}.`)).concat(unique(members).filter(isMethod).map(method(''))),
            properties: unique(members).filter((each) => !isMethod(each)).map((each) => this._property(each)),
            events: tags.filter(({ name }) => name === 'fires').map(entryOf),
            attributes: tags.filter(({ name }) => name === 'attr').map(entryOf),
        };
    }

    /** A class, then those of ours that it extends. @param {ts.InterfaceType} type @returns {ts.InterfaceType[]} */
    _lineage(type) {
        const bases = this._checker.getBaseTypes(type).filter((base) => base.symbol && !isLibrary(base.symbol.declarations[0]));

        return [type].concat(...bases.map((base) => this._lineage(/** @type {ts.InterfaceType} */ (base))));
    }

    /** @param {ts.Symbol} symbol */
    _isOwn(symbol) {
        return !/^(_|prototype$|__)/.test(symbol.name) && !HOOKS.includes(symbol.name) && !this._has(symbol, 'internal') &&
            Boolean(symbol.declarations) && !isLibrary(/** @type {ts.Declaration[]} */ (symbol.declarations)[0]) &&
            Boolean(symbol.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Property | ts.SymbolFlags.Accessor));
    }

    /** @param {ts.Symbol} symbol @param {string} tag */
    _has(symbol, tag) {
        return symbol.getJsDocTags(this._checker).some(({ name }) => name === tag);
    }

    /** @param {ts.Symbol} symbol @returns {Entry} */
    _property(symbol) {
        const declarations = /** @type {ts.Declaration[]} */ (symbol.declarations);
        const isFixed = declarations.every((each) => !ts.isSetAccessor(each) && symbol.flags & ts.SymbolFlags.Accessor);
        const type = this._checker.getTypeOfSymbol(symbol);

        return {
            name: symbol.name, optional: Boolean(symbol.flags & ts.SymbolFlags.Optional),
            type: this._print(symbol.flags & ts.SymbolFlags.Optional ? this._checker.getNonNullableType(type) : type),
            text: [isFixed ? 'Read only.' : '', text(symbol, this._checker)].filter(Boolean).join(' '),
        };
    }

    /** @param {string} name @param {ts.Signature} signature @returns {Callable} */
    _callable(name, signature) {
        const tags = signature.getJsDocTags();
        const of = (/** @type {string} */ wanted) => tags.filter((tag) => tag.name === wanted).map((tag) => ts.displayPartsToString(tag.text));
        const parameters = signature.parameters.map((parameter) => this._parameter(parameter));
        const names = parameters.map((each) => (each.optional ? `[${each.name}]` : each.name)).join(', ');
        const types = parameters.map((each) => `${each.name}${each.optional ? '?' : ''}: ${each.type}`).join(', ');
        const result = this._print(signature.getReturnType());

        return {
            name, title: `${name}(${names})`, parameters,
            signature: `${name}(${types})${name.startsWith('new ') ? '' : `: ${result}`}`,
            text: clean(ts.displayPartsToString(signature.getDocumentationComment(this._checker))),
            returns: clean(of('returns').join(' ')), throws: of('throws').map((each) => clean(each.replace(/^\{(.*?)\}/, '`$1`'))),
        };
    }

    /** @param {ts.Symbol} symbol @returns {Entry} */
    _parameter(symbol) {
        const declaration = /** @type {ts.ParameterDeclaration} */ (symbol.valueDeclaration);
        const type = this._checker.getTypeOfSymbol(symbol);
        const optional = Boolean(declaration.questionToken);

        return {
            name: symbol.name, optional, type: this._print(optional ? this._checker.getNonNullableType(type) : type, declaration.type),
            text: clean(ts.displayPartsToString(symbol.getDocumentationComment(this._checker)).replace(/^- /, '')),
        };
    }

    /** @param {ts.Symbol} symbol of a typedef, an interface or a class @returns {Item} */
    _type(symbol) {
        const [declaration] = /** @type {ts.Declaration[]} */ (symbol.declarations);

        if (ts.isClassDeclaration(declaration)) {
            return this._class(symbol);
        }
        const type = this._checker.getTypeAtLocation(declaration);
        const node = ts.isTypeAliasDeclaration(declaration) ? declaration.type : declaration;
        const isRecord = ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node);

        this._walk(node);
        return {
            kind: 'type', name: symbol.name, type: isRecord ? '' : this._text(node), text: text(symbol, this._checker),
            properties: isRecord ? type.getProperties().filter((each) => !each.name.startsWith('_')).map((each) => this._property(each)) : [],
        };
    }

    /** @param {ts.Type} type @param {ts.TypeNode} [node] where it is written down @returns {string} */
    _print(type, node) {
        if (node) {
            this._walk(node);
            return this._text(node);
        }
        const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
            ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;

        this._note(type);
        return short(this._checker.typeToString(type, undefined, flags));
    }

    /** @param {ts.Node} node */
    _text(node) {
        return short(node.getText().replace(/\/\*\*.*?\*\//gs, '').replace(/"/g, '\''));
    }

    /** Note the types that are named in a declaration. @param {ts.Node} node */
    _walk(node) {
        if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node)) {
            this._note(this._checker.getTypeAtLocation(node));
        }
        ts.forEachChild(node, (child) => this._walk(child));
    }

    /** @param {ts.Type} type */
    _note(type) {
        const symbol = type.aliasSymbol || type.symbol;
        const nested = /** @type {any} */ (type);

        if (symbol && symbol.declarations && symbol.declarations.some((each) => this._isNamed(each))) {
            if (!this._has(symbol, 'internal')) {
                this._types.set(symbol.name, symbol);
            }
        } else if (type.symbol && type.symbol.flags & ts.SymbolFlags.TypeLiteral && type.symbol.declarations) {
            type.symbol.declarations.filter((each) => !isLibrary(each)).forEach((each) => this._walk(each));
        }
        (type.isUnionOrIntersection() ? type.types : nested.typeArguments || []).forEach((/** @type {ts.Type} */ each) => each !== type && this._note(each));
    }

    /** @param {ts.Declaration} declaration */
    _isNamed(declaration) {
        return !isLibrary(declaration) &&
            (ts.isTypeAliasDeclaration(declaration) || ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration));
    }
}

/** @param {ts.Node} declaration */
function isLibrary(declaration) {
    return declaration.getSourceFile().fileName.includes('/node_modules/typescript/') ||
        declaration.getSourceFile().fileName.includes('/node_modules/@types/') ||
        declaration.getSourceFile().fileName.includes('/node_modules/electron/');
}

/** @param {ts.Symbol[]} symbols @returns {ts.Symbol[]} of several with one name the first, which is the subclass's */
function unique(symbols) {
    return symbols.filter((each, i) => symbols.findIndex((other) => other.name === each.name) === i);
}

/** What JSDoc says in `@fires {type} name - text` and `@attr {type} name - text`. @param {ts.JSDocTagInfo} tag @returns {Entry} */
function entryOf(tag) {
    const said = ts.displayPartsToString(tag.text);
    const parts = /^\{(.*?)\} (\S+) - (.*)$/s.exec(said);

    if (!parts) {
        throw new Error(`@${tag.name} ${said}: it must be {type} name - what it is`);
    }
    return { name: parts[2], type: parts[1], text: clean(parts[3]) };
}

/** @param {ts.Symbol} symbol @param {ts.TypeChecker} checker @returns {string} */
function text(symbol, checker) {
    const returns = symbol.getJsDocTags(checker).filter(({ name }) => name === 'returns')
        .map((tag) => ts.displayPartsToString(tag.text));

    return clean([ts.displayPartsToString(symbol.getDocumentationComment(checker)), ...returns].filter(Boolean).join(' '));
}

/** @param {string} type */
function short(type) {
    return type.replace(/import\([^)]*\)\./g, '').replace(/\s+/g, ' ').replace(/; \}/g, ' }').trim();
}

/** Paragraphs and code keep their lines, other lines are joined. @param {string} said */
function clean(said) {
    return said.split(/\n{2,}/).map((part) => (/^ {4}/.test(part) ? part : part.replace(/\s*\n\s*/g, ' '))).join('\n\n').trim();
}

module.exports = { Model };
