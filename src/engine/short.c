/* Roles of Chinese names that stand without their generics: 丹东 in 丹东路, 丹东华洋服装有限公司, 辽宁丹东. What stands behind a name
   says what it is. */

#include "han.h"

enum { STRETCH = 30 };     /* characters behind a name in which something may be said of it */
enum { LONGEST_ZONE = 8 }; /* characters between a place and the word for a zone: 长春汽车经济技术开发区 */

/* The end of the stretch that begins at an offset: the next number or punctuation, some thirty characters at most. */
static int32_t stretch_end(const Han *han, const Line *line, int32_t start) {
    int32_t at = start;
    while (at < start + STRETCH && (is_worded(han, at_offset(line, at)) || at_offset(line, at) == '_')) at++;
    return at;
}

/* Where a generic word of a class first begins in a stretch; NONE where it has none. */
static int32_t first_of(const Han *han, const Line *line, int32_t start, int32_t end, int32_t klass) {
    for (int32_t first = start; first < end; first++) {
        uint64_t hash = HASH_OF_NOTHING;
        for (int32_t at = first; at < end; at++) {
            hash = hashed(hash, line->points[at]);
            if (!lexicon_begins(&han->generics, hash)) break;
            if (lexicon_value(&han->generics, hash, line->points + first, at + 1 - first) == klass) return first;
        }
    }
    return NONE;
}

/* Is there a word for a zone a few characters on? 长春汽车经济技术开发区, 大连花园口经济区. */
static bool heads_a_zone(const Han *han, const Line *line, int32_t start) {
    int32_t zone = first_of(han, line, start, stretch_end(han, line, start), ZONE_WORD);
    return zone != NONE && zone - start <= LONGEST_ZONE;
}

/* 丹东草莓专卖店 sells strawberries; a firm that is registered in Dandong says what it is: 丹东海鲜食品有限公司. */
static bool is_of_goods(const Han *han, const Line *line, int32_t start) {
    if (!starts_with_any(line, start, list_of(han, LIST_GOODS))) return false;
    int32_t end = stretch_end(han, line, start);
    for (int32_t at = start; at < end; at++)
        for (const uint32_t *form = list_of(han, LIST_LEGAL_FORM); *form; form = next_word(form))
            if (at + (int32_t)(next_word(form) - form) - 1 <= end && starts_with(line, at, form)) return false;
    return true;
}

/* 柳河大街 opens a text and nothing else is named: a town's main street has the name of the town. */
static bool is_main_street(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    int32_t at = name->end + among(list_of(han, LIST_PART_OF_TOWN), at_offset(line, name->end));
    return layout->alone && layout->heads && starts_with_any(line, at, list_of(han, LIST_MAIN_STREET));
}

static bool is_side(const Han *han, const Line *line, const Match *name) {
    const uint32_t *points = line->points + name->start;
    int32_t length = name->end - name->start;
    return lexicon_value(&han->generics, hash_of(points, length), points, length) == SIDE_WORD;
}

/* A name before something unknown: in the name of a zone, a company, a building, or loose. */
static int32_t role_before_unknown(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    bool sure = layout->opens || layout->chained;
    int32_t start = name->end, end = stretch_end(han, line, start);
    if (sure && heads_a_zone(han, line, start)) return ROLE_ZONE;
    if (first_of(han, line, start, end, COMPANY_WORD) != NONE) return layout->opens ? ROLE_COMPANY : ROLE_INSIDE;
    if (layout->chained) return ROLE_PLAIN;
    if (first_of(han, line, start, end, BUILDING_WORD) != NONE) return layout->opens ? ROLE_COMPANY : ROLE_INSIDE;
    if (is_side(han, line, name)) return ROLE_INSIDE;
    return layout->heads || (layout->opens && at_offset(line, name->start - 1) == U'道') ? ROLE_HEAD : ROLE_LOOSE;
}

/* A name without any generic: in a chain, at an edge, or before something unknown. */
static int32_t role_of_bare(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    if (is_of_goods(han, line, name->end)) return ROLE_INSIDE;
    if (!layout->followed && !layout->closes) return role_before_unknown(han, line, name, layout);
    return layout->followed || layout->chained || layout->opens ? ROLE_PLAIN : ROLE_LOOSE;
}

Reading reading_of_short(const Han *han, const Line *line, const Match *name, const Layout *layout, Tail tail, bool roughly,
                            int64_t *cuts) {
    /* Unless the next name begins with the word: 沈阳|道义. */
    if (layout->followed && layout->next_end > name->end + tail.length &&
        among(list_of(han, LIST_BEGINS_NAMES_AS_OFTEN_AS_ROADS), at_offset(line, name->end)))
        tail.klass = NOTHING;
    Reading read = {han->followed.role[tail.klass], han->followed.generic[tail.klass]};
    /* A word that is a name only with its generic (城西, 新兴). */
    if (han->senses[name->name] & COMMON && read.role != ROLE_TYPED && !layout->chained) return (Reading){ROLE_INSIDE, GENERIC_NONE};
    bool main = read.role == ROLE_ROAD && is_main_street(han, line, name, layout);
    /* Whoever asks roughly does not want to know what else than a road it is. */
    if (read.role == ROLE_ROAD && !main && roughly) return read;
    if (layout->risky && !stands(han, line, name->start, name->end, cuts)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (main) read.role = ROLE_STREET;
    if (read.role == ROLE_INSIDE && (layout->opens || layout->chained) && heads_a_zone(han, line, name->end)) read.role = ROLE_ZONE;
    if (tail.klass == NOTHING) read.role = role_of_bare(han, line, name, layout);
    return read;
}
