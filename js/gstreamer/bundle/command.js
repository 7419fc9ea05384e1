// SPDX-License-Identifier: MIT
'use strict';

const { bundle } = require('./index');
const { FEATURES } = require('./features');

const HELP = `Usage: frameshare bundle DIR [--only FEATURE,...] [--with-gpl | --without-gpl]
Copy this machine's GStreamer into the new folder DIR, for an app to bring along: libraries, plugins, the player's process,
GIO's TLS module, certificate authorities, and the licences of it all. An app puts the folder into its resources as
"gstreamer" (electron-builder: "extraResources"), where GstPlayer finds it; or says new GstPlayer({ runtime: DIR }).

  --only         containers, subtitles, sound, and what of these is named:
${Object.entries(FEATURES).map(([name, { what }]) => `                   ${name.padEnd(9)} ${what}\n`).join('')}\
  --with-gpl     with parts that are under the GPL: then the app has to be given away under terms that allow that
  --without-gpl  without them. With neither nothing is made of what would have such parts

It runs where the C library is as new as this machine's, or newer: make it on the oldest system that is to run it.
`;

/**
 * @param {string[]} argv
 * @returns {import('./index').BundleOptions & {folder: string}}
 */
function parse(argv) {
    /** @type {any} */
    const options = { folder: null, only: null, gpl: 'refuse' };

    for (let i = 0; i < argv.length; i++) {
        const [name, value] = argv[i].split('=');

        if (name === '--only') {
            const list = value === undefined ? argv[++i] : value;

            if (!list) {
                throw new Error('--only wants names, as --only h264,aac');
            }
            options.only = list.split(',').map((each) => each.trim()).filter((each) => each);
        } else if (argv[i] === '--with-gpl' || argv[i] === '--without-gpl') {
            if (options.gpl !== 'refuse') {
                throw new Error('--with-gpl and --without-gpl exclude each other');
            }
            options.gpl = argv[i].slice(2, -4);
        } else if (argv[i].startsWith('-')) {
            throw new Error(`there is no option ${argv[i]}`);
        } else if (options.folder) {
            throw new Error(`"${argv[i]}" is one argument too many`);
        } else {
            options.folder = argv[i];
        }
    }
    if (!options.folder) {
        throw new Error('name the folder to make');
    }
    return options;
}

/**
 * `frameshare bundle`.
 * @param {string[]} argv its arguments
 * @returns {number} the exit status
 */
function command(argv) {
    if (argv.includes('--help') || argv.includes('-h')) {
        process.stdout.write(HELP);
        return 0;
    }
    let options;

    try {
        options = parse(argv);
    } catch (error) {
        process.stderr.write(`frameshare bundle: ${/** @type {Error} */ (error).message}\nframeshare bundle --help says more.\n`);
        return 2;
    }
    try {
        const made = bundle(options.folder, options);

        process.stdout.write(`${options.folder}: GStreamer ${made.gstreamer}, ${made.plugins} plugins, ${made.files} files, ` +
            `${(made.bytes / 1e6).toFixed(1)} MB; it needs glibc ${made.glibc} or newer\n`);
        made.without.forEach((line) => process.stdout.write(`left out: ${line}\n`));
        made.unknown.forEach((file) => process.stdout.write(`no licence was found for ${file}: see to it\n`));
        return 0;
    } catch (error) {
        process.stderr.write(`frameshare bundle: ${/** @type {Error} */ (error).message}\n`);
        return 1;
    }
}

module.exports = { command };
