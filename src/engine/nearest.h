/* The segments of a line in space, and a net of cells over the earth that knows which of them can be nearest where. */

#ifndef NK_NEAREST_H
#define NK_NEAREST_H

#include "reader.h"

enum { AXES = 3 };

typedef struct {
    double start[AXES], run[AXES], square; /* metres; the square of its length, more than 0 */
} Segment;

/* Some of the segments, by their numbers, which ascend. */
typedef struct {
    int32_t first, count; /* in `listed` of the net */
} Listed;

typedef struct {
    int32_t quarters; /* the first of its four quarters, 0 for a cell that is not divided */
    Listed nearest;   /* what can be nearest in one that is not */
} Cell;

typedef struct {
    const Segment *segments;
    Cell *cells;
    int32_t *listed;
    Listed outside; /* what can be nearest to points that no cell holds */
    int32_t count, cell_count, listed_count, depth;
    double south, west, scale; /* degrees; the finest cells that a degree has */
} Net;

/* The square of the distance from a point to a segment, and the share of the segment before the foot. */
static inline double square_to(const Segment *segment, const double *point, double *share) {
    double square = 0, along = 0;
    for (int axis = 0; axis < AXES; axis++) {
        double away = point[axis] - segment->start[axis];
        square += away * away;
        along += away * segment->run[axis];
    }
    *share = along <= 0 ? 0 : along >= segment->square ? 1 : along / segment->square;
    square -= *share * (2 * along - *share * segment->square);
    return square > 0 ? square : 0;
}

#endif
