/* What the engine works with: the tables of a gazetteer, and what is worked out about one record. */

#ifndef NK_MODEL_H
#define NK_MODEL_H

#include "alphabet.h"
#include "engine.h"
#include "han.h"
#include "packed.h"

#include <math.h>
#include <stddef.h>

enum { CHINA = 0 };
enum { KIND_BITS = 5, KIND_MASK = 31 }; /* of a reference: the kind of the name, below the unit */
enum { SPACED, UNSPACED, LATE, NAME_TABLES };
enum { LEVELS_OF_QUANTILES = 23 }; /* quantiles of a distribution of distances */

/* Lists of numbers, flat: list i from start[i] to start[i + 1] of `of`. */
typedef struct {
    const int32_t *start, *of;
} Lists;

typedef struct {
    const int32_t *of;
    int32_t count;
} Units;

static inline Units list_at(const Lists *lists, int32_t at) {
    return (Units){lists->of + lists->start[at], lists->start[at + 1] - lists->start[at]};
}

typedef struct {
    Lists references; /* of each name, ascending, each once */
    const uint8_t *letters, *ending;
    const uint8_t *senses, *traits; /* what each name is (han.h, passage.h) */
    int32_t count;
} Names;

enum { REGIONAL_WIDTH = 8 }; /* characters of a word for roads or quarters, zeros behind it */

/* A table as it was given. */
typedef struct {
    const void *items;
    int64_t count;
} Given;

struct NkEngine {
    Given given[TABLES];
    int32_t units;
    const int32_t *parent;
    int32_t *opens, *closes; /* the interval of each unit in a walk through the tree: what lies in it opens there */
    int32_t *opening;        /* which unit opens there */
    uint8_t *depth, *korea;  /* how many units are around it; 1 in the DPRK, 2 in South Korea, else 0 */
    double *prior, *log_prior, *log_trade;
    const uint8_t *level, *flags, *ending;
    const double *mass, *trade;
    Lists moved; /* of each unit the counties that lay in it once */
    const int32_t *namesake; /* of each unit the one of its name directly in it, as far as it is a country or a province; NONE for none */
    const double *judgement, *clue, *kind_weight, *kind_share, *bare_level;
    const int32_t *adcode_key;
    int32_t adcodes, regions;
    Lists adcode, postcode, area, calling, region;
    Units elsewhere;
    const double *quantiles, *quantile_levels;
    const int32_t *quantile_row; /* of each unit, NONE for none */
    const double *near, *band;   /* (units, 2), (units, bands) */
    int32_t bands;
    const uint8_t *is_elsewhere;
    const int32_t *crossing;
    const double *crossing_km;
    int32_t north, south; /* the two Koreas, NONE where there are none */
    double lack[2];       /* what the prior of each lacks to that of the other */
    Names names[NAME_TABLES];
    Kinds kinds;
    Alphabet alphabet;
    Han han;
    Lexicon villages, localities;      /* names that only stand behind others, by their numbers */
    Lexicon generics[2];               /* Korean generics, spaced and unspaced: the name that stands for each */
    const uint8_t *is_road_generic, *is_city_generic[2]; /* by name; the first of unspaced ones */
    const uint32_t *regional_word;     /* (count, REGIONAL_WIDTH); `#` stands for a numeral */
    int32_t regional_words, regional_name; /* how many there are; the name of the first */
    Lexicon address_words, address_counts; /* words of addresses, and of what numbers count, by what they are (components.h) */
    const uint8_t *generic_labels;     /* for each generic word in alphabets the label of what it names, and one; 0 for none */
    const uint8_t *lone_codes;         /* for each pair of letters, is it the code of a province and no name by itself? */
};

void free_derived(NkEngine *engine);

static inline double judged(const NkEngine *engine, int32_t which) { return engine->judgement[which]; }
static inline bool has_flag(const NkEngine *engine, int32_t unit, uint8_t flag) { return (engine->flags[unit] & flag) != 0; }

/* Does one unit lie in the other, or is it the same? */
static inline bool within(const NkEngine *engine, int32_t inner, int32_t outer) {
    int32_t opens = engine->opens[inner];
    return opens >= engine->opens[outer] && opens < engine->closes[outer];
}

static inline bool related(const NkEngine *engine, int32_t one, int32_t other) {
    return within(engine, one, other) || within(engine, other, one);
}

static inline bool is_wide(int32_t level) {
    return level == LEVEL_COUNTRY || level == LEVEL_PROVINCE || level == LEVEL_PREFECTURE;
}

static inline bool is_abroad(int32_t kind) {
    return kind == KIND_CITY || kind == KIND_TOWN_ABROAD || kind == KIND_VILLAGE_ABROAD || kind == KIND_HAMLET_ABROAD;
}

/* Is a name of a kind that of a township? Outside the region the unit is the division around it. */
static inline bool is_of_town(int32_t kind) {
    return kind == KIND_TOWNSHIP || kind == KIND_TOWNSHIP_SHORT || kind == KIND_SEAT;
}

/* The table in which a name of an item stands, and its number there; NULL when there is no such name. */
const Names *names_of(const NkEngine *engine, int64_t item, int32_t *name, int32_t *wrong);

/* ── memory (work.c) ─────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct Block {
    struct Block *next;
    size_t size, used;
} Block;

struct NkWork {
    Block *first, *now;
    void *text;     /* for names in alphabets (spaced.c), as long as `text_room` */
    int32_t text_room;
    int64_t cuts;   /* stretches cut into words so far */
    int32_t wrong; /* NK_… that a call has to give back, NK_DONE for none */
};

/* Memory until the work is begun anew. NULL when there is none, and then `wrong` says so. */
void *taken(NkWork *work, size_t count, size_t size);
void begin_anew(NkWork *work);

#define TAKEN(work, type, count) ((type *)taken(work, (size_t)(count), sizeof(type)))

/* ── what an item says by itself (observe_name.c, observe_code.c) ──────────────────────────────────────────────────────── */

/* What it is, one bit each. */
enum {
    NAME = 1 << 0,     /* a name */
    BESIDE = 1 << 1,   /* what counts with the names: one said twice, a calling code, the code of a state, a point */
    CODE = 1 << 2,     /* another code */
    CONTEXT = 1 << 3,  /* what shows that a text is Chinese without naming a place: its characters, a registration number */
    CHINESE = 1 << 4,  /* a name that speaks for China or a place in it */
    ABROAD = 1 << 5,   /* another country at the end */
    FIRM = 1 << 6,     /* a name of a firm or building */
    STATED = 1 << 7,   /* a name of an address */
    PLACE = 1 << 8,    /* one so plain that codes yield to it */
    NORTH = 1 << 9,    /* all that it speaks for is in the DPRK */
    SOUTH = 1 << 10,   /* all that it speaks for is in South Korea */
    FOLLOWS = 1 << 11, /* can yield to the division before it */
    LEADS = 1 << 12,   /* can lead those behind it */
    WIDE = 1 << 13,    /* says that it is a wide division */
    POSTED = 1 << 14,  /* a postcode, or digits that may be one */
};

/* A unit that something speaks for, and how loudly. */
typedef struct {
    double weight;
    int32_t unit;
} Row;

typedef struct {
    int64_t item;
    const Row *rows; /* in the order in which units open, each unit once */
    int32_t count;
    int32_t rule, traits;
    int32_t place; /* of the item in its record */
    double loudness; /* its largest weight, at least 0 */
} Observation;

/* What a call has to know besides the engine. */
typedef struct {
    const NkEngine *engine;
    NkWork *work;
    const NkRecords *records;
} Context;

bool observe_name(const Context *context, int64_t item, Observation *found);
bool observe_code(const Context *context, int64_t item, Observation *found);
bool observe_point(const Context *context, const int64_t *items, int32_t count, Observation *found);
int32_t point_length(const int64_t *items, int32_t count);
void finish_observation(const Context *context, Observation *found, Row *rows, int32_t count);
int32_t one_korea(const NkEngine *engine, const Observation *said);
double rarity(const NkEngine *engine, double whole);

/* How a name stands: what of it decides its weight. */
typedef struct {
    int32_t rule, role, generic, length, ending;
    bool is_short;
} Standing;

double weight_of(const NkEngine *engine, int32_t unit, int32_t kind, const Standing *standing);

/* ── beside the others (combine.c) ───────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const Observation *from;
    const Row *rows;
    int32_t count;
    double share; /* what it keeps of its weight */
} Contribution;

typedef struct {
    Contribution *of; /* names and what counts with them, then codes; those that speak for nothing are left out */
    int32_t count;
} Contributions;

bool combine(const Context *context, const int64_t *items, int32_t count, Contributions *found);

/* ── the posterior (posterior.c) ─────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    double p;
    int32_t unit;
} Chance;

typedef struct {
    Chance *direct; /* of each candidate that it is the finest place meant, in the order in which units open */
    Chance *total;  /* of everything that a candidate is or lies in, in that order too */
    Chance *ranked; /* the candidates, the most probable first, then by number */
    int32_t direct_count, total_count;
    double nothing; /* that no place is meant */
} Posterior;

bool weigh(const Context *context, const Contributions *said, Posterior *found);
bool sum_up(const Context *context, Posterior *found);
double chance_of(const NkEngine *engine, const Chance *chances, int32_t count, int32_t unit);

/* ── what is chosen (selection.c, chains.c) ──────────────────────────────────────────────────────────────────────────── */

typedef struct {
    Contributions said;
    Posterior posterior;
    int32_t top, settled; /* the likeliest candidate, the finest unit that is probable enough; NONE for none */
    bool torn;            /* its parts mean places apart */
} Meant;

typedef struct {
    const int64_t *items;
    int32_t count;
} Part;

bool mean(const Context *context, Part whole, const Part *parts, int32_t part_count, Meant *found);
bool excluding(const Context *context, Part whole, const Meant *meant, Part *sides, int32_t *count);
double least_of(double threshold);

/* ── the decision (decision.c, basis.c, zones.c, distance.c) ─────────────────────────────────────────────────────────── */

void decide(const Context *context, Part whole, const Meant *meant, NkDecision *decision, NkClue *clues, NkCandidate *candidates);
int64_t basis_of(const NkEngine *engine, Part whole, int32_t place, const NkClue *clues, int32_t count);
void zones_of(const Context *context, const NkZones *zones, const Posterior *posterior, bool told, double *p, uint8_t *in);
void zone_chances(const Context *context, const NkZones *zones, const Posterior *posterior, double *p);
bool distance_of(const Context *context, const Posterior *posterior, int32_t decided, NkDecision *found);
bool quantiles_of(const Context *context, const Posterior *posterior, const double *levels, int32_t count, double *km);

/* A number rounded to so many digits as Python does it: to the decimal that is nearest to its exact value, ties to the even one. */
double rounded(double number, int32_t digits);

#endif
