/* Patterns of short words, as they stand in lists of words (nkrisk_geo.gazetteer.word_lists).

       [东西南北中]?[路街]   one of these characters or none, then one of those
       [^东西]路            any character but these
       ..区                 any two characters before it
       (经济|高新)?区        one of these words or none
       [一二三]+路          one or more
       城![东西]            not before one of these

   A blank is any white space. A pattern is gone through once, with all the places that it can have come to: none is tried twice, and
   nothing that it begins with makes it long. */

#include "components.h"

enum { LONGEST_END = 8 }; /* characters of a pattern that something ends with */

static const uint32_t *words_of(const Stretch *text, int32_t list) { return list_of(&text->engine->han, list); }

static bool is_one_of(uint32_t point, const uint32_t *some) {
    while (*some && *some != ']' && *some != point) some++;
    return *some == point;
}

/* Does a character fit the part of a pattern that begins here? */
static bool fits(const Stretch *text, uint32_t point, const uint32_t *part) {
    if (point == TEXT_END) return false;
    if (*part == '[') return part[1] == '^' ? !is_one_of(point, part + 2) : is_one_of(point, part + 1);
    if (*part == ' ') return (text->engine->kinds.of[point] & SPACE) != 0;
    return *part == '.' || *part == point;
}

static const uint32_t *behind_part(const uint32_t *part) {
    if (*part == '[')
        while (part[1] && *part != ']') part++;
    return part + 1;
}

static Ends one_further(const Stretch *text, int32_t at, Ends from, const uint32_t *part) {
    Ends found = 0;
    for (int32_t length = 0; length < LONGEST_PATTERN && from >> length; length++)
        if (from >> length & 1 && fits(text, point_at(text, at + length), part)) found |= (Ends)1 << (length + 1);
    return found;
}

/* One word of a group: a row of single characters. */
static const uint32_t *through_word(const Stretch *text, int32_t at, Ends from, const uint32_t *word, Ends *found) {
    for (; *word && *word != '|' && *word != ')'; word = behind_part(word)) from = one_further(text, at, from, word);
    *found |= from;
    return word;
}

/* A part of a pattern, whatever is said about how often it may be there: what is behind it. */
static const uint32_t *through_part(const Stretch *text, int32_t at, Ends from, const uint32_t *part, Ends *found) {
    *found = 0;
    if (*part != '(') {
        *found = one_further(text, at, from, part);
        return behind_part(part);
    }
    do part = through_word(text, at, from, part + 1, found);
    while (*part == '|');
    return *part ? part + 1 : part;
}

/* The parts up to a guard or the end. */
static const uint32_t *through(const Stretch *text, int32_t at, const uint32_t *pattern, Ends *ends) {
    while (*pattern && *pattern != '!') {
        Ends found;
        const uint32_t *behind = through_part(text, at, *ends, pattern, &found);
        if (*behind == '?') *ends |= found;
        else *ends = found;
        while (*behind == '+' && found) {
            Ends more;
            (void)through_part(text, at, found, pattern, &more);
            found = more & ~*ends;
            *ends |= more;
        }
        pattern = behind + (*behind == '?' || *behind == '+');
    }
    return pattern;
}

static Ends ends_of_pattern(const Stretch *text, int32_t at, const uint32_t *pattern) {
    Ends ends = 1;
    pattern = through(text, at, pattern, &ends);
    while (*pattern == '!') {
        const uint32_t *guard = pattern + 1;
        for (int32_t length = 0; length <= LONGEST_PATTERN && ends >> length; length++) {
            Ends beyond = 1;
            if (!(ends >> length & 1)) continue;
            (void)through(text, at + length, guard, &beyond);
            if (beyond) ends &= ~((Ends)1 << length);
        }
        Ends unused = 0;
        pattern = through(text, at, guard, &unused);
    }
    return ends;
}

/* May a pattern begin with a character? Most begin with another one. */
static bool may_begin(const uint32_t *pattern, uint32_t point) {
    return *pattern == point || pattern[1] == '?' || *pattern == '[' || *pattern == '(' || *pattern == '.' || *pattern == ' ';
}

/* Where the patterns of a list end that begin at an offset. */
Ends ends_of(const Stretch *text, int32_t at, int32_t list) {
    Ends found = 0;
    uint32_t first = point_at(text, at);
    for (const uint32_t *pattern = words_of(text, list); *pattern; pattern = next_word(pattern))
        if (may_begin(pattern, first)) found |= ends_of_pattern(text, at, pattern);
    return found;
}

bool begins_with(const Stretch *text, int32_t at, int32_t list) {
    uint32_t first = point_at(text, at);
    for (const uint32_t *pattern = words_of(text, list); *pattern; pattern = next_word(pattern))
        if (may_begin(pattern, first) && ends_of_pattern(text, at, pattern)) return true;
    return false;
}

/* Does a stretch end with one of a list? */
bool ends_with(const Stretch *text, int32_t start, int32_t end, int32_t list) {
    Stretch seen = until(text, end);
    for (int32_t at = end - LONGEST_END > start ? end - LONGEST_END : start; at < end; at++)
        if (ends_of(&seen, at, list) >> (end - at) & 1) return true;
    return false;
}

/* Is a stretch one of a list? */
bool is_whole(const Stretch *text, int32_t start, int32_t end, int32_t list) {
    Stretch seen = until(text, end);
    return end - start <= LONGEST_PATTERN && ends_of(&seen, start, list) >> (end - start) & 1;
}

/* Does one of a list stand anywhere in a stretch? */
bool contains(const Stretch *text, int32_t start, int32_t end, int32_t list) {
    Stretch seen = until(text, end);
    for (int32_t at = start; at < end; at++)
        if (begins_with(&seen, at, list)) return true;
    return false;
}

/* Does one of the characters of a list stand anywhere in a stretch? */
bool has_point(const Stretch *text, int32_t start, int32_t end, int32_t list) {
    for (int32_t at = start; at < end; at++)
        if (among(words_of(text, list), point_at(text, at))) return true;
    return false;
}
