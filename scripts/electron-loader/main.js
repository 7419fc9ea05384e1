// SPDX-License-Identifier: MIT
'use strict';

// Takes the place of an application packed into an Electron binary: starts the application named on the
// command line, as Electron's own default application does with `electron [options] APP [arguments]`.

const { app } = require('electron');
const fs = require('fs');
const Module = require('module');
const path = require('path');

/** The first argument that is no option; `-r MODULE` takes two. */
function applicationArgument(argv) {
    for (let i = 1; i < argv.length; i++) {
        if (argv[i] === '-r' || argv[i] === '--require') {
            Module._preloadModules([argv[++i]]);
        } else if (!argv[i].startsWith('-')) {
            return argv[i];
        }
    }
    return null;
}

/** Tell the person and end: there is no application to go on with. */
function fail(message) {
    process.stderr.write(`electron: ${message}\n`);
    process.exit(1);
}

/** Give the process the application's own name, version and paths, as if it had been packed. */
function adopt(folder) {
    const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const name = description.productName || description.name;

    if (description.version) {
        app.setVersion(description.version);
    }
    if (name) {
        app.setName(name);
        app.setPath('userData', path.join(app.getPath('appData'), name));
    }
}

function start() {
    const argument = applicationArgument(process.argv);

    if (process.argv.includes('--version') && argument === null) {
        process.stdout.write(`v${process.versions.electron}\n`);
        process.exit(0);
    }
    if (argument === null) {
        fail('name the application to start: electron [options] APP [arguments]');
    }

    const given = path.resolve(argument);
    if (!fs.existsSync(given)) {
        fail(`there is no application at ${given}`);
    }
    const folder = fs.statSync(given).isDirectory() ? given : path.dirname(given);

    if (fs.existsSync(path.join(folder, 'package.json'))) {
        adopt(folder);
    }
    app.setAppPath(folder);
    Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
    Module._load(Module._resolveFilename(given, null, true), Module, true);
}

start();
