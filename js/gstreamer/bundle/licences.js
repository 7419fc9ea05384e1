// SPDX-License-Identifier: MIT
'use strict';

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

/**
 * @typedef {object} Origin of a file
 * @property {string} package of this distribution
 * @property {string} version of it
 * @property {string} source what it was built of, and its version
 * @property {string[]} texts files with its licences
 *
 * @typedef {object} PackageManager
 * @property {string} program
 * @property {(files: string[]) => Map<string, string>} owners of those files that are of a package
 * @property {(name: string) => Origin} describe a package
 */

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {string} what it says, also where it failed; '' where there is none
 */
function ask(program, args) {
    const { stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, env: Object.assign({}, process.env, { LC_ALL: 'C' }) });

    return (stdout || '').trim();
}

/** @param {string[]} folders @returns {string[]} all files in them */
function filesIn(folders) {
    return folders.filter((folder) => fs.existsSync(folder)).reduce((/** @type {string[]} */ files, folder) => {
        return files.concat(fs.readdirSync(folder).map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile()));
    }, []);
}

/** What no package has, but makes when it is installed. @type {{[file: string]: string}} */
const OWNERS = { '/etc/ssl/certs/ca-certificates.crt': 'ca-certificates' };

/**
 * The other name of a file where /lib is a link to /usr/lib: package managers know one of them.
 * @param {string} file
 */
function otherName(file) {
    return file.startsWith('/usr/') ? file.slice(4) : `/usr${file}`;
}

/** @param {string[]} files @returns {Map<string, string>} */
function debianOwners(files) {
    const names = new Map(files.reduce((/** @type {[string, string][]} */ all, file) => all.concat([[file, file], [otherName(file), file]]), []));
    const owners = new Map();

    for (const line of ask('dpkg-query', ['-S'].concat(Array.from(names.keys()))).split('\n')) {
        const [, name, file] = /^([^\s:,]+)[^/]*: (\/.*)$/.exec(line) || [];

        if (name) {
            owners.set(names.get(file), name);
        }
    }
    return owners;
}

/**
 * @param {(file: string) => string} owner of one
 * @returns {(files: string[]) => Map<string, string>}
 */
function oneByOne(owner) {
    return (files) => new Map(files.map((file) => /** @type {[string, string]} */ ([file, owner(file)])).filter(([, name]) => /^[\w.+-]+$/.test(name)));
}

/** @type {PackageManager[]} */
const MANAGERS = [
    {
        program: 'dpkg-query',
        owners: debianOwners,
        describe: (name) => {
            const format = '${Version}\t${source:Package}\t${source:Version}\n';
            const [version, source, sourceVersion] = ask('dpkg-query', ['-W', '-f', format, name]).split('\n')[0].split('\t');

            return { package: name, version, source: `${source} ${sourceVersion}`, texts: [`/usr/share/doc/${name}/copyright`].filter((file) => fs.existsSync(file)) };
        },
    },
    {
        program: 'rpm',
        owners: oneByOne((file) => ask('rpm', ['-qf', '--qf', '%{NAME}', file])),
        describe: (name) => {
            const [version, source] = ask('rpm', ['-q', '--qf', '%{VERSION}-%{RELEASE}\t%{SOURCERPM}', name]).split('\t');

            return { package: name, version, source, texts: filesIn([`/usr/share/licenses/${name}`]) };
        },
    },
    {
        program: 'pacman',
        owners: oneByOne((file) => ask('pacman', ['-Qqo', file])),
        describe: (name) => {
            const version = ask('pacman', ['-Q', name]).split(' ')[1];

            return { package: name, version, source: `${name} ${version}`, texts: filesIn([`/usr/share/licenses/${name}`]) };
        },
    },
];

/**
 * Whose files these are.
 * @param {string[]} files
 * @returns {Map<string, Origin | null>} by file; null where it is of no package
 */
function originsOf(files) {
    // Fedora has dpkg for those who build Debian's packages, without a package in it.
    const manager = MANAGERS.find(({ program, owners }) => ask(program, ['--version']) && owners(files.slice(0, 5)).size > 0);
    const owners = manager ? manager.owners(files) : new Map();
    /** @type {Map<string, Origin>} */
    const packages = new Map();

    return new Map(files.map((file) => {
        const name = owners.get(file) || OWNERS[file];

        if (!manager || !name) {
            return [file, null];
        }
        const origin = packages.get(name) || manager.describe(name);

        packages.set(name, origin);
        return [file, origin];
    }));
}

/** Texts that Debian's copyright files only name. @param {string} text @returns {string[]} */
function commonLicences(text) {
    return (text.match(/\/usr\/share\/common-licenses\/[\w.-]*\w/g) || []).filter((file) => fs.existsSync(file));
}

const HEAD = `# What is in this folder, and under which licences

Each line is a package of the distribution that this bundle was made on, with the source that it was built of; the texts of its licences are
in \`licences/PACKAGE\`. Whoever gives this folder to others gives these texts with it, says where the sources are (the distribution's archive has
them under the names and versions below), and lets them replace the libraries, which are files of their own here.

| package | version | source | files |
|---|---|---|---|
`;

/**
 * Write LICENCES.md, and the texts into licences/.
 * @param {string} folder the bundle
 * @param {Map<string, Origin | null>} origins by the name of the file in the bundle
 * @returns {string[]} files that are of no package, or have no text: somebody has to look
 */
function writeLicences(folder, origins) {
    /** @type {Map<string, {origin: Origin, files: string[]}>} */
    const packages = new Map();
    /** @type {string[]} */
    const unknown = [];

    for (const [file, origin] of origins) {
        if (!origin || origin.texts.length === 0) {
            unknown.push(file);
        }
        if (origin) {
            const entry = packages.get(origin.package) || { origin, files: [] };

            entry.files.push(path.basename(file));
            packages.set(origin.package, entry);
        }
    }
    const rows = Array.from(packages.values()).sort((a, b) => (a.origin.package < b.origin.package ? -1 : 1)).map(({ origin, files }) => {
        return `| ${origin.package} | ${origin.version} | ${origin.source} | ${files.sort().join(' ')} |\n`;
    });

    for (const { origin } of packages.values()) {
        copyTexts(path.join(folder, 'licences'), origin);
    }
    fs.writeFileSync(path.join(folder, 'LICENCES.md'), HEAD + rows.join('') +
        (unknown.length > 0 ? `\nNo text was found for: ${unknown.sort().join(', ')}\n` : ''));
    return unknown;
}

/** @param {string} folder @param {Origin} origin */
function copyTexts(folder, origin) {
    const own = path.join(folder, origin.package);
    const common = path.join(folder, 'common');

    fs.mkdirSync(own, { recursive: true });
    fs.mkdirSync(common, { recursive: true });
    for (const file of origin.texts) {
        fs.copyFileSync(file, path.join(own, path.basename(file)));
        for (const each of commonLicences(fs.readFileSync(file, 'utf8'))) {
            fs.copyFileSync(each, path.join(common, path.basename(each)));
        }
    }
}

module.exports = { originsOf, writeLicences };
