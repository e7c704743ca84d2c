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

/* A short text is copied with what stands behind it, which the next one replaces. */
static inline int64_t copy_text(uint8_t *to, const uint8_t *bytes, int64_t bytes_count, int64_t start, int64_t length) {
    if (length <= SHORT && start + SHORT <= bytes_count) memcpy(to, bytes + start, SHORT);
    else if (length) memcpy(to, bytes + start, (size_t)length);
    return length;
}

/* Their bytes, for which there is room and 16 more. */
NK_API void nk_gather_bytes(const int32_t *offset, const uint8_t *bytes, int64_t bytes_count, const int32_t *rows, int64_t count,
                            const int32_t *ends, uint8_t *found) {
    for (int64_t at = 0; at < count; at++)
        copy_text(found + ends[at], bytes, bytes_count, offset[rows[at]], ends[at + 1] - ends[at]);
}

/* ── phrases put together ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A word of all phrases: texts, and which of them stands in each; NULL for the first one in every phrase. */
typedef struct {
    const int32_t *offset;
    const uint8_t *bytes;
    int64_t bytes_count;
    const int32_t *which;
} NkWord;

static inline const int32_t *word_in(const NkWord *word, int64_t phrase) { return word->offset + (word->which ? word->which[phrase] : 0); }

/* For each row so many phrases of so many words, with `between` them: where each row ends among the bytes of all. A row of none is
   missing. Returns how many bytes there are; -1 when these are too many. */
NK_API int64_t nk_phrase_ends(const NkWord *words, int32_t width, const int32_t *counts, int64_t rows, int64_t between, int32_t *ends,
                              uint8_t *bits, int64_t *missing) {
    Bits put = {bits, 0, 0, 0};
    int64_t total = 0, phrase = 0;
    ends[0] = 0;
    for (int64_t at = 0; at < rows; at++) {
        if (counts[at]) total += between * (counts[at] - 1);
        for (int64_t last = phrase + counts[at]; phrase < last; phrase++)
            for (int32_t each = 0; each < width; each++) {
                const int32_t *word = word_in(&words[each], phrase);
                total += word[1] - word[0];
            }
        if (total > INT32_MAX) return NONE;
        ends[at + 1] = (int32_t)total;
        put_bit(&put, counts[at] > 0);
    }
    *missing = finish(&put);
    return total;
}

/* Their bytes, for which there is room and 16 more. */
NK_API void nk_phrase_bytes(const NkWord *words, int32_t width, const int32_t *counts, int64_t rows, const uint8_t *between,
                            int64_t between_length, uint8_t *found) {
    int64_t phrase = 0;
    for (int64_t at = 0; at < rows; at++)
        for (int32_t said = 0; said < counts[at]; said++, phrase++) {
            if (said) memcpy(found, between, (size_t)between_length), found += between_length;
            for (int32_t each = 0; each < width; each++) {
                const int32_t *word = word_in(&words[each], phrase);
                found += copy_text(found, words[each].bytes, words[each].bytes_count, word[0], word[1] - word[0]);
            }
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
