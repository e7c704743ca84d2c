/* A text in Han or Hangul without its white space, and what stands somewhere in it. */

#include "han.h"

bool starts_with(const Line *line, int32_t at, const uint32_t *word) {
    while (*word && at_offset(line, at) == *word) word++, at++;
    return !*word;
}

const uint32_t *next_word(const uint32_t *word) {
    while (*word) word++;
    return word + 1;
}

bool starts_with_any(const Line *line, int32_t at, const uint32_t *words) {
    for (; *words; words = next_word(words))
        if (starts_with(line, at, words)) return true;
    return false;
}

void han_squeeze(const Han *han, const uint32_t *points, int32_t count, Line *line) {
    bool spaced = false;
    line->length = 0;
    for (int32_t at = 0; at < count; at++) {
        if (is_kind(han, points[at], SPACE)) {
            spaced = true;
            continue;
        }
        line->breaks[line->length] = spaced;
        line->points[line->length++] = points[at];
        spaced = false;
    }
}

/* The longest name that begins at an offset: its number, and where it ends. */
int32_t longest_name(const Han *han, const Line *line, int32_t start, int32_t *end) {
    int32_t name = NONE;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length - 1; at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->names, hash)) break;
        int32_t found = lexicon_value(&han->names, hash, line->points + start, at + 1 - start);
        if (found != NONE) name = found, *end = at + 1;
    }
    return name;
}
