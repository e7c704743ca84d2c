/* Korean generics: what tells that a text is an address in Korea where no known place says so.

   JINAN-DONG          a quarter in Korea; the hyphen before a generic is the rule of the South's romanization
   경기도 진안동 873      the same in Hangul
   DAN-DONG            a name with a hyphen in it, no generic

   They speak for the South, where addresses are written so, unless the text names a place in the North, which writes some of them too.
   Names that stand before one, and words that are nearly names, are Korean and say nothing of China. */

#include "passage.h"

#include <string.h>

enum { LONGEST_STEM = 4, LONGEST_ROAD = 8, SHORT_CODE = 3 };

static bool is_syllable(uint32_t point) { return point >= 0xAC00 && point <= 0xD7A3; }

/* The character of the skeleton at an offset; TEXT_END outside of it. */
static uint32_t char_at(const Passage *passage, int32_t at) {
    return at < 0 || at >= passage->skeleton_length ? (uint32_t)TEXT_END : passage->skeleton[at];
}

/* ── finding them ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int32_t kept_count(const Kinds *kinds, const Passage *passage, uint16_t kind, bool wanted) {
    int32_t count = 0;
    for (int32_t at = 0; at < passage->skeleton_length; at++) count += ((kinds->of[passage->skeleton[at]] & kind) != 0) == wanted;
    return count;
}

/* The squeeze of a script, in which mentions have their offsets. */
typedef struct {
    bool unspaced;
    int32_t count;    /* its characters */
    uint8_t *covered; /* for each, does a name that counts cover it? */
} Squeeze;

/* A squeeze and what the first names cover of it; those of the South alone do not: GANGNAM-GU is the South's own. */
static bool squeeze_of(const Context *context, const Passage *passage, int32_t names, bool unspaced, Squeeze *made) {
    const NkEngine *engine = context->engine;
    int32_t count = kept_count(&engine->kinds, passage, unspaced ? SPACE : TOKEN_KINDS, !unspaced);
    *made = (Squeeze){unspaced, count, TAKEN(context->work, uint8_t, count + 1)};
    if (!made->covered) return false;
    memset(made->covered, 0, (size_t)count + 1);
    for (int32_t at = 0; at < names; at++) {
        const NkMention *mention = &passage->mentions[at];
        if (mention->unspaced != unspaced || is_aside(mention->role)) continue;
        if (traits_of_name(engine, unspaced, mention->name) & ONLY_SOUTH) continue;
        memset(made->covered + mention->start, 1, (size_t)(mention->end - mention->start));
    }
    return true;
}

static bool put_generic(const Context *context, Passage *passage, const Squeeze *squeeze, int32_t name, int32_t from, int32_t to) {
    const int32_t *place = squeeze->unspaced ? passage->line_place : passage->text_place;
    /* Where the squeeze has the characters at these offsets of the skeleton, or the next ones that it keeps. */
    int32_t start = first_from(place, squeeze->count, from), end = first_from(place, squeeze->count, to);
    if (squeeze->covered[start]) return true;
    return push(context, passage, (NkMention){name, ROLE_PLAIN, GENERIC_NONE, start, end, 0, 0, squeeze->unspaced, true, {0}});
}

/* -dong behind a letter and a letter or digit, and the end of the word. */
static bool find_spaced(const Context *context, Passage *passage, int32_t names) {
    Squeeze squeeze;
    if (!squeeze_of(context, passage, names, false, &squeeze)) return false;
    for (int32_t at = 2; at < passage->skeleton_length; at++) {
        uint32_t before = char_at(passage, at - 1);
        if (char_at(passage, at) != '-' || !(is_latin(before) || is_digit(before)) || !is_latin(char_at(passage, at - 2))) continue;
        int32_t end = at + 1;
        while (is_latin(char_at(passage, end))) end++;
        uint32_t next = char_at(passage, end);
        if (is_digit(next) || next == '\'' || next == '-') continue;
        const uint32_t *letters = passage->skeleton + at + 1;
        int32_t length = end - at - 1, name = lexicon_value(&context->engine->generics[SPACED], hash_of(letters, length), letters, length);
        if (name != NONE && !put_generic(context, passage, &squeeze, name, at + 1, end)) return false;
    }
    return true;
}

/* The longest generic in Hangul that begins at an offset and ends its word: its end, 0 for none. 거리 is a street, 다리 a bridge. */
static int32_t generic_end(const NkEngine *engine, const Passage *passage, int32_t at, int32_t *name) {
    int32_t found = 0;
    uint32_t before = char_at(passage, at - 1);
    if (before == U'거' || before == U'다') return 0;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t end = at; end < passage->skeleton_length && is_syllable(char_at(passage, end)); end++) {
        hash = hashed(hash, char_at(passage, end));
        if (!lexicon_begins(&engine->generics[UNSPACED], hash)) break;
        int32_t known = lexicon_value(&engine->generics[UNSPACED], hash, passage->skeleton + at, end + 1 - at);
        if (known != NONE && !engine->is_road_generic[known] && !is_syllable(char_at(passage, end + 1))) found = end + 1, *name = known;
    }
    return found;
}

/* A word for a road that begins at an offset: 로 is a particle too and has to have its number, 금강로 12, 테헤란로4길 3. */
static int32_t road_end(const NkEngine *engine, const Passage *passage, int32_t at, int32_t *name) {
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t end = at; end < passage->skeleton_length && is_syllable(char_at(passage, end)); end++) {
        hash = hashed(hash, char_at(passage, end));
        if (!lexicon_begins(&engine->generics[UNSPACED], hash)) break;
        int32_t known = lexicon_value(&engine->generics[UNSPACED], hash, passage->skeleton + at, end + 1 - at);
        if (known == NONE || !engine->is_road_generic[known]) continue;
        uint32_t next = char_at(passage, end + 1);
        bool numbered = is_digit(next) || (next == ' ' && is_digit(char_at(passage, end + 2)));
        bool ends = char_at(passage, end) != U'로' && !is_syllable(next);
        if (numbered || ends) {
            *name = known;
            return end + 1;
        }
    }
    return 0;
}

typedef int32_t Ending(const NkEngine *engine, const Passage *passage, int32_t at, int32_t *name);

/* Where a generic stands behind some syllables and a number, if there is one. */
static int32_t behind_stem(const NkEngine *engine, const Passage *passage, int32_t start, int32_t longest, Ending *ending, int32_t *from,
                           int32_t *name) {
    for (int32_t stem = 1; stem <= longest && is_syllable(char_at(passage, start + stem - 1)); stem++) {
        *from = start + stem;
        while (is_digit(char_at(passage, *from))) ++*from;
        int32_t end = ending(engine, passage, *from, name);
        if (end) return end;
    }
    return 0;
}

static bool find_unspaced(const Context *context, Passage *passage, int32_t names) {
    const NkEngine *engine = context->engine;
    Squeeze squeeze;
    if (!squeeze_of(context, passage, names, true, &squeeze)) return false;
    for (int32_t at = 0; at < passage->skeleton_length;) {
        int32_t from = 0, name = NONE, end = 0;
        if (is_syllable(char_at(passage, at)) && !is_syllable(char_at(passage, at - 1))) {
            end = behind_stem(engine, passage, at, LONGEST_STEM, generic_end, &from, &name);
            if (!end) end = behind_stem(engine, passage, at, LONGEST_ROAD, road_end, &from, &name);
        }
        if (end && !put_generic(context, passage, &squeeze, name, from, end)) return false;
        at = end ? end : at + 1;
    }
    return true;
}

/* ── what they say of the rest ───────────────────────────────────────────────────────────────────────────────────────── */

static int32_t korea_of(const NkEngine *engine, const NkMention *mention) {
    return traits_of_name(engine, mention->unspaced, mention->name) & (ONLY_NORTH | ONLY_SOUTH);
}

/* Names right before a generic say nothing, but for that of a city in Korea before the generic of one: before the others a city's name
   is that of a quarter, NAMPO-DONG in Busan. */
static bool set_stems_aside(const Context *context, Passage *passage, int32_t names) {
    const NkEngine *engine = context->engine;
    NkWork *work = context->work;
    int32_t offsets = passage->skeleton_length + 1, *first[] = {TAKEN(work, int32_t, offsets), TAKEN(work, int32_t, offsets)};
    if (!first[false] || !first[true]) return false; /* the first generic that starts at an offset, by script */
    for (int32_t at = 0; at < offsets; at++) first[false][at] = first[true][at] = NONE;
    for (int32_t each = passage->count - 1; each >= names; each--)
        first[passage->mentions[each].unspaced][passage->mentions[each].start] = each;
    for (int32_t at = 0; at < names; at++) {
        NkMention *mention = &passage->mentions[at];
        int32_t generic = first[mention->unspaced][mention->end];
        if (generic == NONE) continue;
        int32_t name = passage->mentions[generic].name;
        bool is_city = engine->is_city_generic[mention->unspaced ? UNSPACED : SPACED][name] && korea_of(engine, mention);
        if (!is_city) mention->role = ROLE_WORD;
    }
    return true;
}

/* Does the text name a place in the North and none in the South, or one in China in Hangul, with its generic? Codes of countries do not
   count. 연길시 인민로 12 is no road of the South. */
static bool is_elsewhere(const NkEngine *engine, const Passage *passage, int32_t names) {
    bool north = false, south = false;
    for (int32_t at = 0; at < names; at++) {
        const NkMention *mention = &passage->mentions[at];
        int32_t traits = traits_of_name(engine, mention->unspaced, mention->name);
        if (mention->unspaced && mention->role == ROLE_TYPED && (traits & ONLY_CHINA)) return true;
        bool is_code = !mention->unspaced && engine->names[SPACED].letters[mention->name] <= SHORT_CODE;
        if (is_aside(mention->role) || is_code) continue;
        north |= (traits & ONLY_NORTH) != 0;
        south |= (traits & ONLY_SOUTH) != 0;
    }
    return north && !south;
}

bool read_korean(const Context *context, Passage *passage) {
    const NkEngine *engine = context->engine;
    int32_t names = passage->count, kept = 0;
    if (passage->holds & HOLDS_ENDING && !find_spaced(context, passage, names)) return false;
    if (passage->holds & HOLDS_HANGUL && !find_unspaced(context, passage, names)) return false;
    if (passage->count == names) return true;
    for (int32_t at = 0; at < names; at++) passage->mentions[at].unused[0] = passage->mentions[at].role == ROLE_MISSPELT;
    if (!set_stems_aside(context, passage, names)) return false;
    int32_t generics = passage->count - names;
    const NkMention *found = passage->mentions + names;
    for (int32_t at = 0; at < names; at++)
        if (!passage->mentions[at].unused[0]) passage->mentions[kept++] = passage->mentions[at];
    bool elsewhere = is_elsewhere(engine, passage, kept);
    passage->count = kept;
    for (int32_t at = 0; !elsewhere && at < generics; at++) passage->mentions[passage->count++] = found[at];
    return true;
}
