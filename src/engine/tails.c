/* The generic word behind a place in a Chinese text: 路 behind 丹东 in 丹东路, 街道 behind 清和 in 清和街道.

   Of several words the class says which one it is: the first in the order of the classes, and the longest word of that class. */

#include "han.h"

enum { MOST_DIRECTIONS = 3 }; /* that may stand before the word for a road: 丹东东一路 */

/* A word for a road, unless what it seems to end is 街道 or 街道办. */
static bool is_road(const Line *line, int32_t klass, int32_t end) {
    return klass == ROAD_WORD && at_offset(line, end) != U'道';
}

static bool is_direction(const Han *han, uint32_t point) {
    return lexicon_value(&han->generics, hashed(HASH_OF_NOTHING, point), &point, 1) == DIRECTION_WORD;
}

/* The longest word for a road that begins at an offset: its length, 0 for none. */
static int32_t road_at(const Han *han, const Line *line, int32_t start) {
    int32_t length = 0;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length; at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->generics, hash)) break;
        if (is_road(line, lexicon_value(&han->generics, hash, line->points + start, at + 1 - start), at + 1)) length = at + 1 - start;
    }
    return length;
}

Tail tail_at(const Han *han, const Line *line, int32_t start) {
    Tail tail = {NOTHING, 0};
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length; at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->generics, hash)) break;
        int32_t klass = lexicon_value(&han->generics, hash, line->points + start, at + 1 - start);
        if (klass == NONE || klass >= NOTHING || klass > tail.klass) continue;
        if (klass == ROAD_WORD && !is_road(line, klass, at + 1)) continue;
        if (klass == NATURE && is_worded(han, at_offset(line, at + 1))) continue;
        tail = (Tail){klass, at + 1 - start};
    }
    /* 江路 is a road along the river, whatever comes before it. */
    if (tail.klass > NATURE && among(list_of(han, LIST_WATER), at_offset(line, start)) &&
        among(list_of(han, LIST_BANK), at_offset(line, start + 1)))
        tail = (Tail){NATURE, 1};
    if (tail.klass < ROAD_WORD) return tail;
    for (int32_t before = 1; before <= MOST_DIRECTIONS && is_direction(han, at_offset(line, start + before - 1)); before++) {
        int32_t length = road_at(han, line, start + before);
        if (length) tail = (Tail){ROAD_WORD, before + length};
    }
    return tail;
}
