/* SPDX-License-Identifier: MIT */
#include "primaries.h"

#include <stddef.h>
#include <string.h>

/* H.273 table 2. */
static const struct gamut {
    uint32_t code;
    double x[3], y[3]; /* red, green, blue */
    double white_x, white_y;
} gamuts[] = {
    {FRS_PRIMARIES_BT709, {0.640, 0.300, 0.150}, {0.330, 0.600, 0.060}, 0.3127, 0.3290},
    {FRS_PRIMARIES_BT2020, {0.708, 0.170, 0.131}, {0.292, 0.797, 0.046}, 0.3127, 0.3290},
    {FRS_PRIMARIES_DCI_P3, {0.680, 0.265, 0.150}, {0.320, 0.690, 0.060}, 0.314, 0.351},
    {FRS_PRIMARIES_DISPLAY_P3, {0.680, 0.265, 0.150}, {0.320, 0.690, 0.060}, 0.3127, 0.3290},
};

typedef struct matrix {
    double at[3][3]; /* rows */
} matrix;

typedef struct vector {
    double at[3];
} vector;

/* XYZ to the cones of Bradford. */
static const matrix bradford = {{
    {0.8951, 0.2664, -0.1614},
    {-0.7502, 1.7135, 0.0367},
    {0.0389, -0.0685, 1.0296},
}};

static const struct gamut *find(uint32_t code)
{
    for (size_t i = 0; i < sizeof gamuts / sizeof *gamuts; i++) {
        if (gamuts[i].code == code)
            return &gamuts[i];
    }
    return &gamuts[0];
}

static vector apply(matrix m, vector v)
{
    vector result;

    for (int row = 0; row < 3; row++)
        result.at[row] = m.at[row][0] * v.at[0] + m.at[row][1] * v.at[1] + m.at[row][2] * v.at[2];
    return result;
}

static matrix multiply(matrix a, matrix b)
{
    matrix result;

    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++)
            result.at[row][column] = a.at[row][0] * b.at[0][column] +
                                     a.at[row][1] * b.at[1][column] +
                                     a.at[row][2] * b.at[2][column];
    }
    return result;
}

/* By cofactors; indices modulo 3 carry their signs. */
static matrix invert(matrix m)
{
    matrix cofactor, inverse;

    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            int r = (i + 1) % 3, s = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
            cofactor.at[i][j] = m.at[r][c] * m.at[s][d] - m.at[r][d] * m.at[s][c];
        }
    }
    double determinant = m.at[0][0] * cofactor.at[0][0] + m.at[0][1] * cofactor.at[0][1] +
                         m.at[0][2] * cofactor.at[0][2];
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            inverse.at[j][i] = cofactor.at[i][j] / determinant;
    }
    return inverse;
}

/* XYZ of a chromaticity with a luminance of 1. */
static vector to_xyz(double x, double y)
{
    return (vector){{x / y, 1, (1 - x - y) / y}};
}

/* RP 177: the primaries are scaled so that equal amounts of them make the white. */
static matrix rgb_to_xyz(const struct gamut *gamut)
{
    matrix columns;

    for (int i = 0; i < 3; i++) {
        vector primary = to_xyz(gamut->x[i], gamut->y[i]);
        for (int row = 0; row < 3; row++)
            columns.at[row][i] = primary.at[row];
    }
    vector scale = apply(invert(columns), to_xyz(gamut->white_x, gamut->white_y));
    for (int row = 0; row < 3; row++) {
        for (int i = 0; i < 3; i++)
            columns.at[row][i] *= scale.at[i];
    }
    return columns;
}

/* XYZ as seen with one white to XYZ as seen with the other. */
static matrix adapt(const struct gamut *from, const struct gamut *to)
{
    vector before = apply(bradford, to_xyz(from->white_x, from->white_y));
    vector after = apply(bradford, to_xyz(to->white_x, to->white_y));
    matrix scaled = bradford;

    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++)
            scaled.at[row][column] *= after.at[row] / before.at[row];
    }
    return multiply(invert(bradford), scaled);
}

bool frs_primaries_are_wide(uint32_t primaries)
{
    return find(primaries) != &gamuts[0];
}

void frs_primaries_convert(uint32_t primaries, double to_bt709[3][3], double luma[3])
{
    const struct gamut *from = find(primaries), *to = &gamuts[0];
    matrix source = rgb_to_xyz(from);
    matrix whole = multiply(invert(rgb_to_xyz(to)), multiply(adapt(from, to), source));

    memcpy(luma, source.at[1], sizeof source.at[1]);
    memcpy(to_bt709, whole.at, sizeof whole.at);
}
