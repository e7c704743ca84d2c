/* Chains of divisions: what the gazetteer adds to one, and which of several is meant.

   杭州市萧山区闻堰                  闻堰 has no generic; 闻堰街道 is a subdistrict of the district before it
   浙江省宁波市浙江省宁波市鄞州区      a form has written the chain twice: the longest counts, of equals the later */

#include "components.h"

enum { LONGEST_BARE = 4, SHORTEST_BARE = 2, LONGEST_GENERIC = 2 };

/* ── names without their generic right behind the division they are in ───────────────────────────────────────────────────── */

/* The unit inside a division that bears a name, with some characters behind it, of one kind (KINDS for any); NONE for none. */
static int32_t inside_of(const HanText *text, const Division *around, int32_t end, const uint32_t *generic, int32_t kind) {
    const NkEngine *engine = text->text.engine;
    uint32_t name[LONGEST_BARE + LONGEST_GENERIC];
    int32_t length = 0;
    for (int32_t at = around->end; at < end; at++) name[length++] = text->text.points[at];
    for (; *generic && length < LONGEST_BARE + LONGEST_GENERIC; generic++) name[length++] = *generic;
    int32_t number = lexicon_value(&engine->han.names, hash_of(name, length), name, length);
    if (number == NONE || around->unit == NONE) return NONE;
    Units references = meanings_of(engine, true, number);
    for (int32_t at = 0; at < references.count; at++) {
        int32_t unit = references.of[at] >> KIND_BITS;
        if ((kind == KINDS || (references.of[at] & KIND_MASK) == kind) && within(engine, unit, around->unit)) return unit;
    }
    return NONE;
}

/* A county named without its generic right behind its prefecture: 绍兴柯桥. */
static bool county_behind(const HanText *text, const Division *around, int32_t limit, Division *found) {
    static const uint32_t nothing[] = {0}, district[] = {U'区', 0};
    for (int32_t length = LONGEST_BARE; length >= SHORTEST_BARE; length--) {
        int32_t end = around->end + length;
        if (end > limit || begins_with(&text->text, end, LIST_NO_COUNTY_BEFORE)) continue;
        if (begins_with(&text->text, end, LIST_ZONE_BEHIND_ITS_COUNTY)) continue;
        int32_t unit = inside_of(text, around, end, nothing, KIND_SHORT);
        /* One that is no more, and whose short name the gazetteer does not have. */
        if (unit == NONE) unit = inside_of(text, around, end, district, KIND_FORMER);
        if (unit == NONE || unit == around->unit || text->text.engine->level[unit] != LEVEL_COUNTY) continue;
        *found = (Division){LABEL_COUNTY, around->end, end, unit};
        return true;
    }
    return false;
}

/* A town named without its generic, or with another one, right behind its county: 萧山区闻堰. */
static bool town_behind(const HanText *text, const Division *around, int32_t limit, Division *found) {
    const uint32_t *generics = list_of(&text->text.engine->han, LIST_GENERIC_OF_A_TOWN);
    for (int32_t length = LONGEST_BARE; length >= SHORTEST_BARE; length--) {
        int32_t end = around->end + length, unit = NONE;
        if (end > limit || begins_with(&text->text, end, LIST_NO_TOWN_BEFORE)) continue;
        for (const uint32_t *generic = generics; *generic && unit == NONE; generic = next_word(generic))
            unit = inside_of(text, around, end, generic, KINDS);
        if (unit == NONE) continue;
        Stretch seen = until(&text->text, limit);
        int32_t tail = longest_of(ends_of(&seen, end, LIST_GENERIC_OF_ANOTHER_TOWN));
        *found = (Division){LABEL_TOWNSHIP, around->end, tail > 0 ? end + tail : end, NONE};
        return true;
    }
    return false;
}

/* The divisions, and those named without a generic right behind the division they are in. False when there is no memory. */
bool add_bare_names(const Context *context, const HanText *text, const Divisions *known, Divisions *found) {
    *found = (Divisions){TAKEN(context->work, Division, 3 * (size_t)known->count), 0};
    if (!found->rows) return false;
    for (int32_t at = 0; at < known->count; at++) {
        Division *last = &found->rows[found->count++];
        int32_t limit = at + 1 < known->count ? known->rows[at + 1].start : text->text.length;
        *last = known->rows[at];
        if (last->label == LABEL_PREFECTURE && county_behind(text, last, limit, last + 1)) last++, found->count++;
        if (last->label == LABEL_PREFECTURE || last->label == LABEL_COUNTY) found->count += town_behind(text, last, limit, last + 1);
    }
    for (int32_t at = 0; at < found->count; at++)
        if (found->rows[at].unit != NONE && is_municipality(context->engine, found->rows[at].unit))
            found->rows[at].label = LABEL_PREFECTURE;
    return true;
}

/* ── chains written twice ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A run of divisions from the wide to the narrow: how many there are, how many count for which is the longest, how many of these are in
   full. */
typedef struct {
    const Division *first;
    int32_t count, counted, full;
} Run;

static bool is_full(const Stretch *text, const Division *division) {
    return ends_with(text, division->start, division->end, LIST_DIVISION_IN_FULL);
}

static bool is_counted(const Division *division) { return division->label >= LABEL_PROVINCE && division->label <= LABEL_COUNTY; }

/* Does the later of two chains count? One that is as wide and as long does; one that starts lower must be in full.

   浙江省杭州市 浙江省杭州市…   the later; of 浙江杭州余杭区 杭州市余杭区… the later too, and of 浙江省杭州市 杭州市… the former */
static bool tells_more(const Run *later, const Run *former) {
    if (rank_of(later->first->label) > rank_of(former->first->label)) return later->full > former->full;
    return later->counted >= former->counted && (later->counted > 1 || later->count >= former->count);
}

/* Does a chain go on: is the next division narrower? Behind what is none of them a town is. */
static bool goes_on(const Division *last, const Division *next) {
    int32_t rank = rank_of(last->label);
    return rank_of(next->label) > (rank < LABELS ? rank : (int32_t)LABEL_COUNTY);
}

/* The run that counts. */
static Run best_run(const Stretch *text, const Divisions *divisions) {
    Run best = {0}, run = {.first = divisions->rows};
    for (int32_t at = 0; at < divisions->count; at++) {
        bool counts = is_counted(&divisions->rows[at]);
        run.count++;
        run.counted += counts;
        run.full += counts && is_full(text, &divisions->rows[at]);
        if (at + 1 < divisions->count && goes_on(&divisions->rows[at], &divisions->rows[at + 1])) continue;
        if (!best.first || tells_more(&run, &best)) best = run;
        run = (Run){.first = &divisions->rows[at + 1]};
    }
    return best;
}

/* Is a county named right behind another one, and so no repetition: 绍兴县柯桥区 has the old and the new name? */
static bool is_second(const Stretch *text, const Division *known, const Division *division) {
    if (division->label != LABEL_COUNTY || division->start != known->end || !is_full(text, division)) return false;
    return point_at(text, known->start) != point_at(text, division->start) ||
           point_at(text, known->start + 1) != point_at(text, division->start + 1);
}

static int32_t length_of_division(const Division *division) { return division->end - division->start; }

/* The divisions as pieces, those that only repeat others as LABEL_OTHER. */
void put_once(const HanText *text, const Divisions *divisions, Pieces *pieces) {
    const Division *kept[LABELS] = {NULL}, *every = divisions->rows;
    Run best = best_run(&text->text, divisions);
    for (int32_t at = 0; at < best.count; at++) kept[best.first[at].label] = &best.first[at];
    for (int32_t at = 0; at < divisions->count; at++) {
        const Division **known = &kept[every[at].label];
        if (!*known) *known = &every[at];
        if (every[at].start == (*known)->end && length_of_division(&every[at]) > length_of_division(*known)) *known = &every[at];
    }
    for (int32_t at = 0; at < divisions->count; at++) {
        const Division *known = kept[every[at].label];
        bool counts = every[at].label > LABEL_TOWNSHIP || known == &every[at] || is_second(&text->text, known, &every[at]);
        put_piece(pieces, counts ? every[at].label : LABEL_OTHER, every[at].start, every[at].end);
    }
}
