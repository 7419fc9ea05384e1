// SPDX-License-Identifier: MIT
'use strict';

// The syntax floor is what Electron 9 parses (V8 8.3): with ecmaVersion 2020 anything newer, such as #private
// methods, static blocks and ??=, is a parse error. The rules here catch mistakes; what little there is of taste, `--fix` mends.

const LICENSE = '// SPDX-License-Identifier: MIT\n';

/** As in the C sources: the licence is the first line of a file, after that of the shell. */
const license = {
    meta: { fixable: 'code', schema: [] },
    create: (context) => ({
        Program(node) {
            const text = context.sourceCode.getText();
            const at = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;

            if (!text.startsWith(LICENSE, at)) {
                context.report({ node, message: 'the licence is missing', fix: (fixer) => fixer.insertTextAfterRange([0, at], LICENSE) });
            }
        },
    }),
};

const node = {
    Buffer: 'readonly', __dirname: 'readonly', __filename: 'readonly', module: 'writable', process: 'readonly',
    require: 'readonly', setImmediate: 'readonly', clearImmediate: 'readonly', global: 'readonly',
};
const shared = {
    console: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly',
    clearInterval: 'readonly', queueMicrotask: 'readonly', URL: 'readonly', URLSearchParams: 'readonly', TextDecoder: 'readonly',
    TextEncoder: 'readonly', SharedArrayBuffer: 'readonly', Atomics: 'readonly', WebAssembly: 'readonly',
    BigInt: 'readonly', BigInt64Array: 'readonly', BigUint64Array: 'readonly', globalThis: 'readonly',
    performance: 'readonly', MessageChannel: 'readonly', Worker: 'readonly',
};
const browser = Object.fromEntries([
    'window', 'document', 'self', 'postMessage', 'navigator', 'location', 'customElements', 'HTMLElement', 'CustomEvent',
    'Event', 'EventTarget', 'MutationObserver', 'ResizeObserver', 'requestAnimationFrame', 'cancelAnimationFrame',
    'Image', 'ImageData', 'Blob', 'MessagePort', 'MessageEvent', 'OffscreenCanvas', 'WebGLRenderingContext',
    'WebGL2RenderingContext', 'DOMException', 'HTMLCanvasElement', 'KeyboardEvent', 'MouseEvent', 'Node', 'fetch',
    'importScripts', 'addEventListener', 'removeEventListener', 'getComputedStyle', 'XMLHttpRequest', 'Element',
    'devicePixelRatio', 'localStorage', 'screen', 'File', 'DataTransfer', 'DragEvent', 'cancelIdleCallback', 'requestIdleCallback', 'matchMedia', 'crypto', 'ShadowRoot', 'MediaStream',
    'MediaStreamTrackEvent', 'createImageBitmap', 'HTMLVideoElement',
].map((name) => [name, 'readonly']));

module.exports = [
    { ignores: ['build/', 'build-*/', 'node_modules/'] },
    {
        files: ['**/*.js'],
        languageOptions: {
            ecmaVersion: 2020,
            sourceType: 'commonjs',
            globals: { ...node, ...shared, ...browser },
        },
        plugins: { frameshare: { rules: { license } } },
        linterOptions: { reportUnusedDisableDirectives: 'error' },
        rules: {
            'array-callback-return': 'error',
            'constructor-super': 'error',
            'curly': ['error', 'all'],
            'eqeqeq': ['error', 'always', { null: 'ignore' }],
            'for-direction': 'error',
            'frameshare/license': 'error',
            'getter-return': 'error',
            'no-async-promise-executor': 'error',
            'no-case-declarations': 'error',
            'no-class-assign': 'error',
            'no-compare-neg-zero': 'error',
            'no-cond-assign': 'error',
            'no-const-assign': 'error',
            'no-constant-condition': ['error', { checkLoops: false }],
            'no-debugger': 'error',
            'no-dupe-args': 'error',
            'no-dupe-class-members': 'error',
            'no-dupe-else-if': 'error',
            'no-dupe-keys': 'error',
            'no-duplicate-case': 'error',
            'no-empty': ['error', { allowEmptyCatch: true }],
            'no-eval': 'error',
            'no-fallthrough': 'error',
            'no-func-assign': 'error',
            'no-implicit-globals': 'error',
            'no-loss-of-precision': 'error',
            'no-redeclare': 'error',
            'no-self-assign': 'error',
            'no-self-compare': 'error',
            'no-shadow': 'error',
            'no-sparse-arrays': 'error',
            'no-this-before-super': 'error',
            'no-undef': 'error',
            'no-unreachable': 'error',
            'no-unsafe-finally': 'error',
            'no-unsafe-optional-chaining': 'error',
            'no-unused-expressions': 'error',
            'no-unused-vars': ['error', { args: 'after-used', argsIgnorePattern: '^_', caughtErrors: 'none' }],
            'no-use-before-define': ['error', { functions: false, variables: false }],
            'no-useless-catch': 'error',
            'no-var': 'error',
            'prefer-const': 'error',
            'use-isnan': 'error',
            'valid-typeof': 'error',
            'strict': ['error', 'global'],
        },
    },
    // In the page of the demo files are modules of the browser's, and a bundler's in that of a test.
    { files: ['demo/page/*.js', 'tests/package/apps/bundled/*.js'], languageOptions: { sourceType: 'module' }, rules: { strict: 'off' } },
];
