/* Columns from values, as Arrow has both: which value stands in each row. A missing value is a bit that is not set. Which values are
   missing cannot be foreseen, so nothing is decided by it. */

#include "reader.h"

#include <string.h>

enum { SHORT = 16 };

/* Bits of values, from one of them on; NULL where all are set. */
typedef struct {
    const uint8_t *of;
    int64_t first;
} Valid;

static inline uint8_t is_there(Valid valid, int64_t at) {
    if (!valid.of) return 1;
    at += valid.first;
    return valid.of[at >> 3] >> (at & 7) & 1;
}

/* Bits written one after another. */
typedef struct {
    uint8_t *of, byte;
    int64_t count, set;
} Bits;

static inline void put_bit(Bits *bits, uint8_t bit) {
    bits->byte |= (uint8_t)(bit << (bits->count & 7));
    bits->set += bit;
    if ((bits->count++ & 7) == 7) *bits->of++ = bits->byte, bits->byte = 0;
}

/* Returns how many are not set. */
static int64_t finish(Bits *bits) {
    if (bits->count & 7) *bits->of = bits->byte;
    return bits->count - bits->set;
}

/* Numbers; a missing one is zero. Returns how many are missing. */
NK_API int64_t nk_gather_numbers(const uint64_t *values, const uint8_t *valid, int64_t first, const int32_t *rows, int64_t count,
                                 uint64_t *found, uint8_t *bits) {
    Bits put = {bits, 0, 0, 0};
    for (int64_t at = 0; at < count; at++) {
        uint8_t known = is_there((Valid){valid, first}, rows[at]);
        found[at] = values[rows[at]] & (0 - (uint64_t)known);
        put_bit(&put, known);
    }
    return finish(&put);
}

/* Texts: where each ends among the bytes of all, behind where the first begins. Returns how many bytes they have; -1 when these are
   too many. */
NK_API int64_t nk_gather_ends(const int32_t *offset, const uint8_t *valid, int64_t first, const int32_t *rows, int64_t count,
                              int32_t *ends, uint8_t *bits, int64_t *missing) {
    Bits put = {bits, 0, 0, 0};
    int64_t total = 0;
    ends[0] = 0;
    for (int64_t at = 0; at < count; at++) {
        uint8_t known = is_there((Valid){valid, first}, rows[at]);
        total += (offset[rows[at] + 1] - offset[rows[at]]) & -(int32_t)known;
        if (total > INT32_MAX) return NONE;
        ends[at + 1] = (int32_t)total;
        put_bit(&put, known);
    }
    *missing = finish(&put);
    return total;
}

/* Their bytes, for which there is room and 16 more. A short text is copied with what stands behind it, which the next one replaces. */
NK_API void nk_gather_bytes(const int32_t *offset, const uint8_t *bytes, int64_t bytes_count, const int32_t *rows, int64_t count,
                            const int32_t *ends, uint8_t *found) {
    for (int64_t at = 0; at < count; at++) {
        int64_t start = offset[rows[at]], length = ends[at + 1] - ends[at];
        if (length <= SHORT && start + SHORT <= bytes_count) memcpy(found + ends[at], bytes + start, SHORT);
        else if (length) memcpy(found + ends[at], bytes + start, (size_t)length);
    }
}

/* ── texts put together ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* For each row so many texts, with `between` them: where each row ends among the bytes of all. A row of none is missing. Returns how
   many bytes there are; -1 when these are too many. */
NK_API int64_t nk_join_ends(const int32_t *offset, const int32_t *texts, const int32_t *counts, int64_t rows, int64_t between,
                            int32_t *ends, uint8_t *bits, int64_t *missing) {
    Bits put = {bits, 0, 0, 0};
    int64_t total = 0;
    ends[0] = 0;
    for (int64_t at = 0; at < rows; at++) {
        for (int32_t each = 0; each < counts[at]; each++, texts++)
            total += offset[*texts + 1] - offset[*texts] + (each ? between : 0);
        if (total > INT32_MAX) return NONE;
        ends[at + 1] = (int32_t)total;
        put_bit(&put, counts[at] > 0);
    }
    *missing = finish(&put);
    return total;
}

NK_API void nk_join_bytes(const int32_t *offset, const uint8_t *bytes, const int32_t *texts, const int32_t *counts, int64_t rows,
                          const uint8_t *between, int64_t between_length, uint8_t *found) {
    for (int64_t at = 0; at < rows; at++)
        for (int32_t each = 0; each < counts[at]; each++, texts++) {
            int64_t length = offset[*texts + 1] - offset[*texts];
            if (each) memcpy(found, between, (size_t)between_length), found += between_length;
            if (length) memcpy(found, bytes + offset[*texts], (size_t)length), found += length;
        }
}

/* ── numbers of rows ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* One number of each of some rows, so many bytes apart; it is missing where `known` is 0 or, where that is NULL, where it is NaN. */
NK_API int64_t nk_column(const uint8_t *numbers, int64_t apart, const uint8_t *known, int64_t known_apart, int64_t rows, double *found,
                         uint8_t *bits) {
    Bits put = {bits, 0, 0, 0};
    for (int64_t at = 0; at < rows; at++) {
        double number;
        memcpy(&number, numbers + at * apart, sizeof number);
        bool there = known ? known[at * known_apart] : number == number;
        found[at] = there ? number : 0;
        put_bit(&put, there);
    }
    return finish(&put);
}
