/* The tables of a gazetteer, and what follows from them once. */

#include "reading.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 31 };

uint64_t nk_engine_abi(void) {
    uint64_t sizes = sizeof(NkDecision) + 1000 * sizeof(NkClue) + 1000000 * sizeof(NkCandidate);
    return NK_NAMES_HASH ^ (sizes << 32 | NK_TABLES);
}

NkEngine *nk_engine_new(int32_t units) {
    NkEngine *engine = calloc(1, sizeof(NkEngine));
    if (!engine) return NULL;
    size_t count = (size_t)units;
    engine->units = units;
    engine->opens = malloc(count * sizeof(int32_t));
    engine->closes = malloc(count * sizeof(int32_t));
    engine->opening = malloc(count * sizeof(int32_t));
    engine->depth = malloc(count);
    engine->korea = calloc(count, 1);
    engine->prior = malloc(count * sizeof(double));
    engine->log_prior = malloc(count * sizeof(double));
    engine->log_trade = malloc(count * sizeof(double));
    bool whole = engine->opens && engine->closes && engine->opening && engine->depth && engine->korea && engine->prior &&
                 engine->log_prior && engine->log_trade;
    if (whole) return engine;
    nk_engine_free(engine);
    return NULL;
}

void nk_engine_free(NkEngine *engine) {
    if (!engine) return;
    free(engine->opens);
    free(engine->closes);
    free(engine->opening);
    free(engine->depth);
    free(engine->korea);
    free(engine->prior);
    free(engine->log_prior);
    free(engine->log_trade);
    for (int32_t script = 0; script < NAME_TABLES; script++) {
        free(engine->names[script].own_start);
        free(engine->names[script].own_references);
        free(engine->names[script].senses);
        free(engine->names[script].traits);
    }
    lexicon_free(&engine->villages);
    lexicon_free(&engine->localities);
    lexicon_free(&engine->generics[SPACED]);
    lexicon_free(&engine->generics[UNSPACED]);
    free(engine);
}

/* Types: int32 where nothing else is said. Lists have a table of starts, one longer than there are lists. */
void nk_engine_table(NkEngine *engine, int32_t which, const void *table, int32_t count) {
    switch (which) {
    case NK_PARENT: engine->parent = table; break;
    case NK_LEVEL: engine->level = table; break;              /* uint8, LEVEL_… */
    case NK_UNIT_FLAGS: engine->flags = table; break;         /* uint8, bits UNIT_… */
    case NK_ENDING: engine->ending = table; break;            /* uint8, ENDING_… */
    case NK_MASS: engine->mass = table; break;                /* double, prior weights, China's being 1 */
    case NK_TRADE: engine->trade = table; break;              /* double */
    case NK_MOVED_START: engine->moved.start = table; break;
    case NK_MOVED: engine->moved.of = table; break;
    case NK_JUDGEMENT: engine->judgement = table; break;      /* double, by J_… */
    case NK_CLUE: engine->clue = table; break;                /* double, weights by RULE_… */
    case NK_KIND_WEIGHT: engine->kind_weight = table; break;  /* double, by KIND_… */
    case NK_KIND_SHARE: engine->kind_share = table; break;    /* double, by KIND_…: the part of its unit that a name stands for */
    case NK_BARE_LEVEL: engine->bare_level = table; break;    /* double, by LEVEL_…: what a bare name loses */
    case NK_ADCODE_KEY: engine->adcode_key = table; engine->adcodes = count; break; /* six digits, ascending */
    case NK_ADCODE_START: engine->adcode.start = table; break;
    case NK_ADCODE: engine->adcode.of = table; break;
    case NK_POSTCODE_START: engine->postcode.start = table; break; /* by the number of two digits, then of three, then of four */
    case NK_POSTCODE: engine->postcode.of = table; break;
    case NK_AREA_START: engine->area.start = table; break;         /* of two digits, then of three */
    case NK_AREA: engine->area.of = table; break;
    case NK_CALLING_START: engine->calling.start = table; break;   /* of one digit, two, three */
    case NK_CALLING: engine->calling.of = table; break;
    case NK_REGION_START: engine->region.start = table; engine->regions = count - 1; break;
    case NK_REGION: engine->region.of = table; break;
    case NK_ELSEWHERE: engine->elsewhere = (Units){table, count}; break;
    case NK_LEVELS_OF_QUANTILES: engine->quantile_levels = table; break; /* double, LEVELS_OF_QUANTILES */
    case NK_QUANTILES: engine->quantiles = table; break;           /* double, (rows, LEVELS_OF_QUANTILES) km */
    case NK_QUANTILE_ROW: engine->quantile_row = table; break;
    case NK_NEAR: engine->near = table; break;                     /* double, (units, 2) */
    case NK_BAND: engine->band = table; engine->bands = count; break; /* double, (units, bands); `count` is bands */
    case NK_IS_ELSEWHERE: engine->is_elsewhere = table; break;     /* uint8 */
    case NK_CROSSING: engine->crossing = table; break;
    case NK_CROSSING_KM: engine->crossing_km = table; break;       /* double */
    case NK_KINDS: engine->kinds.of = table; break;                /* uint16, for each code point */
    case NK_LONE_CODES: engine->lone_codes = table; break;         /* uint8, for each pair of letters */
    case NK_REGIONAL: engine->regional_word = table; engine->regional_words = count; break; /* uint32, (count, REGIONAL_WIDTH) */
    case NK_REGIONAL_NAME: engine->regional_name = *(const int32_t *)table; break;
    case NK_ROAD_GENERICS: engine->is_road_generic = table; break; /* uint8, by the name of a generic */
    case NK_CITY_GENERICS: engine->is_city_generic[SPACED] = table; break;
    case NK_UNSPACED_CITY_GENERICS: engine->is_city_generic[UNSPACED] = table; break;
    default: break;
    }
}

/* ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int by_number(const void *one, const void *other) {
    int32_t left = *(const int32_t *)one, right = *(const int32_t *)other;
    return (left > right) - (left < right);
}

/* What places a name can stand for, taken together. */
typedef struct {
    bool country, short_of_division, with_generic, several, town, north, south, china, elsewhere, near;
} Range;

static Range range_of(const NkEngine *engine, Units references) {
    Range range = {0};
    for (int32_t at = 0; at < references.count; at++) {
        int32_t unit = references.of[at] >> KIND_BITS, kind = references.of[at] & KIND_MASK;
        bool of_town = kind == KIND_TOWNSHIP || kind == KIND_SEAT || kind == KIND_RENAMED;
        bool is_country = has_flag(engine, unit, UNIT_COUNTRY), is_city = engine->level[unit] == LEVEL_CITY;
        range.country |= is_country && !is_abroad(kind) && kind != KIND_GENERATED;
        range.short_of_division |= !is_country && kind == KIND_SHORT;
        range.with_generic |= of_town || kind == KIND_FULL || kind == KIND_FORMER || kind == KIND_FOREIGN;
        range.several |= unit != references.of[0] >> KIND_BITS;
        range.town |= of_town || engine->level[unit] == LEVEL_TOWNSHIP;
        range.north |= engine->korea[unit] == 1;
        range.south |= engine->korea[unit] == 2;
        range.china |= has_flag(engine, unit, UNIT_IN_CHINA);
        range.elsewhere |= !engine->korea[unit] && !has_flag(engine, unit, UNIT_IN_CHINA);
        range.near |= (engine->korea[unit] == 1 && is_city) || (has_flag(engine, unit, UNIT_BORDER) && !is_of_town(kind));
    }
    return range;
}

/* What the name is for who reads unspaced scripts (han.h). */
static uint8_t senses_of(Range range, uint8_t spelt) {
    bool complete = (spelt & NAME_SUFFIXED) && range.with_generic;
    return (uint8_t)((range.country && !range.short_of_division ? OF_COUNTRY_HAN : 0) | (complete ? COMPLETE : 0) |
                     (spelt & NAME_COMMON ? COMMON : 0) | (complete && range.several ? SHARED : 0) | (range.town ? OF_TOWN : 0) |
                     (range.north || range.south ? KOREAN : 0) | (range.south ? SOUTHERN : 0));
}

/* Two syllables of Korean (금강, 대안) are a word of a road or a firm as often as a place near the border. */
static uint8_t traits_of(Range range, uint8_t spelt) {
    return (uint8_t)((range.north && !range.south && !range.china && !range.elsewhere ? ONLY_NORTH : 0) |
                     (range.south && !range.north && !range.china && !range.elsewhere ? ONLY_SOUTH : 0) |
                     (range.china && !range.north && !range.south && !range.elsewhere ? ONLY_CHINA : 0) |
                     (range.near && !(spelt & NAME_SHORT_HANGUL) ? NEAR_BORDER : 0));
}

void nk_engine_reader(NkEngine *engine, int32_t script, NkReader *reader) {
    if (script == UNSPACED) engine->unspaced = reader;
    else engine->spaced = reader;
}

int32_t nk_engine_words(NkEngine *engine, int32_t which, const uint32_t *points, const int32_t *lengths, const int32_t *numbers,
                        int32_t count) {
    Lexicon *made[] = {&engine->villages, &engine->localities, &engine->generics[SPACED], &engine->generics[UNSPACED]};
    return lexicon_make(made[which], points, lengths, numbers, count) ? NK_DONE : NK_NO_MEMORY;
}

int32_t nk_engine_names(NkEngine *engine, int32_t script, const int32_t *start, const int32_t *references,
                        const uint8_t *letters, const uint8_t *ending, const uint8_t *spelt, int32_t count) {
    Names *names = &engine->names[script];
    size_t every = (size_t)(start[count] - start[0]);
    int32_t *own_start = malloc((size_t)(count + 1) * sizeof(int32_t)), *own = malloc((every + 1) * sizeof(int32_t)), kept = 0;
    uint8_t *senses = malloc((size_t)count + 1), *traits = malloc((size_t)count + 1);
    if (!own_start || !own || !senses || !traits) {
        free(own_start);
        free(own);
        free(senses);
        free(traits);
        return NK_NO_MEMORY;
    }
    for (int32_t name = 0; name < count; name++) {
        int32_t first = own_start[name] = kept, some = start[name + 1] - start[name];
        memcpy(own + kept, references + start[name], (size_t)some * sizeof(int32_t));
        if (some > 1) qsort(own + first, (size_t)some, sizeof(int32_t), by_number);
        for (int32_t at = first; at < first + some; at++)
            if (kept == first || own[kept - 1] != own[at]) own[kept++] = own[at];
        Range range = range_of(engine, (Units){own + first, kept - first});
        senses[name] = senses_of(range, spelt[name]);
        traits[name] = traits_of(range, spelt[name]);
    }
    own_start[count] = kept;
    *names = (Names){{own_start, own}, own_start, own, letters, ending, senses, traits, count, false};
    if (script == UNSPACED && engine->unspaced) engine->unspaced->han.senses = senses;
    atomic_store_explicit(&names->given, true, memory_order_release);
    return NK_DONE;
}

/* ── what follows ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Where each unit opens and closes in a walk through the tree, sisters by their numbers. False where it is no tree. */
static bool walk(NkEngine *engine) {
    int32_t units = engine->units, next = 0;
    int32_t *eldest = malloc(3 * (size_t)units * sizeof(int32_t)), *younger = eldest + units, *stack = younger + units;
    if (!eldest) return false;
    for (int32_t unit = 0; unit < units; unit++) eldest[unit] = younger[unit] = NONE;
    int32_t root = NONE;
    for (int32_t unit = units - 1; unit >= 0; unit--) {
        int32_t parent = engine->parent[unit];
        younger[unit] = parent < 0 ? root : eldest[parent];
        if (parent < 0) root = unit;
        else eldest[parent] = unit;
    }
    for (; root != NONE; root = younger[root]) {
        int32_t height = 0, unit = root;
        while (unit != NONE || height) {
            if (unit == NONE) {
                unit = stack[--height];
                engine->closes[unit] = next;
                unit = height ? younger[unit] : NONE;
                if (!height) break;
                continue;
            }
            engine->depth[unit] = (uint8_t)height;
            engine->opening[next] = unit;
            engine->opens[unit] = next++;
            stack[height++] = unit;
            if (height > MOST_DEPTH) break;
            unit = eldest[unit];
        }
        if (height > MOST_DEPTH) break;
    }
    free(eldest);
    return next == units;
}

static void find_koreas(NkEngine *engine) {
    engine->north = engine->south = NONE;
    for (int32_t unit = 0; unit < engine->units; unit++) {
        if (has_flag(engine, unit, UNIT_DPRK)) engine->north = unit;
        if (has_flag(engine, unit, UNIT_SOUTH_KOREA)) engine->south = unit;
    }
    for (int32_t unit = 0; unit < engine->units; unit++) {
        if (engine->north >= 0 && within(engine, unit, engine->north)) engine->korea[unit] = 1;
        if (engine->south >= 0 && within(engine, unit, engine->south)) engine->korea[unit] = 2;
    }
    if (engine->north < 0 || engine->south < 0) return;
    double north = log(engine->prior[engine->north]), south = log(engine->prior[engine->south]), most = north > south ? north : south;
    engine->lack[0] = most - north;
    engine->lack[1] = most - south;
}

int32_t nk_engine_ready(NkEngine *engine) {
    static const double least_mass = 1e-9; /* of a unit that has none: its logarithm has to be finite */
    if (!walk(engine)) return NK_NO_MEMORY;
    for (int32_t unit = 0; unit < engine->units; unit++) {
        double prior = engine->mass[unit] * (within(engine, unit, CHINA) ? judged(engine, J_PRIOR_CHINA) : 1);
        engine->prior[unit] = prior;
        engine->log_prior[unit] = log(prior > least_mass ? prior : least_mass);
        engine->log_trade[unit] = log(engine->trade[unit]);
    }
    engine->log_prior[CHINA] = log(judged(engine, J_PRIOR_CHINA_ALONE));
    find_koreas(engine);
    return NK_DONE;
}
