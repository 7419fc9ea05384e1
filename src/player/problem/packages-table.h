/* SPDX-License-Identifier: MIT */
/* Written by scripts/gstreamer-packages from the package lists of Debian 12. */
/* clang-format off */
    {
        "gstreamer1.0-libav",
        "application/gxf; application/mxf; application/x-ape; application/x-yuv4mpeg, "
        "y4mversion=2; audio/AMR; audio/AMR-WB; audio/G722; audio/G729; audio/aptx; "
        "audio/aptx-hd; audio/mpeg, mpegversion=1, layer=[ 1, 3 ]; audio/mpeg, mpegversion=4,"
        " stream-format=loas; audio/mpeg, mpegversion={ 2, 4 }, stream-format={ raw, adts, "
        "adif }; audio/ms-gsm; audio/qcelp; audio/x-ac3; audio/x-adpcm, layout={ yamaha, xa, "
        "thp, swf, sbpro4, sbpro3, sbpro2, microsoft, westwood, dvi, smjpeg, quicktime, oki, "
        "iss, ea-sead, ea-eacs, dk4, dk3, amv, g726, g721, ea-xas, ea-r1, ea-maxis-xa, ea, "
        "ct, adx, 4xm, ea-r3 }; audio/x-aiff; audio/x-alac; audio/x-bfstm; audio/x-brstm; "
        "audio/x-dpcm, layout={ xan, sol, roq, interplay }; audio/x-dsd, lsbf=(boolean){ "
        "false, true }, planar=(boolean){ false, true }; audio/x-dts; audio/x-dv; "
        "audio/x-eac3; audio/x-ffmpeg-parsed-ape; audio/x-ffmpeg-parsed-musepack, "
        "streamversion={ 8, 7 }; audio/x-flac; audio/x-gsm; audio/x-gst-av-mp3adufloat; "
        "audio/x-gst-av-mp3on4float; audio/x-gst-av-vmdaudio; audio/x-gst-av-ws_snd1; "
        "audio/x-imc; audio/x-mace, maceversion={ 6, 3 }; audio/x-mlp; audio/x-musepack, "
        "streamversion={ 8, 7 }; audio/x-nellymoser; audio/x-opus, channel-mapping-family=0; "
        "audio/x-pn-realaudio, raversion={ 2, 1, 8 }; audio/x-qdm2; audio/x-shorten; "
        "audio/x-sipro; audio/x-smpte-302m; audio/x-true-hd; audio/x-truespeech; audio/x-tta;"
        " audio/x-ttafile; audio/x-twin-vq; audio/x-vnd.sony.atrac1; audio/x-vnd.sony.atrac3;"
        " audio/x-voc; audio/x-voxware; audio/x-wma, wmaversion={ 2, 1, 3, 4 }; audio/x-wms; "
        "audio/x-xma, xmaversion={ 2, 1 }; image/bmp; image/gif; image/gst-libav-gif, "
        "parsed=(boolean)true; image/jp2; image/jpeg, parsed=(boolean)true; image/pbm; "
        "image/png; image/ppm; image/tiff; image/x-j2c; image/x-jpc; image/x-pcx; "
        "image/x-portable-anymap; image/x-portable-graymap; image/x-sgi; image/x-sun-raster; "
        "image/x-tga; unknown/unknown; video/mpeg, mpegversion=[ 1, 2 ], "
        "systemstream=(boolean)false; video/mpeg, mpegversion=4, systemstream=(boolean)false;"
        " video/sp5x; video/x-4xm; video/x-aasc; video/x-amv; "
        "video/x-apple-intermediate-codec; video/x-apple-video; video/x-asus, asusversion={ "
        "2, 1 }; video/x-ati-vcr, vcrversion=1; video/x-camstudio; video/x-camtasia; "
        "video/x-cavs; video/x-cineform; video/x-cinepak; video/x-cirrus-logic-accupak; "
        "video/x-compressed-yuv; video/x-divx, divxversion=[ 3, 5 ]; video/x-dnxhd; "
        "video/x-dv, systemstream=(boolean)false; video/x-ffv, ffvversion=1; "
        "video/x-flash-screen; video/x-flash-screen2; video/x-flash-video, flvversion=1; "
        "video/x-fraps; video/x-gst-av-8bps; video/x-gst-av-avs; video/x-gst-av-ffvhuff; "
        "video/x-gst-av-flic; video/x-gst-av-idcinvideo; video/x-gst-av-interplayvideo; "
        "video/x-gst-av-mdec; video/x-gst-av-mmvideo; video/x-gst-av-pgmyuv; "
        "video/x-gst-av-qpeg; video/x-gst-av-roqvideo; video/x-gst-av-vmdvideo; "
        "video/x-gst-av-vqavideo; video/x-gst-av-wnv1; video/x-gst-av-xl; video/x-h261; "
        "video/x-h263, variant=itu; video/x-h264, alignment=au, stream-format={ avc, "
        "byte-stream }; video/x-h264, alignment=nal, stream-format=byte-stream; video/x-h265,"
        " alignment=au, stream-format={ hvc1, hev1, byte-stream }; video/x-huffyuv; "
        "video/x-indeo, indeoversion={ 5, 4, 3, 2 }; video/x-intel-h263, variant=intel; "
        "video/x-ivf; video/x-kmvc; video/x-lagarith; video/x-loco; video/x-mimic; "
        "video/x-mjpeg-b; video/x-msmpeg, msmpegversion={ 43, 42, 41 }; video/x-msvideocodec,"
        " msvideoversion=1; video/x-mszh; video/x-nsv; video/x-nuv; video/x-pn-realvideo, "
        "rmversion={ 4, 3, 2, 1 }; video/x-prores; video/x-pva; video/x-qdrw; video/x-rle, "
        "layout={ quicktime, microsoft }; video/x-smc; video/x-speedhq; video/x-svq, "
        "svqversion={ 3, 1 }; video/x-truemotion, trueversion={ 2, 1 }; video/x-tscc, "
        "tsccversion=2; video/x-ultimotion; video/x-vmnc; video/x-vp3; video/x-vp5; "
        "video/x-vp6; video/x-vp6-alpha; video/x-vp6-flash; video/x-vp8; video/x-vp9; "
        "video/x-wmv, wmvversion=3, format={ WMV3, WVC1, WMVA, MSS2 }; video/x-wmv, "
        "wmvversion={ 2, 1 }; video/x-xan, wcversion={ 4, 3 }; video/x-zmbv",
        "avdec_*, avdeinterlace, avdemux_*, avenc_*, avmux_*",
        "",
    },
    {
        "gstreamer1.0-plugins-base",
        "application/kate; application/ogg; application/x-ass; application/x-ogg-avi; "
        "application/x-ogm-audio; application/x-ogm-text; application/x-ogm-video; "
        "application/x-ssa; application/x-subtitle; application/x-subtitle-dks; "
        "application/x-subtitle-lrc; application/x-subtitle-mpl2; "
        "application/x-subtitle-qttext; application/x-subtitle-sami; "
        "application/x-subtitle-tmplayer; application/x-subtitle-vtt; audio/ogg; "
        "audio/x-opus, channel-mapping-family=[ 1, 255 ], stream-count=[ 1, 255 ], "
        "coupled-count=[ 0, 255 ]; audio/x-opus, channel-mapping-family=0; "
        "audio/x-unaligned-raw, format={ F64LE, F64BE, F32LE, F32BE, S32LE, S32BE, U32LE, "
        "U32BE, S24_32LE, S24_32BE, U24_32LE, U24_32BE, S24LE, S24BE, U24LE, U24BE, S20LE, "
        "S20BE, U20LE, U20BE, S18LE, S18BE, U18LE, U18BE, S16LE, S16BE, U16LE, U16BE, S8, U8 "
        "}, layout={ interleaved, non-interleaved }; audio/x-vorbis; video/ogg; "
        "video/x-theora; video/x-unaligned-raw, format={ ABGR64_LE, BGRA64_LE, AYUV64, "
        "ARGB64_LE, ARGB64, RGBA64_LE, ABGR64_BE, BGRA64_BE, ARGB64_BE, RGBA64_BE, GBRA_12LE,"
        " GBRA_12BE, Y412_LE, Y412_BE, A444_10LE, GBRA_10LE, A444_10BE, GBRA_10BE, A422_10LE,"
        " A422_10BE, A420_10LE, A420_10BE, RGB10A2_LE, BGR10A2_LE, Y410, GBRA, ABGR, VUYA, "
        "BGRA, AYUV, ARGB, RGBA, A420, AV12, Y444_16LE, Y444_16BE, v216, P016_LE, P016_BE, "
        "Y444_12LE, GBR_12LE, Y444_12BE, GBR_12BE, I422_12LE, I422_12BE, Y212_LE, Y212_BE, "
        "I420_12LE, I420_12BE, P012_LE, P012_BE, Y444_10LE, GBR_10LE, Y444_10BE, GBR_10BE, "
        "r210, I422_10LE, I422_10BE, NV16_10LE32, Y210, v210, UYVP, I420_10LE, I420_10BE, "
        "P010_10LE, NV12_10LE32, NV12_10LE40, P010_10BE, NV12_10BE_8L128, Y444, RGBP, GBR, "
        "BGRP, NV24, xBGR, BGRx, xRGB, RGBx, BGR, IYU2, v308, RGB, Y42B, NV61, NV16, VYUY, "
        "UYVY, YVYU, YUY2, I420, YV12, NV21, NV12, NV12_8L128, NV12_64Z32, NV12_4L4, "
        "NV12_32L32, NV12_16L32S, Y41B, IYU1, YVU9, YUV9, RGB16, BGR16, RGB15, BGR15, RGB8P, "
        "GRAY16_LE, GRAY16_BE, GRAY10_LE32, GRAY8 }",
        "adder, appsink, appsrc, audioconvert, audiointerleave, audiomixer, audiorate, "
        "audioresample, audiotestsrc, cdparanoiasrc, compositor, decodebin, decodebin3, "
        "encodebin, encodebin2, giosink, giosrc, giostreamsink, giostreamsrc, liveadder, "
        "multifdsink, multisocketsink, oggaviparse, oggdemux, oggmux, oggparse, "
        "ogmaudioparse, ogmtextparse, ogmvideoparse, opusdec, opusenc, overlaycomposition, "
        "parsebin, playbin, playbin3, playsink, rawaudioparse, rawvideoparse, socketsrc, "
        "ssaparse, streamsynchronizer, subparse, subtitleoverlay, tcpclientsink, "
        "tcpclientsrc, tcpserversink, tcpserversrc, theoradec, theoraenc, theoraparse, "
        "unalignedaudioparse, unalignedvideoparse, uridecodebin, uridecodebin3, urisourcebin,"
        " videoconvert, videoconvertscale, videorate, videoscale, videotestsrc, volume, "
        "vorbisdec, vorbisenc, vorbisparse, vorbistag",
        "appsrc, cdda, file, resource",
    },
    {
        "gstreamer1.0-plugins-ugly",
        "application/vnd.rn-realmedia; application/x-pn-realaudio; application/x-rdt, "
        "media=application, encoding-name=X-REAL-RDT; application/x-rtp, media={ application,"
        " video, audio }, payload=[ 96, 127 ], encoding-name=X-ASF-PF; audio/AMR; "
        "audio/AMR-WB; audio/ac3; audio/x-ac3; audio/x-lpcm; audio/x-private-ts-lpcm; "
        "audio/x-private1-ac3; audio/x-private1-lpcm; audio/x-private2-lpcm; audio/x-sid; "
        "video/mpeg, mpegversion=[ 1, 2 ], systemstream=(boolean)false; video/x-ms-asf",
        "a52dec, amrnbdec, amrnbenc, amrwbdec, asfdemux, cdiocddasrc, dvdlpcmdec, dvdreadsrc,"
        " dvdsubdec, dvdsubparse, mpeg2dec, pnmsrc, rademux, rdtdepay, rdtmanager, rmdemux, "
        "rtpasfdepay, rtspreal, rtspwms, siddec, x264enc",
        "cdda, dvd, pnm",
    },
    {
        "gstreamer1.0-plugins-good",
        "application/x-3gp; application/x-apetag; application/x-icy; application/x-id3; "
        "application/x-rtp, media=audio, payload=[ 96, 127 ], encoding-name={ "
        "TELEPHONE-EVENT, ISAC, SBC, OPUS, X-GST-OPUS-DRAFT-SPITTKA-00, MULTIOPUS }; "
        "application/x-rtp, payload=[ 96, 127 ], media={ audio, video }, encoding-name={ "
        "X-QT, X-QUICKTIME }; application/x-rtp, media=video, encoding-name=RAW, sampling={ "
        "RGB, RGBA, BGR, BGRA, YCbCr-4:4:4, YCbCr-4:2:2, YCbCr-4:2:0, YCbCr-4:1:1 }; "
        "application/x-rtp, media={ video, audio, application }, encoding-name=MPEG4-GENERIC,"
        " mode={ generic, CELP-cbr, CELP-vbr, AAC-lbr, AAC-hbr, aac-hbr }; application/x-rtp,"
        " media=video, sampling={ RGB, BGR, RGBA, BGRA, YCbCrA, YCbCr-4:4:4, YCbCr-4:2:2, "
        "YCbCr-4:2:0, YCbCr-4:1:1, GRAYSCALE }, encoding-name=JPEG2000; application/x-rtp, "
        "media=video, colorspace={ sRGB, sYUV, GRAY }, encoding-name=JPEG2000; "
        "application/x-rtp, media=video, payload=31, encoding-name=H261; application/x-rtp, "
        "media=video, payload=[ 96, 127 ], encoding-name=H261; application/x-rtp, "
        "media=audio, encoding-name={ AMR, AMR-WB }, octet-align=1; application/x-rtp, "
        "media={ video, audio }, encoding-name=DV, encode={ SD-VCR/525-60, SD-VCR/625-50, "
        "HD-VCR/1125-60, HD-VCR/1250-50, SDL-VCR/525-60, SDL-VCR/625-50, 306M/525-60, "
        "306M/625-50, 314M-25/525-60, 314M-25/625-50, 314M-50/525-60, 314M-50/625-50 }; "
        "application/x-rtp, media=video, encoding-name={ VP9, VP9-DRAFT-IETF-01, VP8, "
        "VP8-DRAFT-IETF-01, THEORA, X-SV3V-ES, X-SORENSON-VIDEO, X-SORENSONVIDEO, "
        "X-SorensonVideo, MP4V-ES, MP2T, MP2T-ES, MP1S, JPEG, H265, H264, H263, H263-1998, "
        "H263-2000, MPV }; application/x-rtp, media=audio, encoding-name={ VORBIS, SPEEX, "
        "SIREN, QCELP, MP4A-LATM, L24, L16, L8, MPA-ROBUST, X-MP3-DRAFT-00, X-MP3-DRAFT-01, "
        "X-MP3-DRAFT-02, X-MP3-DRAFT-03, X-MP3-DRAFT-04, X-MP3-DRAFT-05, X-MP3-DRAFT-06, MPA,"
        " PCMU, PCMA, GSM, G729, G726, G726-16, G726-24, G726-32, G726-40, AAL2-G726-16, "
        "AAL2-G726-24, AAL2-G726-32, AAL2-G726-40, G723, G722, ILBC, CELT, BV16, BV32, AC3 };"
        " application/x-rtp, media=audio, payload={ 12, 10, 11, 14, 0, 8, 3, 18, 4, 9 }; "
        "application/x-rtp, media=video, payload={ 33, 26, 34, 32 }; application/x-rtp, "
        "media=other, encoding-name=MP1S; application/x-rtp, media=application, "
        "encoding-name={ SMPTE336M, X-GST }; application/x-subtitle-avi; audio/ac3; "
        "audio/mpeg, mpegversion={ 1, 2, 4 }; audio/webm; audio/x-ac3; audio/x-alaw; "
        "audio/x-amr-nb-sh; audio/x-amr-wb-sh; audio/x-au; audio/x-dts; audio/x-eac3; "
        "audio/x-flac; audio/x-m4a; audio/x-matroska; audio/x-mulaw; audio/x-private1-ac3; "
        "audio/x-private1-dts; audio/x-rf64; audio/x-speex; audio/x-wav; audio/x-wavpack; "
        "audio/x-wavpack-correction; image/jpeg; image/png; multipart/x-mixed-replace; "
        "video/mj2; video/quicktime; video/webm; video/x-dv, systemstream=(boolean){ false, "
        "true }; video/x-fli; video/x-flv; video/x-matroska; video/x-matroska-3d; "
        "video/x-msvideo; video/x-vp8; video/x-vp9",
        "3gppmux, aacparse, aasink, aatv, ac3parse, agingtv, alawdec, alawenc, alpha, "
        "alphacolor, amrparse, apedemux, apev2mux, aspectratiocrop, asteriskh263, "
        "audioamplify, audiochebband, audiocheblimit, audiodynamic, audioecho, "
        "audiofirfilter, audioiirfilter, audioinvert, audiokaraoke, audiopanorama, "
        "audiowsincband, audiowsinclimit, auparse, autoaudiosink, autoaudiosrc, "
        "autovideosink, autovideosrc, avidemux, avimux, avisubtitle, breakmydata, cacasink, "
        "cacatv, cairooverlay, capssetter, cpureport, cutter, dcaparse, deinterlace, "
        "deinterleave, dicetv, dtmfsrc, dv1394src, dvdec, dvdemux, dynudpsink, edgetv, "
        "equalizer-10bands, equalizer-3bands, equalizer-nbands, flacdec, flacenc, flacparse, "
        "flactag, flvdemux, flvmux, flxdec, gamma, gdkpixbufdec, gdkpixbufoverlay, "
        "gdkpixbufsink, goom, goom2k1, hdv1394src, icydemux, id3demux, id3v2mux, imagefreeze,"
        " imagesequencesrc, interleave, ismlmux, jackaudiosink, jackaudiosrc, jpegdec, "
        "jpegenc, lamemp3enc, level, matroskademux, matroskamux, matroskaparse, mj2mux, "
        "monoscope, mp4mux, mpegaudioparse, mpg123audiodec, mulawdec, mulawenc, "
        "multifilesink, multifilesrc, multipartdemux, multipartmux, multiudpsink, "
        "navigationtest, navseek, optv, oss4sink, oss4src, osssink, osssrc, pngdec, pngenc, "
        "progressreport, pulsesink, pulsesrc, pushfilesrc, qtdemux, qtmoovrecover, qtmux, "
        "quarktv, radioactv, revtv, rganalysis, rglimiter, rgvolume, rippletv, rndbuffersize,"
        " rtpL16depay, rtpL16pay, rtpL24depay, rtpL24pay, rtpL8depay, rtpL8pay, rtpac3depay, "
        "rtpac3pay, rtpamrdepay, rtpamrpay, rtpbin, rtpbvdepay, rtpbvpay, rtpceltdepay, "
        "rtpceltpay, rtpdec, rtpdtmfdepay, rtpdtmfmux, rtpdtmfsrc, rtpdvdepay, rtpdvpay, "
        "rtpfunnel, rtpg722depay, rtpg722pay, rtpg723depay, rtpg723pay, rtpg726depay, "
        "rtpg726pay, rtpg729depay, rtpg729pay, rtpgsmdepay, rtpgsmpay, rtpgstdepay, "
        "rtpgstpay, rtph261depay, rtph261pay, rtph263depay, rtph263pay, rtph263pdepay, "
        "rtph263ppay, rtph264depay, rtph264pay, rtph265depay, rtph265pay, "
        "rtphdrextclientaudiolevel, rtphdrextcolorspace, rtphdrextmid, rtphdrextntp64, "
        "rtphdrextrepairedstreamid, rtphdrextstreamid, rtphdrexttwcc, rtpilbcdepay, "
        "rtpilbcpay, rtpisacdepay, rtpisacpay, rtpj2kdepay, rtpj2kpay, rtpjitterbuffer, "
        "rtpjpegdepay, rtpjpegpay, rtpklvdepay, rtpklvpay, rtpldacpay, rtpmp1sdepay, "
        "rtpmp2tdepay, rtpmp2tpay, rtpmp4adepay, rtpmp4apay, rtpmp4gdepay, rtpmp4gpay, "
        "rtpmp4vdepay, rtpmp4vpay, rtpmpadepay, rtpmpapay, rtpmparobustdepay, rtpmpvdepay, "
        "rtpmpvpay, rtpmux, rtpopusdepay, rtpopuspay, rtppcmadepay, rtppcmapay, rtppcmudepay,"
        " rtppcmupay, rtpptdemux, rtpqcelpdepay, rtpreddec, rtpredenc, rtprtxqueue, "
        "rtprtxreceive, rtprtxsend, rtpsbcdepay, rtpsbcpay, rtpsession, rtpsirendepay, "
        "rtpsirenpay, rtpspeexdepay, rtpspeexpay, rtpssrcdemux, rtpst2022-1-fecdec, "
        "rtpst2022-1-fecenc, rtpstorage, rtpstreamdepay, rtpstreampay, rtpsv3vdepay, "
        "rtptheoradepay, rtptheorapay, rtpulpfecdec, rtpulpfecenc, rtpvorbisdepay, "
        "rtpvorbispay, rtpvp8depay, rtpvp8pay, rtpvp9depay, rtpvp9pay, rtpvrawdepay, "
        "rtpvrawpay, rtpxqtdepay, rtspsrc, sbcparse, scaletempo, shagadelictv, shapewipe, "
        "shout2send, smpte, smptealpha, spectrum, speexdec, speexenc, splitfilesrc, "
        "splitmuxsink, splitmuxsrc, stereo, streaktv, taginject, testsink, twolamemp2enc, "
        "udpsink, udpsrc, v4l2radio, v4l2sink, v4l2src, vertigotv, videobalance, videobox, "
        "videocrop, videoflip, videomedian, videomixer, vp8dec, vp8enc, vp9dec, vp9enc, "
        "warptv, wavenc, wavpackdec, wavpackenc, wavpackparse, wavparse, webmmux, ximagesrc, "
        "xingmux, y4menc",
        "dv, hdv, imagesequence, multifile, pushfile, radio, rtsp, rtsp-sdp, rtsph, rtsps, "
        "rtspsh, rtspst, rtspsu, rtspt, rtspu, splitfile, splitmux, udp, v4l2",
    },
    {
        "gstreamer1.0-plugins-bad",
        "application/dash+xml; application/mxf; application/vnd.ms-sstr+xml; "
        "application/x-hls; application/x-yuv4mpeg, y4mversion=2; audio/midi; audio/mpeg, "
        "mpegversion=4, stream-format={ raw, adts }; audio/mpeg, mpegversion=2; audio/ms-gsm;"
        " audio/riff-midi; audio/x-adpcm, layout={ microsoft, dvi }; audio/x-aiff; "
        "audio/x-ay; audio/x-dts; audio/x-gbs; audio/x-gsm; audio/x-gym; audio/x-hes; "
        "audio/x-ircam; audio/x-it; audio/x-kss; audio/x-midi-event; audio/x-mod; "
        "audio/x-musepack, streamversion={ 7, 8 }; audio/x-nist; audio/x-nsf; audio/x-paris; "
        "audio/x-private1-dts; audio/x-rf64; audio/x-s3m; audio/x-sap; audio/x-sbc, "
        "parsed=(boolean)true; audio/x-sds; audio/x-siren, dct-length=320; audio/x-spc; "
        "audio/x-stm; audio/x-svx; audio/x-vgm; audio/x-voc; audio/x-w64; audio/x-xi; "
        "audio/x-xm; image/jp2; image/png; image/svg; image/svg+xml; image/webp; image/x-exr;"
        " image/x-j2c; image/x-jpc; image/x-jpc-striped; image/x-portable-anymap; "
        "image/x-portable-bitmap; image/x-portable-graymap; image/x-portable-pixmap; "
        "subtitle/x-kate; video/mpeg, mpegversion={ 1, 2 }, systemstream=(boolean){ true, "
        "false }; video/mpeg, mpegversion=4, systemstream=(boolean)false; video/mpegts, "
        "systemstream=(boolean)true; video/x-av1; video/x-cdxa; video/x-divx, divxversion=[ "
        "4, 5 ]; video/x-h263, variant=itu; video/x-h264; video/x-h265; video/x-ivf; "
        "video/x-vmnc, version=1; video/x-vp8, codec-alpha=(boolean)true; video/x-vp9",
        "a2dpsink, accurip, adpcmdec, adpcmenc, aesdec, aesenc, aiffmux, aiffparse, "
        "alphacombine, asfmux, asfparse, assrender, atscmux, audiobuffersplit, "
        "audiochannelmix, audiolatency, audiomixmatrix, audioparse, audiosegmentclip, "
        "autoconvert, autovideoconvert, av1dec, av1enc, av1parse, avdtpsink, avdtpsrc, "
        "avwait, bayer2rgb, bpmdetect, bs2b, bulge, burn, bz2dec, bz2enc, camerabin, "
        "cc708overlay, cccombiner, ccconverter, ccextractor, checksumsink, chopmydata, "
        "chromahold, chromaprint, chromium, circle, clockselect, codecalphademux, "
        "coloreffects, combdetect, compare, curlfilesink, curlftpsink, curlhttpsink, "
        "curlhttpsrc, curlsftpsink, curlsmtpsink, dashdemux, dashsink, dc1394src, "
        "debugqroverlay, debugspy, decklinkaudiosink, decklinkaudiosrc, decklinkvideosink, "
        "decklinkvideosrc, dfbvideosink, diffuse, dilate, diracparse, dodge, dtlsdec, "
        "dtlsenc, dtlssrtpdec, dtlssrtpdemux, dtlssrtpenc, dtmfdetect, dtsdec, dvbbasebin, "
        "dvbsrc, dvbsubenc, dvbsuboverlay, dvdspu, errorignore, exclusion, faad, faceoverlay,"
        " fakeaudiosink, fakevideosink, fbdevsink, festival, fieldanalysis, fisheye, "
        "flitetestsrc, fluiddec, fpsdisplaysink, freeverb, gaussianblur, gdpdepay, gdppay, "
        "gmedec, gsmdec, gsmenc, gtkwaylandsink, h263parse, h264parse, h264timestamper, "
        "h265parse, h265timestamper, hlsdemux, hlssink, hlssink2, id3mux, interaudiosink, "
        "interaudiosrc, interlace, intersubsink, intersubsrc, intervideosink, intervideosrc, "
        "ipcpipelinesink, ipcpipelinesrc, ipcslavepipeline, irtspparse, ivfparse, ivtc, "
        "jifmux, jp2kdecimator, jpeg2000parse, jpegparse, kaleidoscope, katedec, kateenc, "
        "kateparse, katetag, kmssink, ladspa-amp-so-amp-mono, ladspa-amp-so-amp-stereo, "
        "ladspa-delay-so-delay-5s, ladspa-filter-so-hpf, ladspa-filter-so-lpf, "
        "ladspa-sine-so-sine-faaa, ladspa-sine-so-sine-faac, ladspa-sine-so-sine-fcaa, "
        "ladspasrc-noise-so-noise-white, ladspasrc-sine-so-sine-fcac, lcms, ldacenc, "
        "libde265dec, line21decoder, line21encoder, marble, midiparse, mirror, modplug, "
        "mpeg2enc, mpeg4videoparse, mpegpsdemux, mpegpsmux, mpegtsmux, mpegvideoparse, mplex,"
        " mssdemux, musepackdec, mxfdemux, mxfmux, neonhttpsrc, netsim, openalsink, "
        "openalsrc, openaptxdec, openaptxenc, openexrdec, openh264dec, openh264enc, "
        "openjpegdec, openjpegenc, openmptdec, openni2src, opusparse, pcapparse, perspective,"
        " pinch, pitch, pngparse, pnmdec, pnmenc, proxysink, proxysrc, qroverlay, "
        "removesilence, rfbsrc, rgb2bayer, ristrtpdeext, ristrtpext, ristrtxreceive, "
        "ristrtxsend, ristsink, ristsrc, rotate, roundrobin, rsndvdbin, rsvgdec, rsvgoverlay,"
        " rtmp2sink, rtmp2src, rtmpsink, rtmpsrc, rtpasfpay, rtponvifparse, "
        "rtponviftimestamp, rtpsink, rtpsrc, sbcdec, sbcenc, scenechange, sctpdec, sctpenc, "
        "sdpdemux, sdpsrc, sfdec, shmsink, shmsrc, simplevideomark, simplevideomarkdetect, "
        "sirendec, sirenenc, smooth, solarize, spacescope, spanplc, spectrascope, speed, "
        "sphere, square, srtclientsink, srtclientsrc, srtenc, srtpdec, srtpenc, "
        "srtserversink, srtserversrc, srtsink, srtsrc, stretch, switchbin, synaescope, "
        "teletextdec, testsrcbin, timecodestamper, tonegeneratesrc, transcodebin, tsdemux, "
        "tsparse, ttmlparse, ttmlrender, tunnel, twirl, uritranscodebin, uvch264mjpgdemux, "
        "uvch264src, vc1parse, videoanalyse, videocodectestsink, videodiff, "
        "videoframe-audiolevel, videoparse, videosegmentclip, viewfinderbin, vmncdec, "
        "voaacenc, voamrwbenc, vp8alphadecodebin, vp9alphadecodebin, vp9parse, "
        "vulkancolorconvert, vulkandownload, vulkanimageidentity, vulkanoverlaycompositor, "
        "vulkanshaderspv, vulkansink, vulkanupload, vulkanviewconvert, watchdog, waterripple,"
        " wavescope, waylandsink, webpdec, webpenc, webrtcbin, webrtcdsp, webrtcechoprobe, "
        "webvttenc, wildmididec, wrappercamerabinsrc, x265enc, y4mdec, zbar, zebrastripe, "
        "zxing",
        "dvb, dvd, http, https, rfb, rist, rtmfp, rtmp, rtmpe, rtmps, rtmpt, rtmpte, rtmpts, "
        "rtp, sdp, srt, testbin",
    },
    {
        "gstreamer1.0-x",
        "",
        "clockoverlay, textoverlay, textrender, timeoverlay, ximagesink, xvimagesink",
        "",
    },
    {
        "gstreamer1.0-alsa",
        "",
        "alsamidisrc, alsasink, alsasrc",
        "",
    },
    {
        "gstreamer1.0-gl",
        "",
        "glalpha, glcolorbalance, glcolorconvert, glcolorscale, gldeinterlace, "
        "gldifferencematte, gldownload, gleffects, gleffects_blur, gleffects_bulge, "
        "gleffects_fisheye, gleffects_glow, gleffects_heat, gleffects_identity, "
        "gleffects_laplacian, gleffects_lumaxpro, gleffects_mirror, gleffects_sepia, "
        "gleffects_sin, gleffects_sobel, gleffects_square, gleffects_squeeze, "
        "gleffects_stretch, gleffects_tunnel, gleffects_twirl, gleffects_xpro, "
        "gleffects_xray, glfilterapp, glfilterbin, glfiltercube, glfilterglass, glimagesink, "
        "glimagesinkelement, glmixerbin, glmosaic, gloverlay, gloverlaycompositor, glshader, "
        "glsinkbin, glsrcbin, glstereomix, glstereosplit, gltestsrc, gltransformation, "
        "glupload, glvideoflip, glvideomixer, glvideomixerelement, glviewconvert",
        "",
    },
    {
        "gstreamer1.0-gtk3",
        "",
        "gtkglsink, gtksink",
        "",
    },
    {
        "gstreamer1.0-opencv",
        "",
        "cameracalibrate, cameraundistort, cvdilate, cvequalizehist, cverode, cvlaplace, "
        "cvsmooth, cvsobel, cvtracker, dewarp, disparity, edgedetect, faceblur, facedetect, "
        "grabcut, handdetect, motioncells, opencvtextoverlay, retinex, segmentation, "
        "skindetect, templatematch",
        "",
    },
    {
        "gstreamer1.0-pocketsphinx",
        "",
        "pocketsphinx",
        "",
    },
    {
        "gstreamer1.0-qt5",
        "",
        "qmlgloverlay, qmlglsink, qmlglsrc",
        "",
    },
    {
        "gstreamer1.0-qt6",
        "",
        "qml6glsink",
        "",
    },
    {
        "gstreamer1.0-wpe",
        "",
        "wpesrc, wpevideosrc",
        "web+file, web+http, web+https",
    },
    /* clang-format on */
