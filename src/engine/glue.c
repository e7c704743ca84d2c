/* Words glued together: DANDONGCITYLIAONING is Dandong, city, Liaoning.

   A token is taken apart only when all of it is names and generic words, the longest name first. */

#include "alphabet.h"

enum { SHORTEST_GLUED = 6, LONGEST_GLUED = 120 }; /* longer tokens are no addresses, and the bound keeps the cutting shallow */
enum { SHORTEST_PIECE = 4, SHORTEST_WORD = 2 };
enum { UNTRIED = 0, IMPOSSIBLE = -1, AT_END = -2 };

/* A token, and from each of its letters on how it is cut: where the first name, or generic word, ends. */
typedef struct {
    const Alphabet *alphabet;
    const uint32_t *letters;
    int32_t length;
    int32_t name_end[LONGEST_GLUED + 1], name[LONGEST_GLUED + 1], word_end[LONGEST_GLUED + 1];
} Cut;

/* What of a lexicon begins at `start` and ends in a range, the shortest first: where each ends, and its value. Returns how many. */
static int32_t find_all(const Lexicon *lexicon, const uint32_t *letters, int32_t start, int32_t least, int32_t most, int32_t *ends,
                        int32_t *values) {
    int32_t count = 0;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < most; at++) {
        hash = hashed(hash, letters[at]);
        if (!lexicon_begins(lexicon, hash)) break;
        int32_t value = at + 1 < least ? NONE : lexicon_value(lexicon, hash, letters + start, at + 1 - start);
        if (value != NONE) ends[count] = at + 1, values[count++] = value;
    }
    return count;
}

static bool cut_rest(Cut *cut, int32_t start);

/* Cut from `start` on, with a name first. */
static bool cut_name(Cut *cut, int32_t start) {
    if (cut->name_end[start]) return cut->name_end[start] > 0;
    cut->name_end[start] = IMPOSSIBLE;
    /* A name that is the whole token is none glued to others. */
    int32_t ends[LONGEST_GLUED], names[LONGEST_GLUED], most = cut->length - (start == 0);
    int32_t count = find_all(&cut->alphabet->names, cut->letters, start, start + SHORTEST_PIECE, most, ends, names);
    while (count--) {
        if (ends[count] < cut->length && !cut_rest(cut, ends[count])) continue;
        cut->name_end[start] = ends[count], cut->name[start] = names[count];
        return true;
    }
    return false;
}

/* What follows a name: another one, or generic words and then the end or another name. A direction ends no token: JINANDONG is
   not Jinan. */
static bool cut_rest(Cut *cut, int32_t start) {
    if (cut_name(cut, start)) return true;
    if (cut->word_end[start]) return cut->word_end[start] != IMPOSSIBLE;
    cut->word_end[start] = IMPOSSIBLE;
    int32_t ends[LONGEST_GLUED], words[LONGEST_GLUED];
    int32_t count = find_all(&cut->alphabet->words, cut->letters, start, start + SHORTEST_WORD, cut->length, ends, words);
    while (count--) {
        bool last = ends[count] == cut->length;
        if (last ? (cut->alphabet->word_flags[words[count]] & IS_DIRECTION) != 0 : !cut_rest(cut, ends[count])) continue;
        cut->word_end[start] = last ? AT_END : ends[count];
        return true;
    }
    return false;
}

void find_glued(const Alphabet *alphabet, Text *text, int32_t token) {
    int32_t base = text->tokens[token].start, length = length_of(&text->tokens[token]);
    if (length < SHORTEST_GLUED || length > LONGEST_GLUED) return;
    uint64_t opening = hash_of(text->letters + base, SHORTEST_PIECE);
    if (!lexicon_begins(&alphabet->names, opening)) return;
    Cut cut = {.alphabet = alphabet, .letters = text->letters + base, .length = length};
    if (!cut_name(&cut, 0)) return;
    for (int32_t at = 0; at < length && at != AT_END;) {
        int32_t end = cut.name_end[at];
        if (end > 0) {
            push_stand(text, &text->names, (Stand){base + at, base + end, at == 0 ? token : NONE,
                                                   end == length ? token + 1 : NONE, cut.name[at]});
            at = end;
        } else {
            at = cut.word_end[at];
            if (at < 0) break;
        }
    }
}
