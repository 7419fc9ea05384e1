// SPDX-License-Identifier: MIT
'use strict';

const { attach } = require('./attach');
const { chooseGraphics } = require('./graphics');
const { GstPlayer } = require('./player');
const { PlayerError } = require('./error');

/**
 * @typedef {import('./attach').AttachOptions} AttachOptions
 * @typedef {import('./policy').Allow} Allow
 * @typedef {import('./preset').PresetDefinition} PresetDefinition
 * @typedef {import('./player').PlayerOptions} PlayerOptions
 * @typedef {import('./player').PlayerRecord} PlayerRecord
 * @typedef {import('./player').PlayerState} PlayerState
 * @typedef {import('./attach').Opening} Opening
 * @typedef {import('./player').LoadOptions} LoadOptions
 * @typedef {import('./player').SourceOptions} SourceOptions
 * @typedef {import('./player').Source} Source
 * @typedef {import('./player').Chapter} Chapter
 * @typedef {import('./player').Track} Track
 * @typedef {import('./player').TrackKind} TrackKind
 * @typedef {import('./player').VideoInfo} VideoInfo
 * @typedef {import('./player').Direction} Direction
 * @typedef {import('./player').Tracks} Tracks
 * @typedef {import('./error').ErrorRecord} ErrorRecord
 */

// Only names: Node's analysis of named exports in CommonJS understands neither values nor getters.
module.exports = { GstPlayer, PlayerError, attach, chooseGraphics };
