/* What the items of a record say together: each in the light of the others.

   Two things depend on the company an item keeps. Codes speak in a Chinese context only: six digits are a postcode in many
   countries. And in a Chinese text the first division leads, because addresses go from the wide to the narrow: a later name that has
   no place in or around it is that of a village, a zone, a street more often than a contradiction.

   Two items *agree* when a unit of one lies in a unit of the other: 丹东市 and 振兴区 do, 丹东市 and 朝阳区 do not. */

#include "model.h"

/* Is one of some rows, which ascend by where their units open, in a unit? */
static bool reaches(const NkEngine *engine, int32_t unit, const Row *rows, int32_t count) {
    int32_t opens = engine->opens[unit], closes = engine->closes[unit], low = 0, high = count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (engine->opens[rows[middle].unit] < opens) low = middle + 1;
        else high = middle;
    }
    return low < count && engine->opens[rows[low].unit] < closes;
}

static bool any_reaches(const NkEngine *engine, const Row *some, int32_t count, const Row *others, int32_t other_count) {
    for (int32_t at = 0; at < count; at++)
        if (reaches(engine, some[at].unit, others, other_count)) return true;
    return false;
}

static bool agree(const NkEngine *engine, const Row *some, int32_t count, const Row *others, int32_t other_count) {
    return any_reaches(engine, some, count, others, other_count) || any_reaches(engine, others, other_count, some, count);
}

static bool contributions_agree(const NkEngine *engine, const Contribution *one, const Contribution *other) {
    return agree(engine, one->rows, one->count, other->rows, other->count);
}

/* ── names beside names ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* Each name of a field in its loudest role, where it stands first: FUSHUN BRANCH, FUSHUN says Fushun once. Then what counts with the
   names. How many there are of both. */
static int32_t once(const Observation *said, int32_t count, Contribution *found, int32_t *beside) {
    int32_t names = 0;
    for (int32_t at = 0; at < count; at++) {
        if (!(said[at].traits & NAME)) continue;
        int64_t same = without_role(said[at].item);
        int32_t known = 0;
        while (known < names && without_role(found[known].from->item) != same) known++;
        if (known < names && said[at].loudness <= found[known].from->loudness) continue;
        found[known] = (Contribution){&said[at], said[at].rows, said[at].count, 1};
        names += known == names;
    }
    *beside = names;
    for (int32_t at = 0; at < count; at++)
        if (said[at].traits & BESIDE) found[names++] = (Contribution){&said[at], said[at].rows, said[at].count, 1};
    return names;
}

/* A firm called after another place than one that the address states keeps little of its weight. */
static void soften_firms(const NkEngine *engine, Contribution *names, int32_t count) {
    for (int32_t at = 0; at < count; at++) {
        if (!(names[at].from->traits & FIRM)) continue;
        for (int32_t each = 0; each < count; each++) {
            if (!(names[each].from->traits & STATED) || contributions_agree(engine, &names[at], &names[each])) continue;
            names[at].share *= judged(engine, J_KEPT_WHEN_FOLLOWING);
            break;
        }
    }
}

/* One of the two Koreas as the words for it say. */
typedef struct {
    int32_t words;
    double together, loudest;
} Side;

static Side side_of(const Contribution *names, int32_t count, int32_t trait) {
    Side side = {0, 0, 0};
    for (int32_t at = 0; at < count; at++) {
        if (!(names[at].from->traits & trait)) continue;
        double loudness = names[at].from->loudness;
        side.words++;
        side.together += loudness;
        if (loudness > side.loudest) side.loudest = loudness;
    }
    return side;
}

/* Words for both Koreas weigh alike, whatever their number: which one is meant stays open. A country code typed wrongly (KP for a
   firm in Seoul) must not put anyone beyond the border. Each side speaks for its country alone, and the one of which records have
   less speaks up by what its prior lacks. */
static bool balance_koreas(const Context *context, Contribution *names, int32_t count) {
    const NkEngine *engine = context->engine;
    const int32_t traits[] = {NORTH, SOUTH}, country[] = {engine->north, engine->south};
    Side sides[] = {side_of(names, count, NORTH), side_of(names, count, SOUTH)};
    const Side *weaker = sides[0].words <= sides[1].words ? &sides[0] : &sides[1];
    const Side *stronger = weaker == &sides[0] ? &sides[1] : &sides[0];
    double most = judged(engine, J_ONE_KOREA_BESIDE_THE_OTHER), least = most - judged(engine, J_KOREA_ALMOST_AS_LOUD);
    if (!weaker->words || (weaker->loudest < least && stronger->words != 1)) return true;
    double whole = most;
    for (int32_t side = 0; side < 2; side++)
        if (sides[side].together < whole) whole = sides[side].together;
    Row *rows = TAKEN(context->work, Row, 2);
    if (!rows) return false;
    for (int32_t side = 0; side < 2; side++) {
        rows[side] = (Row){(whole + engine->lack[side]) / sides[side].words, country[side]};
        for (int32_t at = 0; at < count; at++) {
            if (!(names[at].from->traits & traits[side])) continue;
            names[at].rows = &rows[side];
            names[at].count = 1;
        }
    }
    return true;
}

/* The units that lead a text so far. */
typedef struct {
    Row *rows;
    int32_t count;
    bool there;
} Lead;

static bool is_division(int32_t level) {
    return level == LEVEL_PROVINCE || level == LEVEL_PREFECTURE || level == LEVEL_COUNTY;
}

/* Another division: it leads if none did, and narrows what did if it can lead. */
static void take_lead(const NkEngine *engine, Lead *lead, Row *spare, const Contribution *name) {
    int32_t count = 0;
    for (int32_t at = 0; at < name->count; at++) {
        int32_t unit = name->rows[at].unit;
        bool narrows = !lead->there;
        for (int32_t each = 0; !narrows && each < lead->count; each++)
            narrows = is_division(engine->level[unit]) && within(engine, unit, lead->rows[each].unit);
        if (narrows) spare[count++] = name->rows[at];
    }
    lead->there = true;
    if (!count) return;
    for (int32_t at = 0; at < count; at++) lead->rows[at] = spare[at];
    lead->count = count;
}

/* 农安县合隆镇 is in Nong'an, wherever the register has 合隆镇 today. */
static bool follow_lead(const Context *context, Contribution *names, int32_t count) {
    const NkEngine *engine = context->engine;
    int32_t most = 0;
    for (int32_t at = 0; at < count; at++) most = names[at].count > most ? names[at].count : most;
    Lead lead = {TAKEN(context->work, Row, most), 0, false};
    Row *spare = TAKEN(context->work, Row, most);
    if (!lead.rows || !spare) return false;
    for (int32_t at = 0; at < count; at++) {
        int32_t traits = names[at].from->traits;
        bool follows = lead.there && (traits & FOLLOWS) && !(traits & WIDE);
        if (follows && !agree(engine, names[at].rows, names[at].count, lead.rows, lead.count))
            names[at].share *= judged(engine, J_KEPT_WHEN_FOLLOWING);
        else if (traits & LEADS) take_lead(engine, &lead, spare, &names[at]);
    }
    return true;
}

/* ── codes beside names ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* Does every plain name speak for something in or around a unit? */
static bool is_borne_out(const NkEngine *engine, int32_t unit, const Contribution *names, int32_t count) {
    Row row = {0, unit};
    for (int32_t at = 0; at < count; at++) {
        if (!(names[at].from->traits & PLACE) || !names[at].count) continue;
        if (!agree(engine, &row, 1, names[at].rows, names[at].count)) return false;
    }
    return true;
}

/* An explicit place beats a wrong postcode or the telephone of an office. Of a code that can mean several places only those count
   that the names bear out. */
static bool yield_to(const Context *context, const Contribution *names, int32_t count, const Observation *code, Contribution *found) {
    const NkEngine *engine = context->engine;
    *found = (Contribution){code, code->rows, code->count, 1};
    Row *kept = TAKEN(context->work, Row, code->count);
    int32_t borne_out = 0;
    if (!kept) return false;
    for (int32_t at = 0; at < code->count; at++)
        if (is_borne_out(engine, code->rows[at].unit, names, count)) kept[borne_out++] = code->rows[at];
    if (borne_out) {
        found->rows = kept;
        found->count = borne_out;
    } else {
        found->share = judged(engine, J_KEPT_WHEN_YIELDING);
    }
    return true;
}

/* ── together ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool observe(const Context *context, const int64_t *items, int32_t count, Observation *found) {
    if (field_of(*items) >= FIELDS) {
        context->work->wrong = NK_BAD_ITEM;
        return false;
    }
    if (!is_code(*items)) return observe_name(context, *items, found);
    return count ? observe_point(context, items, count, found) : observe_code(context, *items, found);
}

/* What each item says by itself; the items of a point are one. */
static Observation *observed(const Context *context, const int64_t *items, int32_t *count) {
    Observation *said = TAKEN(context->work, Observation, *count);
    int32_t found = 0;
    for (int32_t at = 0; said && at < *count;) {
        int32_t point = point_length(items + at, *count - at);
        if (!observe(context, items + at, point, &said[found])) return NULL;
        said[found++].place = at;
        at += point ? point : 1;
    }
    *count = found;
    return said;
}

/* Leave out what speaks for nothing. */
static int32_t audible(Contribution *said, int32_t count) {
    int32_t kept = 0;
    for (int32_t at = 0; at < count; at++)
        if (said[at].count) said[kept++] = said[at];
    return kept;
}

bool combine(const Context *context, const int64_t *items, int32_t count, Contributions *found) {
    const NkEngine *engine = context->engine;
    const Observation *said = observed(context, items, &count);
    Contribution *every = found->of = TAKEN(context->work, Contribution, count);
    if (!said || !every) return false;
    int32_t names = 0, with_names = once(said, count, every, &names);
    int32_t in_names = 0, in_others = 0;
    for (int32_t at = 0; at < names; at++) in_names |= every[at].from->traits;
    for (int32_t at = 0; at < count; at++) in_others |= said[at].traits & NAME ? 0 : said[at].traits;
    bool chinese = !(in_names & ABROAD) && ((in_names & CHINESE) || (in_others & CONTEXT));
    soften_firms(engine, every, names);
    if (((in_names | in_others) & NORTH) && ((in_names | in_others) & SOUTH) && !balance_koreas(context, every, with_names))
        return false;
    if (chinese && (in_names & LEADS) && !follow_lead(context, every, with_names)) return false;
    found->count = with_names;
    for (int32_t at = 0; chinese && at < count; at++) {
        if (!(said[at].traits & CODE)) continue;
        if (!yield_to(context, every, with_names, &said[at], &every[found->count++])) return false;
    }
    found->count = audible(every, found->count);
    return true;
}
