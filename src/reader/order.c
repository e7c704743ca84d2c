/* The order of rows that belong to owners, which ascend: within an owner by some keys. Most owners have a few rows, so that sorting them
   one by one costs a fraction of sorting all rows together. */

#include "reader.h"

#include <string.h>

enum { FEW = 12 };

typedef struct {
    const double *keys; /* the first key of all rows, then the second, … */
    int64_t count;
    int32_t width;
} Keys;

static bool comes_before(const Keys *keys, int64_t one, int64_t other) {
    for (int32_t key = 0; key < keys->width; key++) {
        double left = keys->keys[key * keys->count + one], right = keys->keys[key * keys->count + other];
        if (left != right) return left < right;
    }
    return false;
}

/* Sorts a few rows, those that are alike staying in their order. */
static void sort_few(const Keys *keys, int64_t *order, int64_t count) {
    for (int64_t at = 1; at < count; at++) {
        int64_t row = order[at], to = at;
        for (; to && comes_before(keys, row, order[to - 1]); to--) order[to] = order[to - 1];
        order[to] = row;
    }
}

static void sort_many(const Keys *keys, int64_t *order, int64_t *spare, int64_t count) {
    if (count <= FEW) {
        sort_few(keys, order, count);
        return;
    }
    int64_t half = count / 2, left = 0, right = half;
    sort_many(keys, order, spare, half);
    sort_many(keys, order + half, spare + half, count - half);
    for (int64_t at = 0; at < count; at++) {
        bool from_left = right == count || (left < half && !comes_before(keys, order[right], order[left]));
        spare[at] = from_left ? order[left++] : order[right++];
    }
    memcpy(order, spare, (size_t)count * sizeof *order);
}

/* The order of rows; `spare` has room for as many. 0 when owners do not ascend. */
NK_API int nk_order(const int64_t *owner, int64_t count, const double *keys, int32_t width, int64_t *order, int64_t *spare) {
    Keys all = {keys, count, width};
    for (int64_t first = 0, after; first < count; first = after) {
        for (after = first; after < count && owner[after] == owner[first]; after++) order[after] = after;
        if (after < count && owner[after] < owner[first]) return 0;
        sort_many(&all, order + first, spare + first, after - first);
    }
    return 1;
}
