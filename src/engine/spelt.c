/* Names in Hangul and kana. Korean parts its words with spaces, so a name stands at the beginning of a word or behind another name:
   해주 is none in 연해주, 룡강 none in 흑룡강성, 시강 none across 심양시 강남. What is left of the word says what the name does:

   단동시 진흥구          alone in its word
   연변조선족자치주룡정시    before another name
   금강로 12             names a road
   요양병원              names a hospital, if it is the town at all
   단동에서              before a particle
   사평동, 사평리가        only begins a longer word */

#include "han.h"

enum { SHORTEST_SURE = 3 };   /* syllables of a name that is no piece of other words by chance */
enum { LONGEST_REST = 2 };  /* syllables with which a name and its generic become another word: 시민, 시내에 */
enum { LONGEST_SPELT = 24 };

/* Does the word go on from one character to the next? */
static bool goes_on(const Line *line, int32_t at) {
    uint32_t script = spelling_of(at_offset(line, at - 1));
    return at > 0 && script && !(line->breaks && line->breaks[at]) && spelling_of(at_offset(line, at)) == script;
}

bool is_inside_word(const Line *line, int32_t at) { return goes_on(line, at); }

/* Where the word ends that goes on at an offset. */
static int32_t word_end(const Line *line, int32_t at) {
    int32_t most = at + LONGEST_SPELT;
    while (at < most && goes_on(line, at)) at++;
    return at;
}

/* Is there nothing but a particle from an offset to the end of the word? */
static bool is_particle(const Han *han, const Line *line, int32_t start, int32_t end) {
    for (const uint32_t *each = list_of(han, LIST_KOREAN_PARTICLE); *each; each = next_word(each))
        if (end - start == next_word(each) - each - 1 && starts_with(line, start, each)) return true;
    return false;
}

/* The generic word from an offset to the end of a word, or to a particle or number behind it. Numbers stand in names of roads:
   금강로12번길. */
static Tail generic_to_end(const Han *han, const Line *line, int32_t start) {
    Tail found = {NOTHING, 0};
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length - 1 && (at == start || goes_on(line, at)); at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->generics, hash)) break;
        int32_t klass = lexicon_value(&han->generics, hash, line->points + start, at + 1 - start), end = word_end(line, at + 1);
        if (klass == NONE || klass >= NOTHING) continue;
        if (end == at + 1 || is_particle(han, line, at + 1, end)) found = (Tail){klass, at + 1 - start};
    }
    return found;
}

/* Does a word for a company begin somewhere in the rest of a word? */
static bool has_company(const Han *han, const Line *line, int32_t start, int32_t end) {
    for (int32_t first = start; first < end; first++) {
        uint64_t hash = HASH_OF_NOTHING;
        for (int32_t at = first; at < end; at++) {
            hash = hashed(hash, line->points[at]);
            if (!lexicon_begins(&han->generics, hash)) break;
            if (lexicon_value(&han->generics, hash, line->points + first, at + 1 - first) == COMPANY_WORD) return true;
        }
    }
    return false;
}

/* May a name end here: with its word, before a generic or a particle, or where another name begins? */
static bool may_end(const Han *han, const Line *line, int32_t at) {
    if (!goes_on(line, at)) return true;
    int32_t end = word_end(line, at), next = at;
    return generic_to_end(han, line, at).klass != NOTHING || is_particle(han, line, at, end) ||
           longest_name(han, line, at, &next) != NONE;
}

/* The longest name that begins at an offset and may end where it does; else the longest one. White space is in it only when it is
   whole words: 연변 조선족 자치주, 단 동 시. */
int32_t longest_spelt(const Han *han, const Line *line, int32_t start, int32_t *end) {
    int32_t name = NONE, fitting = NONE, fitting_end = start;
    bool broken = false, inside = is_inside_word(line, start) || (is_digit(at_offset(line, start - 1)) && !line->breaks[start]);
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length - 1; at++) {
        broken |= at > start && line->breaks[at];
        if (broken && inside) break;
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->names, hash)) break;
        int32_t found = lexicon_value(&han->names, hash, line->points + start, at + 1 - start);
        if (found == NONE || (broken && goes_on(line, at + 1))) continue;
        name = found, *end = at + 1;
        if (may_end(han, line, at + 1)) fitting = found, fitting_end = at + 1;
    }
    if (fitting == NONE) return name;
    *end = fitting_end;
    return fitting;
}

/* What a name is that the rest of its word makes into something unknown. */
static Reading reading_before_rest(const Han *han, const Line *line, const Match *name, const Layout *layout, uint8_t sense,
                                   int32_t end) {
    int32_t rest = end - name->end;
    bool sure = sense & COMPLETE || name->end - name->start >= SHORTEST_SURE;
    if (has_company(han, line, name->end, end)) {
        bool korean = sense & (KOREAN | COMMON) && !(sense & COMPLETE);
        return (Reading){korean || !layout->opens ? ROLE_INSIDE : ROLE_COMPANY, GENERIC_NONE};
    }
    return (Reading){sure && rest > LONGEST_REST && !(sense & OF_COUNTRY_HAN) ? ROLE_LOOSE : ROLE_WORD, GENERIC_NONE};
}

/* Is a name numbered: 남산1동, 송림2로? A piece of a town has a number, a town has none. */
static bool is_numbered(const Line *line, int32_t at) {
    int32_t start = at;
    while (is_digit(at_offset(line, at)) && !line->breaks[at]) at++;
    return at > start && !line->breaks[at] && spelling_of(at_offset(line, at));
}

/* Do two short names meet in a word by chance: 대관|대리? Where the first is in Korea, where anything is called so. */
static bool meets_by_chance(const Han *han, const Line *line, const Match *first) {
    return first->end - first->start < SHORTEST_SURE && goes_on(line, first->end) &&
           (han->senses[first->name] & (KOREAN | COMPLETE | OF_COUNTRY_HAN)) == KOREAN;
}

/* Does the sign of a company stand before the name or behind it: (주)대련, 장춘(주)? */
static bool is_of_company(const Han *han, const Line *line, const Match *name) {
    for (const uint32_t *sign = list_of(han, LIST_SIGN_OF_A_KOREAN_COMPANY); *sign; sign = next_word(sign)) {
        int32_t before = name->start - (int32_t)(next_word(sign) - sign - 1);
        if (starts_with(line, name->end, sign) || (before >= 0 && starts_with(line, before, sign))) return true;
    }
    return false;
}

/* A name with its generic, or that of a country. */
static int32_t role_of_clear(const Layout *layout, uint8_t sense) {
    return sense & COMPLETE && !(sense & OF_COUNTRY_HAN) ? ROLE_TYPED : layout->opens || layout->chained ? ROLE_PLAIN : ROLE_LOOSE;
}

Reading reading_of_spelt(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    uint8_t sense = han->senses[name->name];
    int32_t end = word_end(line, name->end);
    Tail tail = generic_to_end(han, line, name->end);
    bool whole = end == name->end || is_particle(han, line, name->end, end);
    if (tail.klass == NOTHING && !whole && !layout->followed) return reading_before_rest(han, line, name, layout, sense, end);
    bool clear = sense & (COMPLETE | OF_COUNTRY_HAN);
    if ((layout->followed && meets_by_chance(han, line, name)) || (layout->chained && meets_by_chance(han, line, name - 1)))
        return (Reading){ROLE_WORD, GENERIC_NONE};
    if (!(sense & COMPLETE) && is_numbered(line, name->end)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (tail.klass != NOTHING && !(clear && whole)) {
        int32_t role = han->followed.role[tail.klass];
        if (sense & COMMON && role != ROLE_TYPED && !layout->chained) return (Reading){ROLE_WORD, GENERIC_NONE};
        /* 사평역 is a station in Seoul, 덕천역 one in Busan. */
        if (role == ROLE_INSTITUTION && sense & KOREAN && !clear && !layout->chained) role = sense & SOUTHERN ? ROLE_INSIDE : ROLE_LOOSE;
        return (Reading){sense & OF_COUNTRY_HAN && role != ROLE_ROAD ? ROLE_INSIDE : role, han->followed.generic[tail.klass]};
    }
    if (clear) return (Reading){role_of_clear(layout, sense), GENERIC_NONE};
    if ((sense & COMMON && !layout->chained) || is_of_company(han, line, name)) return (Reading){ROLE_INSIDE, GENERIC_NONE};
    return (Reading){layout->opens || layout->chained || layout->followed ? ROLE_PLAIN : ROLE_LOOSE, GENERIC_NONE};
}
