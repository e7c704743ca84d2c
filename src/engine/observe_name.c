/* What a name says by itself: for each unit that it can mean, how loudly it speaks for it.

   A name has the weight of its rule for each place and kind (weights.c). What stands for little is louder; what is large is louder
   than its namesakes abroad; namesakes in China that are spelt in letters share their weight out by how often trade records name
   each. A column can lift a name or cap it. */

#include "model.h"

#include <stdlib.h>

/* A unit that a name can mean, and what the name is to it. */
typedef struct {
    int32_t unit, kind;
    double share;  /* the part of the unit's prior weight that it stands for */
    double weight; /* 0 where it says nothing */
} Meaning;

typedef struct {
    Meaning *of;
    int32_t count;
} Meanings;

const Names *names_of(const NkEngine *engine, int64_t item, int32_t *name, int32_t *wrong) {
    int32_t number = name_of(item);
    const Names *names = &engine->names[is_unspaced(item) ? UNSPACED : SPACED];
    if (number >= names->count && is_unspaced(item)) { /* villages and quarters have numbers behind all others */
        number -= names->count;
        names = &engine->names[LATE];
    }
    *name = number;
    if (number < names->count) return names;
    *wrong = NK_BAD_ITEM;
    return NULL;
}

/* Does a name stand for something that can only be heard where the text says more? */
static bool is_fixed(int32_t role) { return role == ROLE_LOCAL || role == ROLE_STREET; }

static int32_t rule_of(const NkEngine *engine, const Units *references, int32_t role, int32_t generic) {
    if (role == ROLE_LOCAL && generic == GENERIC_TOWN) return RULE_STREET_IN_A_TOWN;
    if (role == ROLE_LOCAL && generic == GENERIC_VILLAGE) return RULE_VILLAGE;
    if (role != ROLE_PLAIN) return RULE_OF_ROLE[role];
    for (int32_t at = 0; at < references->count; at++) {
        int32_t unit = references->of[at] >> KIND_BITS, kind = references->of[at] & KIND_MASK;
        if (!has_flag(engine, unit, UNIT_COUNTRY) || is_abroad(kind)) return RULE_NAME;
    }
    return RULE_COUNTRY;
}

/* Has a township the name of its county? Those elsewhere are known by their county, and say it by their kind. */
static bool is_seat(const NkEngine *engine, int32_t unit, int32_t kind) {
    if (kind == KIND_SEAT || engine->level[unit] != LEVEL_TOWNSHIP) return kind == KIND_SEAT;
    return has_flag(engine, unit, UNIT_SEAT);
}

/* What a name can mean as it stands. A street in a town speaks for towns that are seats. A main street speaks for counties, and not
   at all where a bigger place has the name: 西安大路 is in Changchun. */
static bool meanings_of(const Context *context, const Units *references, int32_t role, int32_t generic, Meanings *found) {
    const NkEngine *engine = context->engine;
    found->of = TAKEN(context->work, Meaning, references->count);
    found->count = 0;
    if (!found->of) return false;
    for (int32_t at = 0; at < references->count; at++) {
        int32_t unit = references->of[at] >> KIND_BITS, kind = references->of[at] & KIND_MASK;
        if (role == ROLE_LOCAL && generic == GENERIC_TOWN && !is_seat(engine, unit, kind)) continue;
        if (role == ROLE_STREET) {
            if (is_of_town(kind)) continue;
            if (is_wide(engine->level[unit])) {
                found->count = 0;
                return true;
            }
        }
        found->of[found->count++] = (Meaning){unit, kind, 0, 0};
    }
    return true;
}

/* What part of its unit's prior weight each meaning stands for. Among names that nothing but places abroad have, the largest stands
   for its country as the name of the country does: with nothing in China to be confused with, how large it is does not matter. What
   had the name once counts for little beside them. */
static void share_out(const NkEngine *engine, const Meanings *meanings) {
    bool some_abroad = false;
    for (int32_t at = 0; at < meanings->count; at++) some_abroad |= is_abroad(meanings->of[at].kind);
    double largest = 0;
    for (int32_t at = 0; at < meanings->count; at++) {
        Meaning *meaning = &meanings->of[at];
        bool is_former = some_abroad && meaning->kind == KIND_FORMER;
        meaning->share = is_former ? judged(engine, J_NAME_OUT_OF_USE) : engine->kind_share[meaning->kind];
        double size = is_former || is_abroad(meaning->kind) ? meaning->share : 1;
        if (size > largest) largest = size;
    }
    for (int32_t at = 0; at < meanings->count; at++) {
        Meaning *meaning = &meanings->of[at];
        if (is_abroad(meaning->kind) || (some_abroad && meaning->kind == KIND_FORMER)) meaning->share /= largest;
    }
}

/* What a name gains whose places have so much prior weight together: chance puts 珲春 into a text seldomer than 和平. */
double rarity(const NkEngine *engine, double whole) {
    double gain = log(judged(engine, J_RARITY_FROM) / whole);
    return judged(engine, J_RARITY) * (gain > 0 ? gain : 0);
}

static double rarity_of(const NkEngine *engine, const Meanings *meanings) {
    double whole = 0;
    for (int32_t at = 0; at < meanings->count; at++) whole += engine->mass[meanings->of[at].unit] * meanings->of[at].share;
    return rarity(engine, whole > 0 ? whole : 1);
}

/* What local names and main streets weigh, whatever the kind of the name. */
static double fixed_weight(const NkEngine *engine, int32_t unit, int32_t rule) {
    if (rule != RULE_MAIN_STREET) return engine->clue[rule];
    if (engine->level[unit] != LEVEL_COUNTY) return 0;
    return engine->clue[rule] + (has_flag(engine, unit, UNIT_NORTHERN) ? 0 : judged(engine, J_SOUTHERN_MAIN_STREET));
}

/* What namesakes among divisions gain or lose for how often trade records name them. How loudly a name speaks in all stays as it is:
   its weight is shared out anew among them. */
typedef struct {
    double log_ratio;
    bool applies;
} Trade;

static bool is_namesake(const NkEngine *engine, const Meaning *meaning) {
    int32_t level = engine->level[meaning->unit];
    return (level == LEVEL_PREFECTURE || level == LEVEL_COUNTY) && !is_of_town(meaning->kind) && !is_abroad(meaning->kind);
}

static Trade trade_of(const NkEngine *engine, const Meanings *meanings) {
    double loud = 0, traded = 0;
    for (int32_t at = 0; at < meanings->count; at++) {
        const Meaning *meaning = &meanings->of[at];
        if (meaning->weight <= 0 || !is_namesake(engine, meaning)) continue;
        double weight = exp(meaning->weight) * engine->mass[meaning->unit];
        loud += weight;
        traded += weight * engine->trade[meaning->unit];
    }
    return (Trade){loud > 0 ? log(loud / traded) : 0, loud > 0};
}

static double gained(const NkEngine *engine, const Meaning *meaning, Trade trade) {
    if (!trade.applies || !is_namesake(engine, meaning)) return 0;
    return rint((engine->log_trade[meaning->unit] + trade.log_ratio) * 1000) / 1000;
}

/* Put the largest weight of each unit into rows, which ascend by unit as meanings do. */
static int32_t loudest(const Meanings *meanings, Row *rows) {
    int32_t count = 0;
    for (int32_t at = 0; at < meanings->count; at++) {
        const Meaning *meaning = &meanings->of[at];
        if (meaning->weight <= 0) continue;
        if (count && rows[count - 1].unit == meaning->unit) {
            if (meaning->weight > rows[count - 1].weight) rows[count - 1].weight = meaning->weight;
        } else {
            rows[count++] = (Row){meaning->weight, meaning->unit};
        }
    }
    return count;
}

static int32_t moved_count(const NkEngine *engine, const Row *rows, int32_t count) {
    int32_t more = 0;
    for (int32_t at = 0; at < count; at++) more += list_at(&engine->moved, rows[at].unit).count;
    return more;
}

static bool has_unit(const Row *rows, int32_t count, int32_t unit) {
    for (int32_t at = 0; at < count; at++)
        if (rows[at].unit == unit) return true;
    return false;
}

/* Put the counties behind them that lay in one of the units once; what a name says itself goes first. */
static int32_t with_moved(const NkEngine *engine, Row *rows, int32_t count) {
    double less = judged(engine, J_COUNTY_UNDER_ITS_FORMER_PREFECTURE);
    int32_t own = count;
    for (int32_t at = 0; at < own; at++) {
        Units counties = list_at(&engine->moved, rows[at].unit);
        double weight = rows[at].weight + less;
        for (int32_t each = 0; weight > 0 && each < counties.count; each++)
            if (!has_unit(rows, count, counties.of[each])) rows[count++] = (Row){weight, counties.of[each]};
    }
    return count;
}

static void weigh_meanings(const NkEngine *engine, const Meanings *meanings, int64_t item, const Standing *standing) {
    share_out(engine, meanings);
    bool fixed = is_fixed(standing->role), quiet = standing->role == ROLE_LOCAL || standing->generic == GENERIC_VILLAGE;
    double rare = quiet ? 0 : rarity_of(engine, meanings);
    for (int32_t at = 0; at < meanings->count; at++) {
        Meaning *meaning = &meanings->of[at];
        meaning->weight = fixed ? fixed_weight(engine, meaning->unit, standing->rule)
                                : weight_of(engine, meaning->unit, meaning->kind, standing);
    }
    Trade trade = is_unspaced(item) ? (Trade){0, false} : trade_of(engine, meanings);
    for (int32_t at = 0; at < meanings->count; at++) {
        Meaning *meaning = &meanings->of[at];
        if (meaning->weight <= 0) continue;
        double size = is_of_town(meaning->kind) ? 0 : log(meaning->share);
        meaning->weight += rare + size + gained(engine, meaning, trade);
    }
}

/* ── as its column takes it ──────────────────────────────────────────────────────────────────────────────────────────── */

static double largest_of(const Row *rows, int32_t count) {
    double largest = 0;
    for (int32_t at = 0; at < count; at++)
        if (rows[at].weight > largest) largest = rows[at].weight;
    return largest;
}

/* JILIN in a column for cities is the city. */
static int32_t without_provinces(const NkEngine *engine, Row *rows, int32_t count) {
    int32_t kept = 0;
    for (int32_t at = 0; at < count; at++) kept += !has_flag(engine, rows[at].unit, UNIT_PLAIN_PROVINCE);
    if (!kept || kept == count) return count;
    kept = 0;
    for (int32_t at = 0; at < count; at++)
        if (!has_flag(engine, rows[at].unit, UNIT_PLAIN_PROVINCE)) rows[kept++] = rows[at];
    return kept;
}

static int32_t in_its_field(const NkEngine *engine, int32_t field, int32_t *rule, Row *rows, int32_t count) {
    if (field == FIELD_CITY) count = without_provinces(engine, rows, count);
    if (field == FIELD_PORT) {
        double most = engine->clue[*rule = RULE_PORT_OF_LOADING];
        for (int32_t at = 0; at < count; at++)
            if (rows[at].weight > most) rows[at].weight = most;
    }
    if (field == FIELD_CITY || field == FIELD_REGION || field == FIELD_COUNTRY) {
        double top = largest_of(rows, count), name = engine->clue[RULE_NAME];
        double lift = engine->clue[*rule = RULE_FIELD] - (top > name ? top : name);
        for (int32_t at = 0; lift > 0 && at < count; at++) rows[at].weight += lift;
    }
    return count;
}

/* ── its traits ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_of_firm(int32_t rule) {
    return rule == RULE_HEAD_OF_A_COMPANY_NAME || rule == RULE_NAME_AT_THE_HEAD ||
           rule == RULE_INSIDE_A_COMPANY_OR_BUILDING_NAME || rule == RULE_INSTITUTION_NAME;
}

static bool is_large(int32_t rule) {
    return rule == RULE_NAME_WITH_ITS_GENERIC || rule == RULE_COUNTRY || rule == RULE_COUNTRY_AT_THE_END;
}

static bool is_stated(int32_t rule, bool unspaced) {
    return is_large(rule) || rule == RULE_SEAT_OF_A_BRANCH || rule == RULE_FIELD || (rule == RULE_NAME && !unspaced);
}

static bool is_plain(int32_t rule) { return rule == RULE_NAME_WITH_ITS_GENERIC || rule == RULE_NAME || rule == RULE_FIELD; }

static bool is_leading(int32_t rule) {
    return rule == RULE_NAME_WITH_ITS_GENERIC || rule == RULE_NAME || rule == RULE_ZONE_NAME;
}

/* Can a name be that of a wide division itself? 桥头镇 is none, though one of that name is Dongguan's own. */
static bool names_wide(const NkEngine *engine, const Units *references, const Observation *said) {
    for (int32_t at = 0; at < references->count; at++) {
        int32_t unit = references->of[at] >> KIND_BITS, kind = references->of[at] & KIND_MASK;
        if (is_wide(engine->level[unit]) && !is_of_town(kind) && has_unit(said->rows, said->count, unit)) return true;
    }
    return false;
}

int32_t one_korea(const NkEngine *engine, const Observation *said) {
    if (!said->count || said->loudness < judged(engine, J_LOUD)) return 0;
    uint8_t korea = engine->korea[said->rows[0].unit];
    for (int32_t at = 1; at < said->count; at++)
        if (engine->korea[said->rows[at].unit] != korea) return 0;
    return korea == 1 ? NORTH : korea == 2 ? SOUTH : 0;
}

static int32_t traits_of(const NkEngine *engine, const Units *references, const Observation *said) {
    bool chinese = false, about_china = false, unspaced = is_unspaced(said->item);
    for (int32_t at = 0; at < said->count; at++) {
        chinese |= has_flag(engine, said->rows[at].unit, UNIT_IN_CHINA);
        about_china |= said->rows[at].unit == CHINA;
    }
    int32_t rule = said->rule, traits = NAME;
    if (chinese) traits |= CHINESE;
    else if (rule == RULE_COUNTRY_AT_THE_END) traits |= ABROAD;
    if (is_of_firm(rule)) traits |= FIRM;
    else traits |= one_korea(engine, said);
    if (!about_china && is_stated(rule, unspaced)) traits |= STATED;
    if (!about_china && is_plain(rule) && said->loudness > judged(engine, J_PLAIN_SPOKEN)) traits |= PLACE;
    if (unspaced && field_of(said->item) == FIELD_TEXT && said->loudness > judged(engine, J_LOUD)) {
        traits |= FOLLOWS;
        if (!about_china && is_leading(rule)) traits |= LEADS;
    }
    if (is_large(rule) && names_wide(engine, references, said)) traits |= WIDE;
    return traits;
}

/* ── together ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Standing standing_of(const NkEngine *engine, const Names *names, int32_t name, int64_t item) {
    int32_t letters = names->letters[name], role = role_of(item), generic = generic_of(item);
    int32_t length = is_unspaced(item) ? letters : letters / 3;
    bool is_short = !is_unspaced(item) && generic == GENERIC_NONE && letters <= judged(engine, J_LETTERS_OF_A_SHORT_NAME);
    if (field_of(item) == FIELD_COMPANY &&
        (role == ROLE_PLAIN || role == ROLE_LOOSE || role == ROLE_TYPED || role == ROLE_HEAD))
        role = ROLE_COMPANY;
    return (Standing){RULE_NONE, role, generic, length < 3 ? length : 3, names->ending[name], is_short};
}

static int by_opening(const void *one, const void *other) {
    int32_t left = ((const Row *)one)->unit, right = ((const Row *)other)->unit;
    return (left > right) - (left < right);
}

/* Put rows into the order in which their units open, and say how loud the loudest is. */
void finish_observation(const Context *context, Observation *found, Row *rows, int32_t count) {
    const NkEngine *engine = context->engine;
    bool ordered = true;
    for (int32_t at = 0; at < count; at++) {
        rows[at].unit = engine->opens[rows[at].unit];
        ordered &= !at || rows[at].unit > rows[at - 1].unit;
    }
    if (!ordered) qsort(rows, (size_t)count, sizeof *rows, by_opening);
    for (int32_t at = 0; at < count; at++) rows[at].unit = engine->opening[rows[at].unit];
    found->rows = rows;
    found->count = count;
    found->loudness = largest_of(rows, count);
}

bool observe_name(const Context *context, int64_t item, Observation *found) {
    const NkEngine *engine = context->engine;
    int32_t name = 0;
    if (item < 0 || role_of(item) >= ROLES || generic_of(item) >= GENERICS) {
        context->work->wrong = NK_BAD_ITEM;
        return false;
    }
    const Names *names = names_of(engine, item, &name, &context->work->wrong);
    if (!names) return false;
    Units references = list_at(&names->references, name);
    Standing standing = standing_of(engine, names, name, item);
    standing.rule = rule_of(engine, &references, standing.role, standing.generic);
    Meanings meanings;
    if (!meanings_of(context, &references, standing.role, standing.generic, &meanings)) return false;
    weigh_meanings(engine, &meanings, item, &standing);
    Row *rows = TAKEN(context->work, Row, meanings.count);
    if (!rows) return false;
    int32_t count = loudest(&meanings, rows);
    if (!is_fixed(standing.role)) {
        int32_t more = moved_count(engine, rows, count);
        if (more) {
            Row *wider = TAKEN(context->work, Row, count + more);
            if (!wider) return false;
            for (int32_t at = 0; at < count; at++) wider[at] = rows[at];
            count = with_moved(engine, rows = wider, count);
        }
    }
    *found = (Observation){.item = item, .rule = standing.rule};
    count = in_its_field(engine, field_of(item), &found->rule, rows, count);
    finish_observation(context, found, rows, count);
    found->traits = traits_of(engine, &references, found);
    return true;
}
