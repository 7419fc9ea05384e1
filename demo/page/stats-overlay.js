// SPDX-License-Identifier: MIT
import { element, onClick, request } from './host.js';
import { Sparkline } from './sparkline.js';

/** ms between two updates. */
const INTERVAL = 250;

const KEY = 'frameshare-stats';

/**
 * The measures: name, colour, the value computed from the current and the previous statistics, and
 * its text.
 * @type
 * {{name: string, colour: string, value: (now: any, before: any) => number | null, text: (value: number, now: any) => string}[]}
 */
const MEASURES = [
    {
        name: 'shown', colour: '#8bd5a0',
        value: (now, before) => (now.shown - before.shown) / (now.time - before.time),
        text: (value, now) => `${value.toFixed(1)} /s · ${now.shown}`,
    },
    {
        name: 'missed', colour: '#f2a29b',
        value: (now, before) => Math.max(0, now.lost - before.lost) / (now.time - before.time),
        text: (value, now) => `${value.toFixed(1)} /s · ${now.lost}`,
    },
    {
        name: 'latency', colour: '#8ab4f8', value: (now) => now.recent.latency_ms,
        text: (value, now) => `${value.toFixed(1)} ms · 99 % ${now.latency_ms.p99.toFixed(1)}`,
    },
    {
        name: 'upload', colour: '#c5a3f5', value: (now) => now.recent.upload_ms,
        text: (value, now) => `${value.toFixed(2)} ms · 95 % ${now.upload_ms.p95.toFixed(2)} · ${now.presenter}`,
    },
    {
        name: 'copies', colour: '#f0c674',
        value: (now, before) => (now.copied - before.copied) / (now.time - before.time),
        text: (value, now) => `${value.toFixed(1)} /s · ${now.copied} of ${now.published}`,
    },
    {
        name: 'slots', colour: '#7fd1d6', value: (now) => now.stream && now.stream.slots - now.stream.slots_free,
        text: (value, now) => `${value} of ${now.stream.slots} · ${(now.stream.bytes / 1e6).toFixed(1)} MB`,
    },
];

/** Statistics about playback, over the picture. It measures only while it is visible. */
export class StatsOverlay {
    /** @param {any} video */
    constructor(video) {
        this._video = video;
        this._panel = element('stats');
        this._head = document.createElement('p');
        this._rows = MEASURES.map((measure) => this._row(measure));
        this._panel.append(this._head, ...this._rows.map((row) => row.element));
        /** @type {any} */
        this._before = null;
        this._timer = 0;
        onClick('info', () => this.toggle());
        if (localStorage.getItem(KEY) === 'open') {
            this.toggle();
        }
    }

    /** @param {typeof MEASURES[0]} measure */
    _row(measure) {
        const row = document.createElement('div');
        const name = document.createElement('span');
        const text = document.createElement('output');
        const line = new Sparkline(measure.colour);

        name.textContent = measure.name;
        text.id = `stats-${measure.name}`;
        row.append(name, line.canvas, text);
        return { element: row, text, line, measure };
    }

    toggle() {
        const open = this._panel.hidden;

        this._panel.hidden = !open;
        element('info').setAttribute('aria-pressed', String(open));
        localStorage.setItem(KEY, open ? 'open' : '');
        clearInterval(this._timer);
        if (open) {
            this._before = null;
            this._timer = window.setInterval(() => this._look(), INTERVAL);
            this._look();
        }
    }

    async _look() {
        const stream = await request('stats');
        const stats = this._video.stats;

        if (!stats || this._panel.hidden) {
            return;
        }
        const before = this._before;
        const goesOn = before && before.shown <= stats.shown && before.published <= stats.published;
        // A frame that was just published counts as missed until it is drawn: only frames that two
        // updates miss are lost.
        const lost = goesOn ? Math.min(before.missed, stats.missed) : stats.missed;
        const now = Object.assign({}, stats, { stream, lost, time: performance.now() / 1000 });

        this._before = now;
        this._head.textContent = this._describe(now);
        if (goesOn) {
            this._rows.forEach((row) => this._fill(row, now, before));
        }
    }

    /**
     * @param {{text: HTMLOutputElement, line: Sparkline, measure: typeof MEASURES[0]}} row
     * @param {any} now
     * @param {any} before
     */
    _fill({ text, line, measure }, now, before) {
        const value = measure.value(now, before);

        if (typeof value === 'number' && isFinite(value)) {
            line.add(value);
            text.textContent = measure.text(value, now);
        }
    }

    /** @param {any} now */
    _describe({ mapping, stream }) {
        const video = stream && stream.video;
        const picture = video ? `${video.width}×${video.height} ${video.format}` : '';
        const memory = mapping === 'shared' ? 'shared memory' : 'copied once';

        return [picture, memory, stream && stream.stream].filter(Boolean).join(' · ');
    }
}
