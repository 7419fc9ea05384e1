/* SPDX-License-Identifier: MIT */
#include "tone.h"

#include "primaries.h"

#include <math.h>

/* cd/m2 of PQ's greatest value, which is the unit of luminance here. */
static const double UNIT = 10000;
/* BT.2408-7 2.2: what HDR's diffuse white is, and so what SDR's is shown as. */
static const double WHITE = 203;
/* White over black of an ordinary SDR display. */
static const double CONTRAST = 1000;
/* BT.2100-2 table 5: the nominal peak that HLG is graded at. */
static const double HLG_PEAK = 1000;
/* BT.2100-2 table 3: the black of the display for critical viewing. */
static const double BLACK = 0.005;

static double clamp(double value, double low, double high)
{
    return value > low ? (value < high ? value : high) : low; /* also of what is no number */
}

/* ST 2084:2014 5.3; BT.2100-2 table 4. */
static const double M1 = 2610.0 / 16384, M2 = 2523.0 / 4096 * 128, C1 = 3424.0 / 4096,
                    C2 = 2413.0 / 4096 * 32, C3 = 2392.0 / 4096 * 32;

double frs_tone_pq_to_light(double value)
{
    double power = pow(value, 1 / M2);

    return pow(fmax(power - C1, 0) / (C2 - C3 * power), 1 / M1);
}

double frs_tone_light_to_pq(double light)
{
    double power = pow(light, M1);

    return pow((C1 + C2 * power) / (1 + C3 * power), M2);
}

double frs_tone_hlg_to_light(double value)
{
    static const double A = 0.17883277, B = 1 - 4 * A;
    const double c = 0.5 - A * log(4 * A);

    return value <= 0.5 ? value * value / 3 : (exp((value - c) / A) + B) / 12;
}

double frs_tone_eetf(const frs_tone *tone, double value)
{
    double e = clamp((value - tone->low) / (tone->high - tone->low), 0, 1);

    if (e > tone->knee) {
        double t = (e - tone->knee) / (1 - tone->knee), t2 = t * t, t3 = t2 * t;
        e = (2 * t3 - 3 * t2 + 1) * tone->knee + (t3 - 2 * t2 + t) * (1 - tone->knee) +
            (3 * t2 - 2 * t3) * tone->max_lum;
    }
    e += tone->min_lum * pow(1 - e, 4);
    e = tone->min_lum + (e - tone->min_lum) * tone->gain;
    return e * (tone->high - tone->low) + tone->low;
}

/* The mastering display's range comes first: it is what BT.2390 starts from. Without it the
 * brightest pixel will do, else what the signal could be. HLG has no luminance of its own, so that
 * a brightest pixel says nothing of it. */
static double source_peak(const frs_frame_info *info)
{
    double peak = info->transfer == FRS_TRANSFER_HLG ? HLG_PEAK : UNIT;

    if (info->hdr.max_luminance > 0)
        peak = info->hdr.max_luminance * 0.0001;
    else if (info->hdr.max_cll > 0 && info->transfer == FRS_TRANSFER_PQ)
        peak = info->hdr.max_cll;
    return clamp(peak, 1, UNIT);
}

static double source_black(const frs_frame_info *info, double peak)
{
    double black = info->hdr.min_luminance > 0 ? info->hdr.min_luminance * 0.0001 : BLACK;

    return fmin(black, peak / 2);
}

static void init_eetf(frs_tone *tone, const frs_frame_info *info)
{
    double peak = source_peak(info), black = source_black(info, peak);

    tone->peak = peak / UNIT;
    tone->white = WHITE / UNIT;
    tone->black = tone->white / CONTRAST;
    tone->low = frs_tone_light_to_pq(black / UNIT);
    tone->high = frs_tone_light_to_pq(tone->peak);
    double range = tone->high - tone->low;
    tone->min_lum = (frs_tone_light_to_pq(tone->black) - tone->low) / range;
    tone->max_lum = fmin((frs_tone_light_to_pq(tone->white) - tone->low) / range, 1);
    tone->knee = 1.5 * tone->max_lum - 0.5;
    /* Without it the lift of black would push the peak a little over white, where it were cut off.
     */
    double span = tone->max_lum - tone->min_lum;
    tone->gain = span / (span + tone->min_lum * pow(1 - tone->max_lum, 4));
    /* BT.2100-2 table 5: system gamma, and beta. */
    tone->system_gamma = fmax(1.2 + 0.42 * log10(peak / 1000), 1);
    tone->lift = sqrt(3 * pow(black / peak, 1 / tone->system_gamma));
}

/* The display's curves of H.273 table 3; all cameras' curves are seen through BT.1886's 2.4. */
static frs_tone_curve sdr_curve(uint32_t transfer)
{
    switch (transfer) {
    case FRS_TRANSFER_GAMMA22:
        return (frs_tone_curve){2.2, 0, 0, 1};
    case FRS_TRANSFER_GAMMA28:
        return (frs_tone_curve){2.8, 0, 0, 1};
    case FRS_TRANSFER_LINEAR:
        return (frs_tone_curve){1, 0, 0, 1};
    case FRS_TRANSFER_SRGB:
        return (frs_tone_curve){2.4, 0.055, 0.04045, 12.92};
    case FRS_TRANSFER_DCI:
        return (frs_tone_curve){2.6, 0, 0, 1};
    default:
        return (frs_tone_curve){2.4, 0, 0, 1};
    }
}

static double decode(const frs_tone_curve *curve, double value)
{
    return value <= curve->knee ? value / curve->slope
                                : pow((value + curve->offset) / (1 + curve->offset), curve->gamma);
}

static double encode(const frs_tone_curve *curve, double light)
{
    return light <= curve->knee / curve->slope
               ? light * curve->slope
               : (1 + curve->offset) * pow(light, 1 / curve->gamma) - curve->offset;
}

bool frs_tone_init(frs_tone *tone, const frs_frame_info *info)
{
    bool hdr = info->transfer == FRS_TRANSFER_PQ || info->transfer == FRS_TRANSFER_HLG;
    uint32_t primaries = info->primaries;

    if (!hdr && !frs_primaries_are_wide(primaries))
        return false;
    /* BT.2100 knows PQ and HLG with these only. */
    if (hdr && primaries == FRS_PRIMARIES_UNSPECIFIED)
        primaries = FRS_PRIMARIES_BT2020;
    *tone = (frs_tone){.transfer = info->transfer,
                       .curve = sdr_curve(hdr ? FRS_TRANSFER_SRGB : info->transfer)};
    frs_primaries_convert(primaries, tone->to_bt709, tone->luma);
    if (hdr)
        init_eetf(tone, info);
    return true;
}

/* ---- the curves, computed or looked up ---- */

static double compute_light(const frs_tone *tone, double value)
{
    switch (tone->transfer) {
    case FRS_TRANSFER_HLG:
        return frs_tone_hlg_to_light((1 - tone->lift) * value + tone->lift);
    case FRS_TRANSFER_PQ: /* what is above the peak is as bright as the peak */
        return fmin(frs_tone_pq_to_light(value), tone->peak);
    default:
        return decode(&tone->curve, value);
    }
}

/* BT.2100-2 table 5: the OOTF makes the display's light of the scene's. */
static double compute_ootf(const frs_tone *tone, double luminance)
{
    return luminance > 0 ? tone->peak * pow(luminance, tone->system_gamma - 1) : 0;
}

static double compute_wanted(const frs_tone *tone, double pq)
{
    return frs_tone_pq_to_light(frs_tone_eetf(tone, pq));
}

static double look_up(const float *table, double place)
{
    double at = place * FRS_TONE_STEPS;
    uint32_t first = (uint32_t)at;

    return table[first] + (at - first) * (table[first + 1] - table[first]);
}

static double fourth_root(double value)
{
    return sqrtf(sqrtf((float)value));
}

void frs_tone_tabulate(frs_tone *tone, frs_tone_table *table)
{
    bool hlg = tone->transfer == FRS_TRANSFER_HLG;

    tone->table = NULL;
    for (int i = 0; i < FRS_TONE_STEPS + 2; i++) {
        double place = fmin(i / (double)FRS_TONE_STEPS, 1), light = pow(place, 4);
        table->light[i] = (float)compute_light(tone, place);
        table->ootf[i] = (float)compute_ootf(tone, light);
        table->wanted[i] = (float)compute_wanted(tone, hlg ? frs_tone_light_to_pq(light) : place);
        table->encoded[i] = (float)encode(&tone->curve, light);
    }
    tone->table = table;
}

static double to_light(const frs_tone *tone, double value)
{
    return tone->table ? look_up(tone->table->light, value) : compute_light(tone, value);
}

static double ootf(const frs_tone *tone, double luminance)
{
    return tone->table ? look_up(tone->table->ootf, fourth_root(luminance))
                       : compute_ootf(tone, luminance);
}

/* Of the brightest component, by what it is in PQ or, in HLG, by its light. */
static double wanted(const frs_tone *tone, double pq, double light)
{
    bool hlg = tone->transfer == FRS_TRANSFER_HLG;

    if (tone->table)
        return look_up(tone->table->wanted, hlg ? fourth_root(light) : pq);
    return compute_wanted(tone, hlg ? frs_tone_light_to_pq(light) : pq);
}

static double encoded(const frs_tone *tone, double light)
{
    return tone->table ? look_up(tone->table->encoded, fourth_root(light))
                       : encode(&tone->curve, light);
}

/* ---- from code values to code values ---- */

static void show_scene(const frs_tone *tone, double rgb[3])
{
    double gain =
        ootf(tone, tone->luma[0] * rgb[0] + tone->luma[1] * rgb[1] + tone->luma[2] * rgb[2]);

    for (int i = 0; i < 3; i++)
        rgb[i] *= gain;
}

static double greatest(const double rgb[3])
{
    double two = rgb[0] > rgb[1] ? rgb[0] : rgb[1];

    return two > rgb[2] ? two : rgb[2];
}

/* The brightest component, which `pq` is, goes through the EETF, and the others keep their
 * proportion to it: the colour stays, and nothing is brighter than white. The display's own light,
 * which its black is, is then taken off. */
static void compress(const frs_tone *tone, double rgb[3], double pq)
{
    double light = greatest(rgb);
    double gain = wanted(tone, pq, light) / (light > tone->black ? light : tone->black);
    double scale = 1 / (tone->white - tone->black);

    for (int i = 0; i < 3; i++)
        rgb[i] = (rgb[i] * gain - tone->black) * scale;
}

static void convert(const frs_tone *tone, double rgb[3])
{
    double red = rgb[0], green = rgb[1], blue = rgb[2];

    for (int i = 0; i < 3; i++) {
        const double *row = tone->to_bt709[i];
        rgb[i] = encoded(tone, clamp(row[0] * red + row[1] * green + row[2] * blue, 0, 1));
    }
}

void frs_tone_apply(const frs_tone *tone, double rgb[3])
{
    bool hlg = tone->transfer == FRS_TRANSFER_HLG;

    for (int i = 0; i < 3; i++)
        rgb[i] = clamp(rgb[i], 0, 1);
    double pq = greatest(rgb);
    for (int i = 0; i < 3; i++)
        rgb[i] = to_light(tone, rgb[i]);
    if (hlg)
        show_scene(tone, rgb);
    if (hlg || tone->transfer == FRS_TRANSFER_PQ)
        compress(tone, rgb, pq);
    convert(tone, rgb);
}
