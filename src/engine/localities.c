/* What is named behind a place that shares its name: villages, quarters and roads tell which one is meant.

   朝阳区清和街      there is a 清和街道 in Changchun's 朝阳区 and none in Beijing's
   红旗镇和平村      the 红旗镇 that has a 和平村 */

#include "passage.h"

#include <string.h>

enum { STRETCH = 30, MOST_SOUGHT = 2, LONGEST = 4, SHORTEST = 2, LONGEST_STREET = 4 };

/* What stands behind the place. */
typedef struct {
    const Context *context;
    Passage *passage;
    const Line *line;
    const NkMention *place;
    int32_t length; /* of the line, without the TEXT_END */
} Behind;

static const Han *han_of(const Behind *behind) { return &behind->context->engine->han; }

static int32_t number_in(const Lexicon *known, const Line *line, int32_t start, int32_t end) {
    const uint32_t *points = line->points + start;
    return lexicon_value(known, hash_of(points, end - start), points, end - start);
}

/* Can a name be that of something in one of the places that the shared name means? References ascend by unit. */
static bool are_of_one(const Behind *behind, int32_t local) {
    const NkEngine *engine = behind->context->engine;
    const Names *scanned = &engine->names[UNSPACED], *late = &engine->names[LATE];
    Units theirs = list_at(&scanned->references, behind->place->name), its = list_at(&late->references, local - scanned->count);
    for (int32_t one = 0, other = 0; one < theirs.count && other < its.count;) {
        int32_t left = theirs.of[one] >> KIND_BITS, right = its.of[other] >> KIND_BITS;
        if (left == right) return true;
        if (left < right) one++;
        else other++;
    }
    return false;
}

static bool put_local(const Behind *behind, int32_t name, int32_t generic, int32_t start, int32_t end) {
    return push(behind->context, behind->passage, (NkMention){name, ROLE_LOCAL, generic, start, end, 0, 0, true, false, {0}});
}

/* ── behind a town ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The village right behind a township, if it is one of a township of that name. */
static bool read_village(const Behind *behind) {
    const NkEngine *engine = behind->context->engine;
    int32_t start = behind->place->end;
    for (int32_t length = LONGEST; length >= SHORTEST; length--) {
        if (start + length > behind->length) continue;
        int32_t name = number_in(&engine->villages, behind->line, start, start + length);
        if (name != NONE && are_of_one(behind, name)) return put_local(behind, name, GENERIC_VILLAGE, start, start + length);
    }
    return true;
}

/* A street right behind it, by its word: 大街, 街, 路. */
static bool has_street(const Behind *behind) {
    const Line *line = behind->line;
    int32_t start = behind->place->end;
    for (int32_t length = 0; length <= LONGEST_STREET; length++) {
        int32_t at = start + length;
        uint32_t point = at_offset(line, at), next = at_offset(line, at + 1);
        if (length && point == U'大' && next == U'街' && at_offset(line, at + 2) != U'道') return true;
        if (length && (point == U'街' || point == U'路') && next != U'道') return true;
        if (point < 0x4E00 || point > 0x9FFF) return false;
    }
    return false;
}

/* ── behind another place ────────────────────────────────────────────────────────────────────────────────────────────── */

/* The last character of the word for a road, village or quarter that begins at an offset; TEXT_END where none does. */
static uint32_t local_word_at(const Behind *behind, int32_t at) {
    int32_t from = behind->place->end + SHORTEST, to = behind->place->end + STRETCH + LONGEST;
    if (at < from || at >= to || at >= behind->length) return TEXT_END;
    Tail tail = tail_at(han_of(behind), behind->line, at);
    bool local = tail.klass == ROAD_WORD || tail.klass == VILLAGE || tail.klass == SUBDISTRICT;
    return local ? at_offset(behind->line, at + tail.length - 1) : (uint32_t)TEXT_END;
}

/* A quarter by its bare name before a word for a quarter or a road; a road by its own word: 南京北路 is no 南京街. Its end, 0 for
   none. */
static int32_t locality_at(const Behind *behind, int32_t start, int32_t *name) {
    const Lexicon *known = &behind->context->engine->localities;
    for (int32_t length = LONGEST; length >= SHORTEST; length--) {
        uint32_t word = local_word_at(behind, start + length);
        if (word == TEXT_END) continue;
        uint32_t points[LONGEST + 1];
        memcpy(points, behind->line->points + start, (size_t)length * sizeof *points);
        points[length] = word;
        uint64_t stem = hash_of(points, length);
        *name = lexicon_value(known, hashed(stem, word), points, length + 1);
        if (*name == NONE) *name = lexicon_value(known, stem, points, length);
        if (*name != NONE && are_of_one(behind, *name)) return start + length;
    }
    return 0;
}

static bool read_quarters(const Behind *behind) {
    int32_t last = behind->place->end + STRETCH, found = 0;
    if (last > behind->length) last = behind->length;
    for (int32_t at = behind->place->end; at < last && found < MOST_SOUGHT;) {
        int32_t name = NONE, end = locality_at(behind, at, &name);
        if (end && !put_local(behind, name, GENERIC_NONE, at, end)) return false;
        found += end != 0;
        at = end ? end : at + 1;
    }
    return true;
}

/* Does a word for roads or quarters begin at an offset, `#` standing for a numeral? Its length, 0 if not. 第二社区 is a quarter as every
   city has them, and 社会 is society; 社 alone is a group of a village. */
static int32_t regional_at(const Han *han, const Line *line, int32_t at, const uint32_t *word) {
    int32_t length = 0;
    for (; word[length]; length++) {
        uint32_t point = at_offset(line, at + length);
        if (word[length] == '#' ? !among(list_of(han, LIST_NUMERAL), point) : point != word[length]) return 0;
    }
    return among(list_of(han, LIST_BEHIND_A_WORD_THAT_IS_NO_QUARTER), at_offset(line, at + length)) ? 0 : length;
}

/* A word for roads or quarters that one region uses more than others. */
static bool read_regional(const Behind *behind) {
    const NkEngine *engine = behind->context->engine;
    for (int32_t at = behind->place->end; at < behind->length; at++)
        for (int32_t each = 0; each < engine->regional_words; each++) {
            const uint32_t *word = engine->regional_word + (ptrdiff_t)each * REGIONAL_WIDTH;
            int32_t length = regional_at(han_of(behind), behind->line, at, word);
            if (!length) continue;
            int32_t start = at + (word[0] == '#'), end = at + length - (word[length - 1] == '#');
            return put_local(behind, engine->regional_name + each, GENERIC_NONE, start, end);
        }
    return true;
}

bool read_localities(const Context *context, Passage *passage, int32_t place) {
    const NkEngine *engine = context->engine;
    NkMention shared = passage->mentions[place];
    Behind behind = {context, passage, &passage->line, &shared, passage->line.length - 1};
    if (!(engine->names[UNSPACED].senses[shared.name] & OF_TOWN)) return read_quarters(&behind) && read_regional(&behind);
    if (!read_village(&behind)) return false;
    return !has_street(&behind) || put_local(&behind, shared.name, GENERIC_TOWN, shared.start, shared.end);
}
