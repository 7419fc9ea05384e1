// SPDX-License-Identifier: MIT
'use strict';

// docs/zero-copy.md, written by ./bench zero-copy.

const HEAD = `# Which elements decode into shared memory

\`./bench zero-copy\` makes this page. It looks up every decoder of pictures in GStreamer's registry, feeds each with what the
encoders at hand can make (30 frames of 320x240, a clip for each format), and counts at \`framesharesink\` how the pictures came into
the slots: *in place*, written there by the element itself, or *copied* once by the sink. *Rendered* is counted in libav: pictures
that it decoded straight into the slot, with no copy anywhere; the first pictures never are, because libav decodes them before it has
been asked where to (frame threads: one more each). *Slots* is the most in use at a time, with no reader.
`;

/** @type {(cells: (string | number)[]) => string} */
function line(cells) {
    return `| ${cells.join(' | ')} |\n`;
}

/** @type {(head: string[], rows: (string | number)[][]) => string} */
function table(head, rows) {
    return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** Runs of one element that tell the same, in one row. */
function group(runs, keyOf) {
    const groups = new Map();

    for (const run of runs) {
        const key = keyOf(run);
        const row = groups.get(key) || { ...run, formats: new Set(), published: 0, inPlace: 0, copied: 0, dropped: 0, byLibav: 0, slots: 0 };
        for (const count of ['published', 'inPlace', 'copied', 'dropped', 'byLibav']) {
            row[count] += run[count];
        }
        row.slots = Math.max(row.slots, run.slots);
        row.formats.add(run.label);
        groups.set(key, row);
    }
    return [...groups.values()];
}

function formatsOf(row) {
    return [...row.formats].sort().join(' ');
}

/** @type {(result: any) => string} */
function page({ versions, decoders, sources, broken, unfed, copy }) {
    const decoded = group(decoders, (run) => `${run.decoder} ${run.why}`);
    const made = group(sources, (run) => `${run.element} ${run.why}`);

    return HEAD + `
Made with ${versions.join(', ')}.

## Decoders

` + table(['decoder', 'formats', 'frames', 'in place', 'copied', 'dropped', 'rendered', 'slots', 'how'], decoded.map((row) => [
        `\`${row.decoder}\``, formatsOf(row), row.published, row.inPlace, row.copied, row.dropped,
        row.decoder.startsWith('avdec_') ? row.byLibav : '', row.slots, row.why])) + `
## Sources, parsers and converters

` + table(['element', 'formats', 'frames', 'in place', 'copied', 'dropped', 'slots', 'how'], made.map((row) => [
        `\`${row.element}\``, formatsOf(row), row.published, row.inPlace, row.copied, row.dropped, row.slots, row.why])) + `
## The one copy

Where the sink has to copy, it chooses the strides of the source, so that planes that follow each other are one \`memcpy()\` of glibc,
which takes the widest vectors of the processor. Against that \`memcpy()\` of the same bytes alone, in the same run (the best of 5):

` + table(['picture', 'bytes', 'time of a plain memcpy'], copy.map((row) => [row.picture, row.bytes, `${(row.ratio * 100).toFixed(0)} %`])) + `
## Clips that a decoder does not play

They fail in the same way with system memory and another sink.

` + table(['decoder', 'clip', 'what happens'], broken.map((row) => [`\`${row.decoder}\``, `${row.encoder} ${row.label}`, row.error])) + `
## Decoders that were not fed

Nothing here encodes for them.

` + table(['reason', 'decoders'], unfed.map((row) => [row.reason, row.decoders.map((name) => `\`${name}\``).join(' ')]));
}

module.exports = { page };
