/* Does a name stand in a Chinese text, or does it only seem to?

   Chinese writes no spaces, so 丹东 can be found in 牡丹东路 (Peony East Road), 安图 in 西安图书馆 (Xi'an Library) and 大连 in
   大连锁店 (big chain store). The stretch around such a name is cut into its likeliest words; the name stands there when a word
   starts with it and no word ends inside it (吉林大学 is one word, and Jilin heads it).

   The words and their frequencies are jieba's, and a stretch is cut as jieba cuts it, without its model for unknown words. */

#include "han.h"

enum { AROUND = 5 };        /* characters on each side of a name that are cut with it */
enum { LONGEST_OVER = 5 };  /* length of the longest word that is looked for over an edge */

/* Does a word begin at an offset and end in a range? */
static bool has_word(const Han *han, const Line *line, int32_t start, int32_t least, int32_t most) {
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < most && at < line->length; at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->words, hash)) return false;
        if (at + 1 >= least && lexicon_value(&han->words, hash, line->points + start, at + 1 - start) != NONE) return true;
    }
    return false;
}

/* Does a word go over an edge of the name? */
static bool is_crossed(const Han *han, const Line *line, int32_t start, int32_t end) {
    for (int32_t first = start < LONGEST_OVER ? 0 : start - LONGEST_OVER + 1; first < start; first++)
        if (has_word(han, line, first, start + 1, end)) return true;
    for (int32_t first = start + 1; first < end; first++)
        if (has_word(han, line, first, end + 1, first + LONGEST_OVER)) return true;
    return false;
}

/* Where the word ends that begins at each offset when a stretch is cut into the likeliest words. */
void cut_words(const Han *han, const uint32_t *points, int32_t length, int32_t *following) {
    double best[LONGEST_KNOT + 1], unknown = han->unknown_gain;
    best[length] = 0.0;
    for (int32_t start = length - 1; start >= 0; start--) {
        bool found = false;
        uint64_t hash = HASH_OF_NOTHING;
        best[start] = best[start + 1] + unknown, following[start] = start + 1;
        for (int32_t at = start; at < length; at++) {
            hash = hashed(hash, points[at]);
            if (!lexicon_begins(&han->words, hash)) break;
            int32_t word = lexicon_value(&han->words, hash, points + start, at + 1 - start);
            if (word == NONE) continue;
            double likely = han->gains[word] + best[at + 1];
            if (!found || likely >= best[start]) best[start] = likely, following[start] = at + 1;
            found = true;
        }
    }
}

bool stands(const Han *han, const Line *line, int32_t start, int32_t end, int64_t *cuts) {
    if (!is_crossed(han, line, start, end)) return true;
    int32_t first = start < AROUND ? 0 : start - AROUND, last = end + AROUND, following[LONGEST_KNOT];
    if (last > line->length - 1) last = line->length - 1;
    if (last - first > LONGEST_KNOT) return true; /* no name is so long */
    ++*cuts;
    cut_words(han, line->points + first, last - first, following);
    int32_t at = first;
    while (at < start) at = first + following[at - first];
    return at == start && first + following[at - first] >= end;
}
