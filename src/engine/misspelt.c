/* Words that are nearly names: LIAOLNG, DANDNOG, and L1AONING, in which a scanner read a digit for a letter.

   Only beside a name of the same text: a text that names nothing is not searched for what it might have named, unless all of it is
   one word that is nearly a province (SICHAUN). And only where a name is expected: with a generic, or alone in its stretch. A word is
   repaired only when it has six letters or more (five with a generic behind it), begins as the name does, and is one edit (a letter
   lost, added, changed, or two swapped) from the name. Of five letters alone only strokes are repaired (TLEXI). The first letter may
   be wrong where a scanner takes one for the other (IIAONING), and rn is m (TURNEN). */

#include "alphabet.h"

#include <string.h>

enum { SHORTEST_MISSPELT = 5, LONGEST_MISSPELT = 20 };
enum { MOST_NEAR = 3, MOST_FOUND = 12, MOST_DIGITS = 3 };
enum { SHORTEST_LONE = 6, SHORTEST_PROVINCE = 7 }; /* letters of a word that is a whole text, and of the province that it may be */

/* Letters that a scanner takes for 1, 0, 5, 2 and 8; texts that differ in their digits only are read once, so each may be any. */
static const uint32_t MISREAD[] = {'i', 'l', 'o', 's', 'z', 'b'};
/* Letters that it takes for one another, by when they count: at the beginning of a name as well (BELONG is not Helong, MANNING is
   somebody); in a word without a generic; behind that those which make one syllable of another (YIMING is somebody, and not Yining). */
static const char *const ALIKE[] = {"il", "cg", "do", "oq", "ef", "uv", "hn", "ce", "gq", "hb", "mn", "nu"};
enum { PAIRS_OPENING = 6, PAIRS_ALONE = 9, PAIRS = 12 };

/* ── names one edit away ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* The hash of a word that has lost a letter. */
uint64_t hash_without(const uint32_t *points, int32_t length, int32_t lost) {
    uint64_t hash = hash_of(points, lost);
    for (int32_t at = lost + 1; at < length; at++) hash = hashed(hash, points[at]);
    return hash;
}

static bool is_one_edit_apart(const uint32_t *word, int32_t length, const uint32_t *name, int32_t name_length) {
    if (length > name_length) return is_one_edit_apart(name, name_length, word, length);
    if (name_length - length > 1) return false;
    int32_t same = 0;
    while (same < length && word[same] == name[same]) same++;
    const uint32_t *rest = word + same, *of_name = name + same;
    size_t left = (size_t)(length - same) * sizeof(uint32_t);
    if (length < name_length) return !memcmp(rest, of_name + 1, left);
    if (same == length || !memcmp(rest + 1, of_name + 1, left - sizeof(uint32_t))) return true;
    return length - same > 1 && rest[0] == of_name[1] && rest[1] == of_name[0] &&
           !memcmp(rest + 2, of_name + 2, left - 2 * sizeof(uint32_t));
}

/* Places of names near a word, each once. */
typedef struct {
    int32_t rows[MOST_FOUND + 1], count;
} Near;

/* May a scanner have read one letter for the other, by the first of the pairs? */
static bool look_alike(uint32_t one, uint32_t other, int pairs) {
    if (one == other) return true;
    for (int pair = 0; pair < pairs; pair++) {
        uint32_t first = (uint32_t)ALIKE[pair][0], second = (uint32_t)ALIKE[pair][1];
        if ((one == first && other == second) || (one == second && other == first)) return true;
    }
    return false;
}

/* Does a name begin as the word does, or only its first letter look otherwise? */
static bool begins_alike(const uint32_t *word, int32_t length, const uint32_t *name, int32_t name_length) {
    if (word[0] == name[0]) return true;
    return length == name_length && look_alike(word[0], name[0], PAIRS_OPENING) &&
           !memcmp(word + 1, name + 1, (size_t)(length - 1) * sizeof(uint32_t));
}

static void add_sharing(const Forms *forms, const uint32_t *word, int32_t length, uint64_t hash, Near *near) {
    uint64_t slot = hash >> forms->form_shift;
    for (int32_t at = forms->form_start[slot]; at < forms->form_start[slot + 1] && near->count <= MOST_FOUND; at++) {
        if (forms->forms[at].hash != (uint32_t)hash) continue;
        int32_t place = forms->forms[at].word, known = 0;
        while (known < near->count && near->rows[known] != place) known++;
        const uint32_t *name = forms->points + forms->starts[place];
        int32_t name_length = forms->starts[place + 1] - forms->starts[place];
        if (known == near->count && begins_alike(word, length, name, name_length) &&
            is_one_edit_apart(word, length, name, name_length))
            near->rows[near->count++] = place;
    }
}

/* Is a name the word but for letters that look alike? */
static bool is_alike(const Forms *forms, int32_t place, const uint32_t *word, int32_t length, int pairs) {
    const uint32_t *name = forms->points + forms->starts[place];
    if (forms->starts[place + 1] - forms->starts[place] != length) return false;
    for (int32_t at = 0; at < length; at++)
        if (!look_alike(word[at], name[at], pairs)) return false;
    return true;
}

/* What a scanner is likelier to have read than a writer to have mistyped: HUNMAN DISTRICT is Hunnan and not Hunan. */
static void keep_alike(const Forms *forms, const uint32_t *word, int32_t length, int pairs, Near *near) {
    int32_t kept = 0;
    for (int32_t at = 0; at < near->count; at++)
        if (is_alike(forms, near->rows[at], word, length, pairs)) near->rows[kept++] = near->rows[at];
    if (kept) near->count = kept;
}

/* The places of the names that a word may be a misspelling of, none when there are more than a few; with its generic a word that
   is near many is still the one that looks like it. Two words are one edit apart only if they share a form, so a word is looked up a
   few times instead of being compared with thousands of names. */
static Near places_near(const Forms *forms, const uint32_t *word, int32_t length, bool typed) {
    Near near = {.count = 0};
    if (length < SHORTEST_MISSPELT || length > LONGEST_MISSPELT) return near;
    add_sharing(forms, word, length, hash_of(word, length), &near);
    for (int32_t lost = 0; lost < length && near.count <= MOST_FOUND; lost++)
        add_sharing(forms, word, length, hash_without(word, length, lost), &near);
    if (near.count > MOST_FOUND) near.count = 0;
    if (typed || near.count <= MOST_NEAR) keep_alike(forms, word, length, typed ? PAIRS : PAIRS_ALONE, &near);
    if (near.count > MOST_NEAR) near.count = 0;
    return near;
}

/* The numbers of the names at some places, in order. */
static void number_names(const Forms *forms, Near *near) {
    for (int32_t at = 0; at < near->count; at++) near->rows[at] = forms->numbers[near->rows[at]];
    for (int32_t at = 1; at < near->count; at++)
        for (int32_t to = at; to && near->rows[to] < near->rows[to - 1]; to--) {
            int32_t swapped = near->rows[to];
            near->rows[to] = near->rows[to - 1], near->rows[to - 1] = swapped;
        }
}

/* A word with m wherever it has rn, which no syllable of pinyin ends and begins with: how long it is then, 0 when it has none. */
static int32_t mend_m(const uint32_t *letters, int32_t length, uint32_t *word) {
    int32_t count = 0;
    if (length > LONGEST_MISSPELT) return 0;
    for (int32_t at = 0; at < length; at++) {
        bool split = letters[at] == 'r' && at + 1 < length && letters[at + 1] == 'n';
        word[count++] = split ? 'm' : letters[at];
        at += split;
    }
    return count < length ? count : 0;
}

/* The names that a word may be: the one that it is with m for rn, else those one edit away. */
static Near names_meant(const Forms *forms, const uint32_t *letters, int32_t length, bool typed) {
    uint32_t word[LONGEST_MISSPELT];
    int32_t mended = mend_m(letters, length, word);
    int32_t place = mended ? lexicon_value(&forms->names, hash_of(word, mended), word, mended) : NONE;
    Near near = place == NONE ? places_near(forms, letters, length, typed) : (Near){.rows = {place}, .count = 1};
    number_names(forms, &near);
    return near;
}

/* The name that a short word is when one stroke in it is read the other way, i for l. Other edits of a word of five letters make
   too many words: HUMAN is not Hunan. */
static Near name_of_stroke(const Forms *forms, const uint32_t *letters, int32_t length) {
    uint32_t word[LONGEST_MISSPELT];
    memcpy(word, letters, (size_t)length * sizeof(uint32_t));
    for (int32_t at = 0; at < length; at++) {
        if (letters[at] != 'i' && letters[at] != 'l') continue;
        word[at] = letters[at] == 'i' ? 'l' : 'i';
        int32_t place = lexicon_value(&forms->names, hash_of(word, length), word, length);
        if (place != NONE) return (Near){.rows = {forms->numbers[place]}, .count = 1};
        word[at] = letters[at];
    }
    return (Near){.count = 0};
}

static void push_near(Text *text, int32_t at, const Near *near, int32_t generic) {
    for (int32_t name = 0; name < near->count; name++)
        push_mention(text, (Mention){0, near->rows[name], ROLE_MISSPELT, generic, text->tokens[at].start, text->tokens[at + 1].start});
}

/* Unknown words one edit away from a name. */
static void read_nearly(const Alphabet *alphabet, Text *text) {
    for (int32_t at = 0; at < stop_of(text); at++) {
        const Token *token = &text->tokens[at];
        int32_t length = length_of(token);
        if (!token->strange || token->covered || token->kind != LATIN || length < SHORTEST_MISSPELT) continue;
        Reading read = reading_after(alphabet, text, at + 1);
        bool alone = read.role == ROLE_LOOSE && is_edge(text, at + 1) && opens(text, at);
        if (read.role != ROLE_TYPED && !alone) continue;
        text->repaired++;
        const uint32_t *letters = text->letters + token->start;
        bool brief = alone && length == SHORTEST_MISSPELT;
        Near near = brief ? name_of_stroke(&alphabet->forms, letters, length)
                          : names_meant(&alphabet->forms, letters, length, !alone);
        push_near(text, at, &near, read.generic);
    }
}

/* Is a name that of a province with the last letter of the word? SHANDON is somebody. */
static bool is_province_like(const Alphabet *alphabet, int32_t place, const uint32_t *word, int32_t length) {
    const Forms *forms = &alphabet->forms;
    int32_t end = forms->starts[place + 1];
    return alphabet->name_flags[forms->numbers[place]] & OF_PROVINCE && end - forms->starts[place] >= SHORTEST_PROVINCE &&
           forms->points[end - 1] == word[length - 1];
}

/* A word that is the whole text, as in a column of provinces, is repaired only where it is near the name of one. */
static void read_lone(const Alphabet *alphabet, Text *text) {
    const Token *token = text->tokens;
    int32_t length = length_of(token);
    if (!token->strange || token->kind != LATIN || length < SHORTEST_LONE) return;
    const uint32_t *word = text->letters + token->start;
    Near near = places_near(&alphabet->forms, word, length, false);
    bool province = false;
    for (int32_t at = 0; at < near.count; at++) province |= is_province_like(alphabet, near.rows[at], word, length);
    text->repaired++;
    if (!province) return;
    number_names(&alphabet->forms, &near);
    push_near(text, 0, &near, GENERIC_NONE);
}

/* ── digits read for letters ─────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_misread(uint32_t point) { return is_digit(point) || point == '|'; }

static int32_t letters_behind(const Text *text, int32_t at, int32_t most) {
    int32_t count = 0;
    while (count < most && is_latin(text->points[at + count])) count++;
    return count;
}

static int32_t letters_before(const Text *text, int32_t at, int32_t most) {
    int32_t count = 0;
    while (count < most && at > count && is_latin(text->points[at - 1 - count])) count++;
    return count;
}

/* Is there a digit inside a word, behind four letters of one or before five? */
static bool has_digit_in_word(const Text *text) {
    for (int32_t at = 0; at < text->point_count - 1; at++) {
        if (!is_misread(text->points[at])) continue;
        int32_t before = letters_before(text, at, 4), behind = letters_behind(text, at + 1, 5);
        if ((before && behind) || before == 4 || behind == 5) return true;
    }
    return false;
}

/* The end of a word that begins here, with digits between its letters and at most one at its start and at its end; 0 for none. */
static int32_t end_of_misread(const Text *text, int32_t start) {
    const uint32_t *points = text->points;
    int32_t alphanumeric = 0, at = start, end = 0;
    while (alphanumeric < SHORTEST_MISSPELT && (is_latin(points[start + alphanumeric]) || is_misread(points[start + alphanumeric])))
        alphanumeric++;
    if (alphanumeric < SHORTEST_MISSPELT) return 0;
    if (is_misread(points[at])) at++;
    while (is_latin(points[at])) {
        while (is_latin(points[at])) at++;
        if (!is_digit(points[at])) end = at;
        else if (!is_latin(points[at + 1]) && !is_digit(points[at + 1])) end = at + 1;
        if (!is_misread(points[at])) break;
        at++;
    }
    return end;
}

/* Tries letters for the digits of a word from `at` on; each time a name comes of it, it is mentioned. Of all of them there are no more
   than the word has letters, so that whoever reads knows how much room they need; usual are one or two. */
static void try_letters(const Alphabet *alphabet, Text *text, uint32_t *word, int32_t length, int32_t at, Mention row, int32_t most) {
    const Forms *forms = &alphabet->forms;
    while (at < length && !is_misread(word[at])) at++;
    if (at == length) {
        int32_t place = lexicon_value(&forms->names, hash_of(word, length), word, length);
        if (place == NONE || text->mention_count >= most) return;
        row.name = forms->numbers[place];
        push_mention(text, row);
        return;
    }
    uint32_t digit = word[at];
    for (size_t letter = 0; letter < sizeof MISREAD / sizeof *MISREAD; letter++) {
        word[at] = MISREAD[letter];
        if (lexicon_begins(&forms->names, hash_of(word, at + 1))) try_letters(alphabet, text, word, length, at + 1, row, most);
    }
    word[at] = digit;
}

static void read_misread_word(const Alphabet *alphabet, Text *text, int32_t start, int32_t end) {
    uint32_t word[LONGEST_MISSPELT];
    int32_t length = end - start, digits = 0;
    if (length > LONGEST_MISSPELT) return;
    memcpy(word, text->points + start, (size_t)length * sizeof(uint32_t));
    for (int32_t at = 0; at < length; at++) digits += is_misread(word[at]);
    if (!digits || digits > MOST_DIGITS) return;
    text->repaired++;
    int32_t first = text->places[start], last = text->places[end];
    Reading read = reading_after(alphabet, text, token_at(text, last));
    int32_t most = text->mention_count + length;
    try_letters(alphabet, text, word, length, 0, (Mention){0, NONE, ROLE_MISSPELT, read.generic, first, last}, most);
}

/* Does one of the mentions from `first` on, in their order, overlap another one? A number before a name may be that of a house:
   of 1ANSHAN both Anshan and Lanshan stand. */
static bool is_replaced(const Text *text, const Mention *found, int32_t first) {
    int32_t low = first, high = text->mention_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (text->mentions[middle].end <= found->start) low = middle + 1;
        else high = middle;
    }
    if (low == text->mention_count) return false;
    int32_t start = text->mentions[low].start;
    return start < found->end && (start >= found->start || !is_misread(text->letters[start]));
}

/* Names in which a scanner read digits for letters; they take the place of what was found in them. */
static void read_misread(const Alphabet *alphabet, Text *text) {
    int32_t found = text->mention_count, kept = 0;
    for (int32_t at = 0; at < text->point_count - 1;) {
        bool inside = at && (is_latin(text->points[at - 1]) || is_digit(text->points[at - 1]));
        int32_t end = inside ? 0 : end_of_misread(text, at);
        if (end) read_misread_word(alphabet, text, at, end);
        at = end ? end : at + 1;
    }
    if (text->mention_count == found) return;
    for (int32_t at = 0; at < found; at++)
        if (!is_replaced(text, &text->mentions[at], found)) text->mentions[kept++] = text->mentions[at];
    memmove(text->mentions + kept, text->mentions + found, (size_t)(text->mention_count - found) * sizeof(Mention));
    text->mention_count -= found - kept;
}

void read_misspelt(const Alphabet *alphabet, Text *text) {
    if (has_digit_in_word(text)) read_misread(alphabet, text);
    if (!text->mention_count) {
        if (stop_of(text) == 1) read_lone(alphabet, text);
        return;
    }
    for (int32_t at = 0; at < text->count; at++) text->tokens[at].covered = false;
    for (int32_t at = 0; at < text->mention_count; at++) cover(text, text->mentions[at].start, text->mentions[at].end);
    read_nearly(alphabet, text);
}
