// SPDX-License-Identifier: MIT
'use strict';

// Pages of files have no server that could say what type a module has; Electron 9 reads ES2019.
module.exports = {
    base: './',
    esbuild: { jsx: 'automatic' },
    build: { target: 'chrome83', modulePreload: false, rollupOptions: { output: { format: 'iife', entryFileNames: 'page.js' } } },
    plugins: [{ name: 'classic', transformIndexHtml: (html) => html.replace('type="module" crossorigin', 'defer') }],
};
