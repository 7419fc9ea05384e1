// SPDX-License-Identifier: MIT
'use strict';

// What a count cannot tell: where a picture has been before it was in the slot. From the elements' sources.

/** Decoders that write into the slot what their library decoded elsewhere. */
const LIBRARY_COPIES = {
    av1dec: 'libaom', gdkpixbufdec: 'gdk-pixbuf', openexrdec: 'OpenEXR', openh264dec: 'OpenH264', openjpegdec: 'OpenJPEG',
    rsvgdec: 'librsvg', theoradec: 'libtheora', vp8dec: 'libvpx',
};

/** Elements whose pictures the sink has to copy. */
const OWN_MEMORY = {
    vp9dec: 'it hands out libvpx\'s own memory',
    vp8alphadecodebin: 'alphacombine joins the memories of two decoders',
    vp9alphadecodebin: 'alphacombine joins the memories of two decoders',
    rawvideoparse: 'it hands on pieces of what its source has read',
    y4mdec: 'it hands on pieces of what its source has read',
    matroskademux: 'it hands on pieces of the file',
    multifilesrc: 'it does not ask the sink for memory',
    tee: 'it offers nobody\'s pool to its source, as its branches might differ',
    identity: 'drop-allocation keeps the sink\'s offer from its source',
};

/**
 * Why the pictures of a decoder came as they did.
 *
 * @param {{decoder: string, published: number, inPlace: number, copied: number, byLibav: number}} run
 * @param {boolean} direct whether libav says that this decoder renders directly
 */
function explainDecoder(run, direct) {
    const { decoder } = run;

    if (run.copied) {
        return OWN_MEMORY[decoder] || 'it hands out memory of its own';
    }
    if (!decoder.startsWith('avdec_')) {
        return LIBRARY_COPIES[decoder] ? `the element copies ${LIBRARY_COPIES[decoder]}'s picture into the slot` : 'writes into the slot';
    }
    if (run.byLibav) {
        return 'libav renders into the slot';
    }
    return direct ? 'gst-libav copies libav\'s picture into the slot: it cannot render pictures that are cropped in width'
        : 'gst-libav copies libav\'s picture into the slot: this decoder of libav does not render directly';
}

/** @type {(element: string, copied: number) => string} */
function explainSource(element, copied) {
    return copied ? OWN_MEMORY[element] || 'it uses memory of its own' : 'writes into the slot';
}

module.exports = { explainDecoder, explainSource };
