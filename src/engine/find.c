/* Names between the edges of tokens, and in tokens that consist of names and generic words. So DANDONG, DAN DONG and DAN-DONG are one
   case, and no name is found across a comma or inside a longer word. */

#include "alphabet.h"

#include <stdlib.h>

/* The names that begin with a token, the longest first. */
static void find_from(const Alphabet *alphabet, Text *text, int32_t first) {
    int32_t before = text->found.count;
    uint64_t hash = text->tokens[first].hash;
    for (int32_t last = first; last < stop_of(text); last++) {
        int32_t start = text->tokens[last].start, end = text->tokens[last + 1].start;
        for (int32_t at = start; at < end && last > first; at++) hash = hashed(hash, text->letters[at]);
        if (!lexicon_begins(&alphabet->names, hash)) break;
        int32_t name = lexicon_value(&alphabet->names, hash, text->letters + text->tokens[first].start, end - text->tokens[first].start);
        if (name == NONE) continue;
        push_stand(text, &text->found, (Stand){text->tokens[first].start, end, first, last + 1, name});
        if (first == last) text->tokens[first].strange = false;
    }
    for (int32_t low = before, high = text->found.count - 1; low < high; low++, high--) {
        Stand swapped = text->found.rows[low];
        text->found.rows[low] = text->found.rows[high];
        text->found.rows[high] = swapped;
    }
}

/* Is the stretch without its last token a name too? */
static bool has_shorter(const Text *text, int32_t which) {
    const Stand *name = &text->found.rows[which];
    for (int32_t at = which + 1; at < text->found.count && text->found.rows[at].first == name->first; at++)
        if (text->found.rows[at].after == name->after - 1) return true;
    return false;
}

/* Does a name take a generic for a part of it? JI AN SHI is Ji'an and not Jianshi, in ZHEN AN QU YANG LI LU there is neither
   Quyang nor Lilu. */
static bool takes_generic(const Alphabet *alphabet, const Text *text, int32_t which) {
    const Stand *name = &text->found.rows[which];
    if (name->after - name->first < 2) return false;
    uint16_t opening = flags_of(alphabet, &text->tokens[name->first]);
    uint16_t ending = flags_of(alphabet, &text->tokens[name->after - 1]);
    return (ending & IS_PINYIN_ROAD) || ((ending & IS_PINYIN) && has_shorter(text, which)) ||
           ((opening & IS_PINYIN) && text->tokens[name->first].named);
}

static int by_place(const void *left, const void *right) {
    const Stand *a = left, *b = right;
    return a->start != b->start ? (a->start > b->start) - (a->start < b->start) : (a->end < b->end) - (a->end > b->end);
}

/* Keep the leftmost, longest names that do not overlap. */
static void keep_leftmost(Stands *names) {
    int32_t kept = 0, reached = 0;
    for (int32_t at = 0; at < names->count; at++) {
        if (names->rows[at].start < reached) continue;
        reached = names->rows[at].end;
        names->rows[kept++] = names->rows[at];
    }
    names->count = kept;
}

void find_names(const Alphabet *alphabet, Text *text) {
    text->found.count = text->names.count = 0;
    look_up_tokens(alphabet, text);
    for (int32_t at = 0; at < stop_of(text); at++) {
        uint8_t kind = text->tokens[at].kind;
        if (kind == LATIN || kind == OTHER || kind == DIGITS) find_from(alphabet, text, at);
    }
    for (int32_t at = 0; at < text->found.count; at++) text->tokens[text->found.rows[at].after].named = true;
    for (int32_t at = 0; at < text->found.count; at++)
        if (!takes_generic(alphabet, text, at)) push_stand(text, &text->names, text->found.rows[at]);
    for (int32_t at = 0; at < text->count; at++) text->tokens[at].named = false;
    int32_t whole = text->names.count;
    for (int32_t at = 0; at < stop_of(text); at++)
        if (text->tokens[at].strange) find_glued(alphabet, text, at);
    if (text->names.count > whole) qsort(text->names.rows, (size_t)text->names.count, sizeof(Stand), by_place);
    keep_leftmost(&text->names);
}
