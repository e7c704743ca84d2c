/* A net over a part of the earth: cells that are divided into quarters until few segments can be nearest in them.

   A segment is left out of a cell when it lies farther from the centre than the nearest one by more than the cell is wide,
   or when one end of a segment is nearer than both its ends at all four corners: the difference of two squared distances is
   linear in space, so what holds at the corners holds between them, but for the bulge of the earth under the cell and for
   the square of half the segment's length, which are added as a margin. */

#include "nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_LISTED = 8, WHOLE_LEVELS = 3, CORNERS = 4, SPOTS = 5, CENTRE = 4 };
#define EARTH_M 6371000.0
#define WIDER 1.01  /* a cell on the curved earth, to the distance of its corners */
#define BULGE 1.5   /* to what a sphere has under a chord */
#define MARGIN_M2 1.0

/* What the lines of latitude and longitude at half the finest cells are in space: x = ring cosine, y = ring sine, z = height. */
typedef struct {
    const double *ring, *height, *cosine, *sine;
} Lines;

typedef struct {
    Net *net;
    Lines lines;
    int32_t *kept;  /* the segments that are left of a cell, then those of its quarter, … */
    double *away;   /* of the segments of one cell, from its centre */
    double *squares; /* for each spot of one cell, from there to the starts of its segments */
    bool *at_rim;   /* for each segment, can it be nearest at the rim of the net? */
    int32_t cell_room, listed_room;
} Maker;

typedef struct {
    int32_t number, level, row, column; /* of the south-western corner, in finest cells */
} Place;

static double square_between(const double *one, const double *other) {
    double x = one[0] - other[0], y = one[1] - other[1], z = one[2] - other[2];
    return x * x + y * y + z * z;
}

/* The corners of a cell, then its centre. */
static void put_spots(const Maker *maker, const Place *place, double spots[SPOTS][AXES]) {
    int32_t half = 1 << (maker->net->depth - place->level), row = 2 * place->row, column = 2 * place->column;
    const Lines *lines = &maker->lines;
    for (int32_t spot = 0; spot < SPOTS; spot++) {
        int32_t up = spot == CENTRE ? half : spot / 2 * 2 * half, right = spot == CENTRE ? half : spot % 2 * 2 * half;
        spots[spot][0] = lines->ring[row + up] * lines->cosine[column + right];
        spots[spot][1] = lines->ring[row + up] * lines->sine[column + right];
        spots[spot][2] = lines->height[row + up];
    }
}

/* The segments that are not too far from the centre to be nearest somewhere in a cell. */
static int32_t keep_near(const Maker *maker, const double *centre, double radius, const int32_t *some, int32_t count,
                         int32_t *kept) {
    double least = INFINITY, share;
    int32_t left = 0;
    for (int32_t at = 0; at < count; at++) {
        maker->away[at] = sqrt(square_to(&maker->net->segments[some[at]], centre, &share));
        if (maker->away[at] < least) least = maker->away[at];
    }
    for (int32_t at = 0; at < count; at++)
        if (maker->away[at] <= least + 2 * radius) kept[left++] = some[at];
    return left;
}

static void put_end(const Segment *segment, double *end) {
    for (int axis = 0; axis < AXES; axis++) end[axis] = segment->start[axis] + segment->run[axis];
}

/* A point of the line, and the squares of its distances from the corners of a cell. */
typedef struct {
    const double *point;
    double from[CORNERS];
} Rival;

/* For each spot of a cell the start of a segment that is nearest to it; and the squares from all spots to all starts. */
static void find_rivals(const Maker *maker, double spots[SPOTS][AXES], const int32_t *some, int32_t count, Rival *rivals) {
    for (int32_t spot = 0; spot < SPOTS; spot++) {
        double least = INFINITY, *square = maker->squares + spot * maker->net->count;
        int32_t found = 0;
        for (int32_t at = 0; at < count; at++) {
            square[at] = square_between(maker->net->segments[some[at]].start, spots[spot]);
            if (square[at] < least) least = square[at], found = at;
        }
        rivals[spot].point = maker->net->segments[some[found]].start;
        for (int32_t corner = 0; corner < CORNERS; corner++)
            rivals[spot].from[corner] = square_between(rivals[spot].point, spots[corner]);
    }
}

/* Is a point nearer all over the cell than a segment, whose ends are at least so far from the corners (squares)? */
static bool is_nearer(const Rival *rival, const Segment *segment, const double *ends, double bulge) {
    double least = INFINITY;
    for (int32_t corner = 0; corner < CORNERS; corner++) {
        double ahead = ends[corner] - rival->from[corner];
        least = ahead < least ? ahead : least;
    }
    double half = segment->square / 4;
    if (least < half + MARGIN_M2) return false;
    double length = sqrt(square_between(segment->start, rival->point)) + 2 * sqrt(half);
    return least >= half + 2 * length * bulge + MARGIN_M2;
}

/* The segments that no single point of the line is nearer than, all over the cell. In place. */
static int32_t keep_unrivalled(const Maker *maker, double spots[SPOTS][AXES], double radius, int32_t *some, int32_t count) {
    Rival rivals[SPOTS];
    double bulge = BULGE * radius * radius / (2 * EARTH_M), end[AXES], ends[CORNERS];
    int32_t left = 0;
    find_rivals(maker, spots, some, count, rivals);
    for (int32_t at = 0; at < count; at++) {
        const Segment *segment = &maker->net->segments[some[at]];
        bool rivalled = false;
        put_end(segment, end);
        for (int32_t corner = 0; corner < CORNERS; corner++) {
            double start = maker->squares[corner * maker->net->count + at], other = square_between(end, spots[corner]);
            ends[corner] = start < other ? start : other;
        }
        for (int32_t spot = 0; spot < SPOTS && !rivalled; spot++)
            rivalled = is_nearer(&rivals[spot], segment, ends, bulge);
        if (!rivalled) some[left++] = some[at];
    }
    return left;
}

/* Rows with room for as many as are wanted, and for more to come; NULL, and the rows as they were, when there is no memory. */
static void *grown(void *rows, size_t size, int32_t wanted, int32_t *room) {
    if (wanted <= *room) return rows;
    void *made = realloc(rows, size * 2 * (size_t)wanted);
    if (made) *room = 2 * wanted;
    return made;
}

static bool list(Maker *maker, const int32_t *some, int32_t count, Listed *listed) {
    Net *net = maker->net;
    int32_t *rows = grown(net->listed, sizeof *rows, net->listed_count + count, &maker->listed_room);
    if (!rows) return false;
    net->listed = rows;
    *listed = (Listed){net->listed_count, count};
    memcpy(net->listed + net->listed_count, some, (size_t)count * sizeof *some);
    net->listed_count += count;
    return true;
}

/* Four cells more, of which nothing is known; the number of the first, 0 when there is no memory. */
static int32_t four_more(Maker *maker) {
    Net *net = maker->net;
    int32_t first = net->cell_count;
    Cell *cells = grown(net->cells, sizeof *cells, first + CORNERS, &maker->cell_room);
    if (!cells) return 0;
    net->cells = cells;
    net->cell_count += CORNERS;
    memset(cells + first, 0, CORNERS * sizeof *cells);
    return first;
}

/* A cell that is not divided any more. */
static bool finish(Maker *maker, const Place *place, const int32_t *some, int32_t count) {
    Net *net = maker->net;
    int32_t last = (1 << net->depth) - (1 << (net->depth - place->level));
    bool rim = !place->row || !place->column || place->row == last || place->column == last;
    for (int32_t at = 0; rim && at < count; at++) maker->at_rim[some[at]] = true;
    return list(maker, some, count, &net->cells[place->number].nearest);
}

static bool divide(Maker *maker, Place place, const int32_t *some, int32_t count, int32_t *kept) {
    Net *net = maker->net;
    if (place.level < WHOLE_LEVELS) {
        memcpy(kept, some, (size_t)count * sizeof *some);
    } else {
        double spots[SPOTS][AXES], radius = 0;
        put_spots(maker, &place, spots);
        for (int32_t corner = 0; corner < CORNERS; corner++)
            radius = fmax(radius, WIDER * sqrt(square_between(spots[corner], spots[CENTRE])));
        count = keep_near(maker, spots[CENTRE], radius, some, count, kept);
        count = keep_unrivalled(maker, spots, radius, kept, count);
        if (count <= FEW_LISTED || place.level == net->depth) return finish(maker, &place, kept, count);
    }
    int32_t first = four_more(maker), side = 1 << (net->depth - place.level - 1);
    if (!first) return false;
    net->cells[place.number].quarters = first;
    for (int32_t quarter = 0; quarter < CORNERS; quarter++) {
        Place part = {first + quarter, place.level + 1, place.row + quarter / 2 * side, place.column + quarter % 2 * side};
        if (!divide(maker, part, kept, count, kept + count)) return false;
    }
    return true;
}

static bool make(Maker *maker) {
    Net *net = maker->net;
    int32_t count = 0;
    if (!maker->kept || !maker->away || !maker->squares || !maker->at_rim) return false;
    net->cells = calloc(1, sizeof *net->cells);
    if (!net->cells) return false;
    net->cell_count = maker->cell_room = 1;
    for (int32_t at = 0; at < net->count; at++) maker->kept[at] = at;
    if (!divide(maker, (Place){0}, maker->kept, net->count, maker->kept + net->count)) return false;
    for (int32_t at = 0; at < net->count; at++)
        if (maker->at_rim[at]) maker->kept[count++] = at;
    return list(maker, maker->kept, count, &net->outside);
}

NK_API void nk_free_net(Net *net) {
    if (!net) return;
    free(net->cells);
    free(net->listed);
    free(net);
}

/* A net over segments, which stay where they are; NULL when there is no memory.

   `lines` are ring and height of the lines of latitude, then cosine and sine of those of longitude, from `south` and `west` on;
   of each 2^(depth + 1) + 1. */
NK_API Net *nk_new_net(const Segment *segments, int32_t count, const double *lines, int32_t depth, double south, double west,
                       double side) {
    Net *net = calloc(1, sizeof *net);
    if (!net) return NULL;
    size_t size = (size_t)count, each = ((size_t)2 << depth) + 1;
    *net = (Net){.segments = segments, .count = count, .depth = depth, .south = south, .west = west};
    net->scale = (1 << depth) / side;
    Maker maker = {.net = net, .lines = {lines, lines + each, lines + 2 * each, lines + 3 * each}};
    maker.kept = malloc(size * ((size_t)depth + 2) * sizeof *maker.kept);
    maker.away = malloc(size * sizeof *maker.away);
    maker.squares = malloc(size * SPOTS * sizeof *maker.squares);
    maker.at_rim = calloc(size, sizeof *maker.at_rim);
    bool made = make(&maker);
    free(maker.kept);
    free(maker.away);
    free(maker.squares);
    free(maker.at_rim);
    if (made) return net;
    nk_free_net(net);
    return NULL;
}
