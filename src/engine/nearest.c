/* The nearest segment to each of many points. Of those that are equally near the first counts, so an answer is the same whatever
   was asked with it, and with or without a net. */

#include "nearest.h"

#include <math.h>

/* For each point the squared distance to the nearest segment, which it is, and the share of it before the foot. */
typedef struct {
    double *square, *share;
    int64_t *number;
} Nearest;

static inline void try(Nearest found, int64_t at, const Segment *segments, int64_t number, const double *point) {
    double share, square = square_to(&segments[number], point, &share);
    if (square >= found.square[at]) return;
    found.square[at] = square;
    found.share[at] = share;
    found.number[at] = number;
}

/* Every segment for every point (x, y, z). */
NK_API void nk_nearest(const Segment *segments, int32_t count, const double *points, int64_t asked, double *square,
                       int64_t *number, double *share) {
    Nearest found = {square, share, number};
    for (int64_t at = 0; at < asked; at++, points += AXES) {
        square[at] = INFINITY;
        for (int32_t each = 0; each < count; each++) try(found, at, segments, each, points);
    }
}

static const Listed *listed_for(const Net *net, double lat, double lng) {
    double row = (lat - net->south) * net->scale, column = (lng - net->west) * net->scale, side = 1 << net->depth;
    if (!(row >= 0 && column >= 0 && row < side && column < side)) return &net->outside;
    uint32_t down = (uint32_t)row, right = (uint32_t)column;
    const Cell *cell = net->cells;
    for (int32_t level = net->depth - 1; cell->quarters; level--)
        cell = &net->cells[cell->quarters + (int32_t)((down >> level & 1) * 2 + (right >> level & 1))];
    return &cell->nearest;
}

/* The same, with those that the net has listed for each point. */
NK_API void nk_nearest_listed(const Net *net, const double *lat, const double *lng, const double *points, int64_t asked,
                              double *square, int64_t *number, double *share) {
    Nearest found = {square, share, number};
    for (int64_t at = 0; at < asked; at++, points += AXES) {
        const Listed *listed = listed_for(net, lat[at], lng[at]);
        square[at] = INFINITY;
        for (int32_t each = 0; each < listed->count; each++)
            try(found, at, net->segments, net->listed[listed->first + each], points);
    }
}
