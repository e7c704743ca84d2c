/* What is done to the characters of texts before they are read: folding them one by one, and a survey of what a text may hold. */

#include "reader.h"

enum { PHONE_DIGITS = 9, CODE_DIGITS = 6 };
enum { SHORTEST_ENDING = 2, LONGEST_ENDING = 5 }; /* letters of Korean generics: do, myeon */

/* Folds characters that fold alike wherever they stand. A text with another one is flagged, and that character is a space.

   `table` has the character that each folds to, up to `beyond`; `table[beyond]` is what it has for the others. */
NK_API void nk_fold(const uint32_t *table, uint32_t beyond, const uint32_t *points, int64_t count, uint32_t *folded,
                    uint8_t *uneven) {
    const uint32_t none = table[beyond];
    for (int64_t at = 0; at < count; at++) {
        uint32_t point = points[at], mapped = table[point < beyond ? point : beyond];
        if (mapped == none) *uneven = 1, mapped = ' ';
        folded[at] = mapped;
        if (point == PART) uneven++;
    }
}

/* Is there a character whose kind is not known yet? */
NK_API int nk_has_unknown(const uint16_t *kinds, const uint32_t *points, int64_t count) {
    uint16_t known = KNOWN;
    for (int64_t at = 0; at < count; at++) known &= kinds[points[at]];
    return !known;
}

/* A zero between letters is the letter O that a scanner misread: LIA0NING, D0NGGANG. */
NK_API void nk_mend_zeros(const uint16_t *kinds, uint32_t *points, int64_t count) {
    uint32_t second = PART, before = PART; /* the characters before, as they were */
    for (int64_t at = 0; at + 1 < count; at++) {
        uint32_t point = points[at];
        if (point == '0' && is_latin(before) && is_latin(points[at + 1])) {
            bool opening = !(kinds[second] & ALPHANUMERIC) && second != '_';
            bool three = at + 3 < count && is_latin(points[at + 2]) && is_latin(points[at + 3]);
            if (is_latin(second) || (opening && three)) points[at] = 'o';
        }
        second = before, before = point;
    }
}

/* The texts with every number as one zero, so that texts which differ in house numbers only are one; and for each text, has it digits
   enough for a code? Returns how many characters there are. */
NK_API int64_t nk_skeletons(const uint32_t *points, int64_t count, uint32_t *skeletons, uint8_t *coded) {
    int64_t length = 0;
    int32_t digits = 0, run = 0;
    for (int64_t at = 0; at < count; at++) {
        uint32_t point = points[at];
        if (is_digit(point)) {
            if (!run) skeletons[length++] = '0';
            digits++, run++;
            if (digits >= PHONE_DIGITS || run >= CODE_DIGITS) *coded = 1;
            continue;
        }
        skeletons[length++] = point;
        run = 0;
        if (point == PART) digits = 0, coded++;
    }
    return length;
}

/* Are there a few letters, and then no more of the word? */
static bool opens_ending(const uint32_t *points) {
    int letters = 0;
    while (letters <= LONGEST_ENDING && is_latin(points[letters])) letters++;
    uint32_t next = points[letters];
    return letters >= SHORTEST_ENDING && letters <= LONGEST_ENDING && !is_digit(next) && next != '-' && next != '\'';
}

/* May a character part addresses: ; | : a new line, <br, a slash between blanks, 0) or 0. with a blank behind it? */
static bool may_part(const uint32_t *points, int64_t at) {
    uint32_t before = at ? points[at - 1] : PART, next = points[at + 1];
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
        return before == '0';
    case '.':
        return before == '0' && next == ' ';
    default:
        return false;
    }
}

/* What each text may hold. */
NK_API void nk_survey(const uint16_t *kinds, const uint32_t *points, int64_t count, uint8_t *holds) {
    bool ascii = true;
    uint16_t before = 0;
    for (int64_t at = 0; at < count; at++) {
        uint32_t point = points[at];
        uint16_t kind = kinds[point];
        if (point == PART) {
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
        if (point < 128 && may_part(points, at)) *holds |= HOLDS_MARK;
        ascii &= point < 128;
        before = kind;
    }
}
