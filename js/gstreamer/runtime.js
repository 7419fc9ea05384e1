// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const native = require('../native');

/** What a bundle says of itself. */
const MANIFEST = 'manifest.json';

/** The folder of an app's resources where a bundle is found without a word. */
const RESOURCE = 'gstreamer';

/** Where distributions keep the certificates that they trust. @see src/tools/doctor.c */
const AUTHORITIES = [
    '/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem', '/etc/ssl/cert.pem',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
];

/** Of the machine's GStreamer and loader: a bundle wants none of them. */
const FOREIGN = /^(GST_PLUGIN_|GST_REGISTRY|GST_PRESET_PATH|GIO_EXTRA_MODULES$|GIO_MODULE_DIR$|GIO_USE_VFS$|LD_LIBRARY_PATH$|LD_PRELOAD$)/;

const AGAIN = 'make it anew with `npx frameshare bundle`, and pack all of it';

/** Bundles that were looked at, and are whole. @type {Map<string, any>} */
const checked = new Map();

/**
 * @param {string} folder
 * @returns {string} what helps where this user may not read what is in it
 */
function explainForbidden(folder) {
    return `give everybody the right to read it (chmod -R a+rX ${folder})`;
}

/** @param {any} value what JSON was read @returns {boolean} a bundle's own words, whole */
function isManifest(value) {
    return value !== null && typeof value === 'object' && typeof value.arch === 'string' && typeof value.frameshare === 'string' &&
        value.files !== null && typeof value.files === 'object';
}

/**
 * @param {string} folder
 * @returns {any} its manifest, when all that it names is there
 */
function readManifest(folder) {
    const file = path.join(folder, MANIFEST);
    let manifest;

    try {
        manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch (error) {
        const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);

        throw new Error(`the GStreamer in ${folder} cannot be used: ${file} cannot be read (${message}); ` +
            (code === 'EACCES' ? explainForbidden(folder) : AGAIN));
    }
    if (!isManifest(manifest)) {
        throw new Error(`the GStreamer in ${folder} cannot be used: ${file} is not what \`npx frameshare bundle\` writes; ${AGAIN}`);
    }
    for (const [name, size] of Object.entries(manifest.files)) {
        const fault = findFaultOf(path.join(folder, name), size, folder);

        if (fault) {
            throw new Error(`the GStreamer in ${folder} is not whole: ${name} ${fault}`);
        }
    }
    return manifest;
}

/** @returns {string} of frameshare */
function ownVersion() {
    return JSON.parse(fs.readFileSync(path.join(native.root(), 'package.json'), 'utf8')).version;
}

/**
 * The loader passes over a library that may not be read, and takes the machine's.
 * @param {string} file of a bundle
 * @param {any} size that it has to have
 * @param {string} folder of the bundle
 * @returns {string | null} what is wrong with it, and what to do
 */
function findFaultOf(file, size, folder) {
    try {
        const is = fs.statSync(file).size;

        fs.accessSync(file, fs.constants.R_OK);
        return is === size ? null : `has ${is} bytes, and not ${size}; ${AGAIN}`;
    } catch (error) {
        return /** @type {NodeJS.ErrnoException} */ (error).code === 'EACCES' ? `cannot be read by this user; ${explainForbidden(folder)}`
            : `is missing; ${AGAIN}`;
    }
}

/** A GStreamer that the app brings along, as `frameshare bundle` makes it. */
class Runtime {
    /**
     * @param {string} folder
     * @throws {Error} when it is not whole, or not for this machine or this frameshare
     */
    constructor(folder) {
        this.folder = path.resolve(folder);
        this._manifest = checked.get(this.folder) || readManifest(this.folder);
        this._fit();
        checked.set(this.folder, this._manifest);
    }

    /** The host in it. */
    get player() {
        return path.join(this.folder, 'bin', 'frameshare-player');
    }

    _fit() {
        const version = ownVersion();
        const { arch, frameshare } = this._manifest;

        if (arch !== process.arch) {
            throw new Error(`the GStreamer in ${this.folder} is for ${arch}, and this is ${process.arch}: make one on such a machine`);
        }
        if (frameshare !== version) {
            throw new Error(`the GStreamer in ${this.folder} was made by frameshare ${frameshare}, and this is ${version}; ${AGAIN}`);
        }
    }

    /**
     * For the host alone.
     * @param {{[name: string]: string | undefined}} env of this process
     * @returns {{[name: string]: string | undefined}}
     */
    environment(env) {
        const own = Object.assign({}, env);
        const authorities = AUTHORITIES.concat(path.join(this.folder, 'etc', 'authorities.pem')).find((file) => fs.existsSync(file));

        Object.keys(own).filter((name) => FOREIGN.test(name)).forEach((name) => delete own[name]);
        return Object.assign(own, {
            GST_PLUGIN_SYSTEM_PATH_1_0: path.join(this.folder, 'lib', 'gstreamer-1.0'),
            GST_PLUGIN_SCANNER_1_0: path.join(this.folder, 'libexec', 'gst-plugin-scanner'),
            GST_REGISTRY_1_0: this._registry(env),
            GIO_MODULE_DIR: path.join(this.folder, 'lib', 'gio', 'modules'),
            GIO_USE_VFS: 'local',
        }, authorities && !own.SSL_CERT_FILE ? { SSL_CERT_FILE: authorities } : {});
    }

    /**
     * For a host that is not the bundle's own.
     * @param {{[name: string]: string | undefined}} env what environment() gave
     * @returns {{[name: string]: string | undefined}}
     */
    addLibraries(env) {
        return Object.assign({}, env, { LD_LIBRARY_PATH: path.join(this.folder, 'lib') });
    }

    /**
     * A file that this user can write, of this bundle alone.
     * @param {{[name: string]: string | undefined}} env
     */
    _registry(env) {
        const name = `gstreamer-${require('crypto').createHash('sha256').update(this.folder).digest('hex').slice(0, 16)}.bin`;
        const caches = [env.XDG_CACHE_HOME, env.HOME && path.join(env.HOME, '.cache'), env.XDG_RUNTIME_DIR].filter((each) => each && path.isAbsolute(each));

        for (const cache of /** @type {string[]} */ (caches)) {
            const folder = path.join(cache, 'frameshare');

            try {
                fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
                fs.accessSync(folder, fs.constants.W_OK);
                return path.join(folder, name);
            } catch (error) {
                // The next one, then.
            }
        }
        // Nobody else may have put it there: GStreamer believes what it reads in it.
        return path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-')), name);
    }
}

/**
 * @param {string | null} [chosen] by the app
 * @returns {Runtime | null} null: the machine's GStreamer
 */
function findRuntime(chosen) {
    const { resourcesPath } = /** @type {any} */ (process);
    const found = resourcesPath ? path.join(resourcesPath, RESOURCE) : null;

    if (chosen) {
        return new Runtime(chosen);
    }
    return found && fs.existsSync(found) ? new Runtime(found) : null;
}

module.exports = { AUTHORITIES, MANIFEST, Runtime, findRuntime, ownVersion };
