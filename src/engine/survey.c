/* What a text may hold: a survey of its characters before it is read. */

#include "reader.h"

enum { SHORTEST_ENDING = 2, LONGEST_ENDING = 5 }; /* letters of Korean generics: do, myeon */

/* Is there a character whose kind is not known yet? */
NK_API int nk_has_unknown(const uint16_t *kinds, const uint32_t *points, int64_t count) {
    uint16_t known = KNOWN;
    for (int64_t at = 0; at < count; at++) known &= kinds[points[at]];
    return !known;
}

/* Are there a few letters, and then no more of the word? */
static bool opens_ending(const uint32_t *points) {
    int letters = 0;
    while (letters <= LONGEST_ENDING && is_latin(points[letters])) letters++;
    uint32_t next = points[letters];
    return letters >= SHORTEST_ENDING && letters <= LONGEST_ENDING && !is_digit(next) && next != '-' && next != '\'';
}

/* Does what stands before a character announce an item of a list: 1 or (1, and before that nothing, a blank, a comma or a point? */
static bool is_behind_item(const uint16_t *kinds, const uint32_t *points, int64_t at) {
    int64_t first = at;
    while (first && is_digit(points[first - 1])) first--;
    if (first == at) return false;
    if (first && points[first - 1] == '(') first--;
    uint32_t before = first ? points[first - 1] : TEXT_END;
    return before == TEXT_END || before == ',' || before == '.' || (kinds[before] & SPACE);
}

/* May a character part addresses: ; | : a new line, <br, a slash between blanks, 0) or 0. with a blank behind it? */
static bool may_part(const uint16_t *kinds, const uint32_t *points, int64_t at) {
    uint32_t before = at ? points[at - 1] : TEXT_END, next = points[at + 1];
    switch (points[at]) {
    case ';':
    case '|':
    case ':':
    case '\n':
    case '\r':
        return true;
    case '<':
        return next == 'b';
    case '/':
        return before == ' ' && next == ' ';
    case ')':
        return is_behind_item(kinds, points, at);
    case '.':
        return next == ' ' && is_behind_item(kinds, points, at);
    default:
        return false;
    }
}

/* What each text may hold. */
void nk_survey(const uint16_t *kinds, const uint32_t *points, int64_t count, uint8_t *holds) {
    bool ascii = true;
    uint16_t before = 0;
    for (int64_t at = 0; at < count; at++) {
        uint32_t point = points[at];
        uint16_t kind = kinds[point];
        if (point == TEXT_END) {
            if (ascii) *holds |= HOLDS_WORDS;
            ascii = true, before = 0, holds++;
            continue;
        }
        if ((kind & LETTER) && !(kind & IDEOGRAPH) && (before & LETTER) && !(before & IDEOGRAPH)) *holds |= HOLDS_WORDS;
        if (kind & IDEOGRAPH) *holds |= HOLDS_CHARACTERS;
        if (point >= 0x4E00 && point <= 0x9FFF) *holds |= HOLDS_CHINESE;
        if (point >= 0xAC00 && point <= 0xD7A3) *holds |= HOLDS_HANGUL;
        if (point == '-' && at > 1 && is_latin(points[at - 2]) && (is_latin(points[at - 1]) || is_digit(points[at - 1])) &&
            opens_ending(points + at + 1))
            *holds |= HOLDS_ENDING;
        if (point < 128 && may_part(kinds, points, at)) *holds |= HOLDS_MARK;
        ascii &= point < 128;
        before = kind;
    }
}
