/* What a code says by itself: a postcode, a telephone number, a division code, a point.

   A code is as loud for each place that it can mean, and the louder the less these stand for together. */

#include "model.h"

enum { POSTCODE_DIGITS = 6 };

static const Units NO_UNITS = {NULL, 0};

/* Where the list of some digits stands in a table that has one for each number of one digit (if `shortest` is 1), two, three, … */
static int32_t slot_of(int32_t shortest, int32_t digits, int32_t value) {
    static const int32_t numbers[] = {1, 10, 100, 1000, 10000};
    int32_t before = 0;
    for (int32_t each = shortest; each < digits; each++) before += numbers[each];
    return before + value;
}

static int32_t shortened(int32_t value, int32_t digits) {
    for (; digits > 0; digits--) value /= 10;
    return value;
}

/* The units of the longest of some beginnings of a code. */
static Units longest(const Lists *lists, int32_t shortest, int32_t most, int32_t digits, int32_t value) {
    if (!lists->start) return NO_UNITS;
    for (int32_t length = digits < most ? digits : most; length >= shortest; length--) {
        Units found = list_at(lists, slot_of(shortest, length, shortened(value, digits - length)));
        if (found.count) return found;
    }
    return NO_UNITS;
}

static Units of_adcode(const NkEngine *engine, int32_t value) {
    int32_t low = first_from(engine->adcode_key, engine->adcodes, value);
    if (low == engine->adcodes || engine->adcode_key[low] != value) return NO_UNITS;
    return list_at(&engine->adcode, low);
}

/* Offices have codes that divisions do not: 220101 is that of the city itself, others are those of development zones. Then the
   prefecture or province around them is meant. */
static Units of_registrar(const NkEngine *engine, int32_t value) {
    Units found = of_adcode(engine, value);
    if (!found.count) found = of_adcode(engine, value / 100 * 100);
    return found.count ? found : of_adcode(engine, value / 10000 * 10000);
}

static Units of_area(const NkEngine *engine, int32_t digits, int32_t value) {
    if (digits < 2 || digits > 3) return NO_UNITS;
    return list_at(&engine->area, slot_of(2, digits, value));
}

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    Row *of;
    int32_t count;
} Rows;

/* Say a weight of a unit, instead of what was said of it before. */
static void put(Rows *rows, int32_t unit, double weight) {
    for (int32_t at = 0; at < rows->count; at++)
        if (rows->of[at].unit == unit) {
            rows->of[at].weight = weight;
            return;
        }
    rows->of[rows->count++] = (Row){weight, unit};
}

static void put_all(Rows *rows, Units units, double weight) {
    for (int32_t at = 0; at < units.count; at++) put(rows, units.of[at], weight);
}

/* As loud for each of some units; what stands for little is louder. */
static void put_alike(const NkEngine *engine, Rows *rows, Units units, int32_t rule) {
    double whole = 0;
    for (int32_t at = 0; at < units.count; at++) whole += engine->mass[units.of[at]];
    if (units.count) put_all(rows, units, engine->clue[rule] + rarity(engine, whole));
}

/* JILIN, JILIN is the city in the province of its name. */
static bool put_twice(const Context *context, int64_t item, Rows *rows) {
    const NkEngine *engine = context->engine;
    int32_t name = 0;
    const Names *names = names_of(engine, item, &name, &context->work->wrong);
    if (!names) return false;
    Units references = list_at(&names->references, name);
    rows->of = TAKEN(context->work, Row, references.count);
    if (!rows->of) return false;
    for (int32_t at = 0; at < references.count; at++) {
        int32_t unit = references.of[at] >> KIND_BITS;
        if (engine->level[unit] == LEVEL_PROVINCE) continue;
        for (int32_t each = 0; each < references.count; each++) {
            int32_t outer = references.of[each] >> KIND_BITS;
            if (engine->level[outer] == LEVEL_PROVINCE && within(engine, unit, outer)) {
                put(rows, unit, engine->clue[RULE_NAME_SAID_TWICE]);
                break;
            }
        }
    }
    return true;
}

/* How many items a point has that begins with one. */
int32_t point_length(const int64_t *items, int32_t count) {
    int32_t length = 0;
    while (length < count && is_code(items[length]) && code_of(items[length]) == CODE_POINT) length++;
    return length;
}

/* A point speaks for each place as loudly as it can lie there, whatever the prior weights. A wrong one lies anywhere, so it speaks
   the louder the less there is where it lies. Of one that lies outside all outlines no more is known than that. */
bool observe_point(const Context *context, const int64_t *items, int32_t count, Observation *found) {
    const NkEngine *engine = context->engine;
    double whole = 0, least = judged(engine, J_LEAST_PRIOR_UNDER_A_POINT);
    Rows rows = {TAKEN(context->work, Row, count + engine->elsewhere.count), 0};
    if (!rows.of) return false;
    for (int32_t at = 0; at < count; at++) {
        if (!(value_of(items[at]) & SHARE_MASK)) context->work->wrong = NK_BAD_ITEM;
        whole += value_of(items[at]) & SHARE_MASK;
    }
    if (context->work->wrong) return false;
    for (int32_t at = 0; at < count; at++) {
        int32_t unit = (value_of(items[at]) >> SHARE_BITS) - 1;
        if (unit >= engine->units) {
            context->work->wrong = NK_BAD_ITEM;
            return false;
        }
        Units units = unit < 0 ? engine->elsewhere : (Units){&unit, 1};
        double prior = 0;
        for (int32_t each = 0; each < units.count; each++) prior += engine->prior[units.of[each]];
        double chance = (value_of(items[at]) & SHARE_MASK) / whole / (prior > least ? prior : least);
        put_all(&rows, units, engine->clue[RULE_COORDINATES] + log(chance));
    }
    *found = (Observation){.item = items[0], .rule = RULE_COORDINATES, .traits = BESIDE};
    finish_observation(context, found, rows.of, rows.count);
    found->traits |= one_korea(engine, found);
    return true;
}

/* ── together ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Has a code as many digits as it says? */
static bool is_whole(int32_t digits, int32_t value) {
    int64_t power = 1;
    for (; digits > 0; digits--) power *= 10;
    return value >= 0 && value < power;
}

static Units units_of(const NkEngine *engine, int64_t item) {
    int32_t digits = digits_of(item), value = value_of(item);
    if (code_of(item) == CODE_REGION) return value < engine->regions ? list_at(&engine->region, value) : NO_UNITS;
    if (!is_whole(digits, value)) return NO_UNITS;
    switch (code_of(item)) {
    case CODE_POSTCODE: return longest(&engine->postcode, 2, 4, digits, value);
    case CODE_DIVISION: return of_adcode(engine, value);
    case CODE_DIVISION_OR_POSTCODE: return of_adcode(engine, value);
    case CODE_AREA: return of_area(engine, digits, value);
    case CODE_CHINESE_AREA: return of_area(engine, digits, value);
    case CODE_CALLING: return longest(&engine->calling, 1, 3, digits, value);
    case CODE_REGISTRATION: return of_registrar(engine, value);
    default: return NO_UNITS;
    }
}

static const struct {
    int32_t rule, traits;
    bool alike; /* is its weight that of its rule and what it gains for standing for little? */
} OF_CODE[CODES] = {
    [CODE_CHINESE] = {RULE_NONE, CONTEXT, false},
    [CODE_POSTCODE] = {RULE_POSTCODE, CODE | POSTED, true},
    [CODE_DIVISION] = {RULE_ADCODE, CODE, true},
    [CODE_DIVISION_OR_POSTCODE] = {RULE_DIVISION_CODE_OR_POSTCODE, CODE | POSTED, false},
    [CODE_REGION] = {RULE_REGION_CODE, BESIDE, false},
    [CODE_AREA] = {RULE_TELEPHONE_AREA, CODE, true},
    [CODE_CHINESE_AREA] = {RULE_TELEPHONE_AREA, CODE | CONTEXT, true},
    [CODE_CALLING] = {RULE_CALLING_CODE, BESIDE, false},
    [CODE_REGISTRATION] = {RULE_REGISTRATION, CODE | CONTEXT, true},
    [CODE_TWICE] = {RULE_NAME_SAID_TWICE, BESIDE, false},
};

static bool put_code(const Context *context, int64_t item, int32_t code, Rows *rows) {
    const NkEngine *engine = context->engine;
    int32_t rule = OF_CODE[code].rule;
    if (code == CODE_TWICE) return put_twice(context, item, rows);
    Units units = units_of(engine, item), posted = NO_UNITS;
    if (code == CODE_DIVISION_OR_POSTCODE && is_whole(POSTCODE_DIGITS, value_of(item))) posted = longest(&engine->postcode, 2, 4, 4, value_of(item) / 100);
    rows->of = TAKEN(context->work, Row, units.count + posted.count);
    if (!rows->of) return false;
    if (OF_CODE[code].alike) put_alike(engine, rows, units, rule);
    else put_all(rows, units, engine->clue[rule]);
    put_alike(engine, rows, posted, RULE_POSTCODE);
    return true;
}

static bool all_in_china(const NkEngine *engine, const Observation *said) {
    for (int32_t at = 0; at < said->count; at++)
        if (!has_flag(engine, said->rows[at].unit, UNIT_IN_CHINA)) return false;
    return true;
}

bool observe_code(const Context *context, int64_t item, Observation *found) {
    const NkEngine *engine = context->engine;
    int32_t code = code_of(item);
    Rows rows = {NULL, 0};
    if (code >= CODES) {
        context->work->wrong = NK_BAD_ITEM;
        return false;
    }
    if (!put_code(context, item, code, &rows)) return false;
    *found = (Observation){.item = item, .rule = OF_CODE[code].rule, .traits = OF_CODE[code].traits};
    finish_observation(context, found, rows.of, rows.count);
    if (code == CODE_REGION && all_in_china(engine, found)) found->traits |= CONTEXT;
    bool is_loud = found->loudness > judged(engine, J_LOUD);
    if (code == CODE_TWICE && is_unspaced(item) && field_of(item) == FIELD_TEXT && is_loud) found->traits |= FOLLOWS;
    found->traits |= one_korea(engine, found);
    return true;
}
