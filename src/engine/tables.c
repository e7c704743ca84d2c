/* The tables of a gazetteer: where each stands in an engine, and what follows from them once.

   They lie in files that are mapped, and nothing is copied; checks.c says that they are sound. */

#include "checks.h"
#include "passage.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 31 };

uint64_t nk_engine_abi(void) {
    /* In the order of SIZES in nkrisk_geo.engine.layouts. */
    static const size_t SIZES[] = {sizeof(NkDecision), sizeof(NkClue), sizeof(NkCandidate), sizeof(NkMention), sizeof(NkCode),
                                   sizeof(NkComponent), sizeof(NkZones), sizeof(NkRecords), sizeof(NkDecisions), sizeof(NkMeaning),
                                   sizeof(NkFolded), sizeof(NkKeys), sizeof(NkTexts), sizeof(NkReadings)};
    uint64_t hash = NK_NAMES_HASH;
    for (size_t at = 0; at < sizeof SIZES / sizeof *SIZES; at++) hash = 31 * hash + SIZES[at];
    return hash;
}

NkEngine *nk_engine_new(void) { return calloc(1, sizeof(NkEngine)); }

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
    free(engine);
}

int32_t nk_engine_table(NkEngine *engine, int32_t which, const void *table, int64_t bytes) {
    if (which < 0 || which >= TABLES || bytes < 0 || bytes % BYTES_OF_ITEM[which]) return NK_BAD_TABLE;
    if ((uintptr_t)table % BYTES_OF_ITEM[which] || bytes / BYTES_OF_ITEM[which] > INT32_MAX) return NK_BAD_TABLE;
    engine->given[which] = (Given){table, bytes / BYTES_OF_ITEM[which]};
    return NK_DONE;
}

/* ── where each stands ───────────────────────────────────────────────────────────────────────────────────────────────── */

static const void *items_of(const NkEngine *engine, int32_t which) { return engine->given[which].items; }
static int32_t count_of(const NkEngine *engine, int32_t which) { return (int32_t)engine->given[which].count; }
static Lists lists_of(const NkEngine *engine, int32_t start, int32_t of) {
    return (Lists){items_of(engine, start), items_of(engine, of)};
}

/* Units: prior weights, China's being 1; how often trade records name each; what lay in each once; a city that has the name of its
   province. */
static void connect_units(NkEngine *engine) {
    engine->units = count_of(engine, TABLE_PARENT);
    engine->parent = items_of(engine, TABLE_PARENT); /* NONE for none */
    engine->level = items_of(engine, TABLE_LEVEL);
    engine->flags = items_of(engine, TABLE_UNIT_FLAGS);
    engine->ending = items_of(engine, TABLE_ENDING);
    engine->mass = items_of(engine, TABLE_MASS);
    engine->trade = items_of(engine, TABLE_TRADE);
    engine->moved = lists_of(engine, TABLE_MOVED_START, TABLE_MOVED);
    engine->namesake = items_of(engine, TABLE_NAMESAKE);
    engine->elsewhere = (Units){items_of(engine, TABLE_ELSEWHERE), count_of(engine, TABLE_ELSEWHERE)};
}

/* Numbers of judgement by J_…, RULE_…, KIND_… and LEVEL_…: weights of clues and kinds, the part of its unit that a name of a kind
   stands for, what a bare name of a level loses. */
static void connect_judgement(NkEngine *engine) {
    engine->judgement = items_of(engine, TABLE_JUDGEMENT);
    engine->clue = items_of(engine, TABLE_CLUE);
    engine->kind_weight = items_of(engine, TABLE_KIND_WEIGHT);
    engine->kind_share = items_of(engine, TABLE_KIND_SHARE);
    engine->bare_level = items_of(engine, TABLE_BARE_LEVEL);
}

/* Codes: six digits, ascending; slots for all numbers of two, three and four digits, one behind another (postcodes), of two and three
   (telephone areas), of one, two and three (calling codes); states and provinces. */
static void connect_codes(NkEngine *engine) {
    engine->adcode_key = items_of(engine, TABLE_ADCODE_KEY);
    engine->adcodes = count_of(engine, TABLE_ADCODE_KEY);
    engine->adcode = lists_of(engine, TABLE_ADCODE_START, TABLE_ADCODE);
    engine->postcode = lists_of(engine, TABLE_POSTCODE_START, TABLE_POSTCODE);
    engine->area = lists_of(engine, TABLE_AREA_START, TABLE_AREA);
    engine->calling = lists_of(engine, TABLE_CALLING_START, TABLE_CALLING);
    engine->region = lists_of(engine, TABLE_REGION_START, TABLE_REGION);
    engine->regions = count_of(engine, TABLE_REGION_START) - 1;
    engine->lone_codes = items_of(engine, TABLE_LONE_CODES);
}

/* Distances in km: quantiles of distributions, (rows, LEVELS_OF_QUANTILES); for each unit its row, its share near the border and in
   each band, the nearest crossing. */
static void connect_distances(NkEngine *engine) {
    engine->quantile_levels = items_of(engine, TABLE_LEVELS_OF_QUANTILES);
    engine->quantiles = items_of(engine, TABLE_QUANTILES);
    engine->quantile_row = items_of(engine, TABLE_QUANTILE_ROW);
    engine->near = items_of(engine, TABLE_NEAR);
    engine->band = items_of(engine, TABLE_BAND);
    engine->bands = engine->units ? count_of(engine, TABLE_BAND) / engine->units : 0;
    engine->is_elsewhere = items_of(engine, TABLE_IS_ELSEWHERE);
    engine->crossing = items_of(engine, TABLE_CROSSING);
    engine->crossing_km = items_of(engine, TABLE_CROSSING_KM);
}

/* Names: the references of each, unit << KIND_BITS | kind, ascending; how many letters it has, its ending (ENDING_…), what it is. */
static void connect_names(NkEngine *engine, int32_t script, int32_t first) {
    engine->names[script] = (Names){
        lists_of(engine, first + IN_NAMES_REFERENCE_START, first + IN_NAMES_REFERENCE), items_of(engine, first + IN_NAMES_LETTERS), items_of(engine, first + IN_NAMES_ENDS),
        items_of(engine, first + IN_NAMES_SENSES), items_of(engine, first + IN_NAMES_TRAITS), count_of(engine, first + IN_NAMES_LETTERS),
    };
}

/* Words in two blocks, the second of which has those from `split` on. */
static Words words_in_two(const NkEngine *engine, int32_t first) {
    const int32_t *split = items_of(engine, first + IN_TEXTS_SPLIT);
    return (Words){{items_of(engine, first + IN_TEXTS_TEXT), items_of(engine, first + IN_TEXTS_MORE_TEXT)},
                   {engine->given[first + IN_TEXTS_TEXT].count, engine->given[first + IN_TEXTS_MORE_TEXT].count},
                   items_of(engine, first + IN_TEXTS_AT),
                   split ? *split : 0};
}

static int bits_of(int64_t count) {
    int bits = 0;
    while (INT64_C(1) << bits < count) bits++;
    return bits;
}

/* A set of words that stand in a table of names. */
static Lexicon names_in(const NkEngine *engine, int32_t first, Words words) {
    return (Lexicon){words, items_of(engine, first + IN_SET_SLOTS), items_of(engine, first + IN_SET_BEGIN), NULL,
                     64 - bits_of(engine->given[first + IN_SET_SLOTS].count), 58 - bits_of(engine->given[first + IN_SET_BEGIN].count)};
}

/* A set of words of its own. */
static Lexicon lexicon_of(const NkEngine *engine, int32_t first) {
    Words words = {{items_of(engine, first + IN_SET_WORDS), NULL}, {engine->given[first + IN_SET_WORDS].count, 0}, items_of(engine, first + IN_SET_AT),
                   INT32_MAX};
    Lexicon found = names_in(engine, first, words);
    if (engine->given[first + IN_SET_VALUES].count) found.values = items_of(engine, first + IN_SET_VALUES);
    return found;
}

static void connect_alphabet(NkEngine *engine, Alphabet *alphabet) {
    Words words = words_in_two(engine, TABLE_SPACED_TEXT);
    alphabet->kinds = engine->kinds;
    alphabet->names = names_in(engine, TABLE_SPACED_NAME_SLOTS, words);
    alphabet->shorts = names_in(engine, TABLE_SHORT_NAME_SLOTS, words);
    alphabet->words = lexicon_of(engine, TABLE_SPACED_GENERIC_SLOTS); /* numbered from 1 on */
    alphabet->chinese = lexicon_of(engine, TABLE_CHINESE_WORD_SLOTS);
    alphabet->name_flags = items_of(engine, TABLE_NAME_FLAGS);
    alphabet->word_flags = items_of(engine, TABLE_GENERIC_FLAGS);
    alphabet->followed = (Followed){items_of(engine, TABLE_GENERIC_ROLES), items_of(engine, TABLE_GENERIC_GENERICS)};
    alphabet->country_roles = items_of(engine, TABLE_COUNTRY_ROLES);
    alphabet->forms = (Forms){
        lexicon_of(engine, TABLE_REPAIRABLE_SLOTS), items_of(engine, TABLE_REPAIRABLE_POINTS),
        items_of(engine, TABLE_REPAIRABLE_START), items_of(engine, TABLE_REPAIRABLE_NAME), items_of(engine, TABLE_FORMS),
        items_of(engine, TABLE_FORM_START), 64 - bits_of(engine->given[TABLE_FORM_START].count - 1),
    };
}

static void connect_han(NkEngine *engine, Han *han) {
    Words words = words_in_two(engine, TABLE_UNSPACED_TEXT);
    han->kinds = engine->kinds;
    han->names = names_in(engine, TABLE_UNSPACED_NAME_SLOTS, words);
    han->generics = lexicon_of(engine, TABLE_UNSPACED_GENERIC_SLOTS);
    han->words = lexicon_of(engine, TABLE_CUTTING_WORD_SLOTS);
    han->gains = items_of(engine, TABLE_GAINS);
    han->unknown_gain = han->gains[count_of(engine, TABLE_GAINS) - 1];
    han->senses = engine->names[UNSPACED].senses;
    han->followed = (Followed){items_of(engine, TABLE_UNSPACED_ROLES), items_of(engine, TABLE_UNSPACED_GENERICS)};
    han->lists = items_of(engine, TABLE_LISTS);
    han->list_start = items_of(engine, TABLE_LIST_STARTS);
}

/* What stands behind other names. */
static void connect_late(NkEngine *engine) {
    engine->villages = lexicon_of(engine, TABLE_VILLAGE_SLOTS);
    engine->localities = lexicon_of(engine, TABLE_LOCALITY_SLOTS);
    engine->generics[SPACED] = lexicon_of(engine, TABLE_KOREAN_SPACED_SLOTS);
    engine->generics[UNSPACED] = lexicon_of(engine, TABLE_KOREAN_UNSPACED_SLOTS);
    engine->is_road_generic = items_of(engine, TABLE_ROAD_GENERICS);
    engine->is_city_generic[SPACED] = items_of(engine, TABLE_CITY_GENERICS);
    engine->is_city_generic[UNSPACED] = items_of(engine, TABLE_UNSPACED_CITY_GENERICS);
    engine->regional_word = items_of(engine, TABLE_REGIONAL);
    engine->regional_words = count_of(engine, TABLE_REGIONAL) / REGIONAL_WIDTH;
    engine->regional_name = *(const int32_t *)items_of(engine, TABLE_REGIONAL_NAME);
}

/* Words of addresses. */
static void connect_address(NkEngine *engine) {
    engine->address_words = lexicon_of(engine, TABLE_ADDRESS_WORD_SLOTS);
    engine->address_counts = lexicon_of(engine, TABLE_ADDRESS_COUNT_SLOTS);
    engine->generic_labels = items_of(engine, TABLE_GENERIC_LABELS);
}

static void connect(NkEngine *engine) {
    engine->kinds.of = items_of(engine, TABLE_KINDS);
    connect_units(engine);
    connect_judgement(engine);
    connect_codes(engine);
    connect_distances(engine);
    connect_names(engine, SPACED, TABLE_SPACED_REFERENCE_START);
    connect_names(engine, UNSPACED, TABLE_UNSPACED_REFERENCE_START);
    connect_names(engine, LATE, TABLE_LATE_REFERENCE_START);
    connect_alphabet(engine, &engine->alphabet);
    connect_han(engine, &engine->han);
    connect_late(engine);
    connect_address(engine);
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

static bool make_room(NkEngine *engine) {
    size_t count = (size_t)engine->units;
    engine->opens = malloc(count * sizeof(int32_t));
    engine->closes = malloc(count * sizeof(int32_t));
    engine->opening = malloc(count * sizeof(int32_t));
    engine->depth = malloc(count);
    engine->korea = calloc(count, 1);
    engine->prior = malloc(count * sizeof(double));
    engine->log_prior = malloc(count * sizeof(double));
    engine->log_trade = malloc(count * sizeof(double));
    return engine->opens && engine->closes && engine->opening && engine->depth && engine->korea && engine->prior && engine->log_prior &&
           engine->log_trade;
}

static void weigh_units(NkEngine *engine) {
    static const double least_mass = 1e-9; /* of a unit that has none: its logarithm has to be finite */
    for (int32_t unit = 0; unit < engine->units; unit++) {
        double prior = engine->mass[unit] * (within(engine, unit, CHINA) ? judged(engine, J_PRIOR_CHINA) : 1);
        engine->prior[unit] = prior;
        engine->log_prior[unit] = log(prior > least_mass ? prior : least_mass);
        engine->log_trade[unit] = log(engine->trade[unit]);
    }
    engine->log_prior[CHINA] = log(judged(engine, J_PRIOR_CHINA_ALONE));
}

int32_t nk_engine_units(NkEngine *engine, int32_t *wrong) {
    *wrong = wrong_of_units(engine);
    if (*wrong != NONE) return NK_BAD_TABLE;
    connect_units(engine);
    connect_judgement(engine);
    if (!make_room(engine)) return NK_NO_MEMORY;
    *wrong = TABLE_PARENT;
    if (!walk(engine)) return NK_BAD_TABLE;
    weigh_units(engine);
    find_koreas(engine);
    return NK_DONE;
}

int32_t nk_engine_ready(NkEngine *engine, int32_t *wrong) {
    int32_t came = nk_engine_units(engine, wrong);
    if (came != NK_DONE) return came;
    *wrong = wrong_of_others(engine);
    if (*wrong != NONE) return NK_BAD_TABLE;
    connect(engine);
    return NK_DONE;
}
