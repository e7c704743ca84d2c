/* How far from the border a posterior lies: every number from one distribution.

   The distance of a record is the mixture of the distributions of its candidates, each as probable as the candidate. A distribution is
   a row of quantiles, between which the distance is spread evenly; where two are equal, so much of the place is at that very
   distance. Where the distribution of less than half of the probability is known, nothing is said. The probabilities of being near
   count what is known on the Chinese side, and are known as well where most of a record is known to be elsewhere: Shanghai has no
   distance here, but is not within 50 km. */

#include "model.h"

static const double HALF = 0.5 - 1e-9;
static const double FINE_KM = 1e-4; /* so exactly a quantile of a mixture is found */
static const double LEAST = 1e-12;
enum { ENDS = 5 };
enum { MOST_HALVINGS = 64 }; /* 29 part the girth of the earth; numbers that are no distances can be too large ever to be parted */
static const double END_LEVELS[ENDS] = {0, 0.05, 0.5, 0.95, 1};

/* The candidates that are probable enough to count and have a distribution. */
typedef struct {
    const Chance *of;
    int32_t count;
    double placed, whole; /* what they have of it; what all that count have, and no place */
    double elsewhere;     /* what those have that are known to lie elsewhere */
} Placed;

static bool placed_of(const Context *context, const Posterior *posterior, Placed *found) {
    const NkEngine *engine = context->engine;
    double possible = judged(engine, J_CANDIDATE_OF_A_DISTANCE);
    Chance *chances = TAKEN(context->work, Chance, posterior->direct_count);
    *found = (Placed){.of = chances};
    if (!chances) return false;
    for (int32_t at = 0; at < posterior->direct_count; at++) {
        Chance chance = posterior->direct[at];
        if (chance.p < possible) continue;
        found->whole += chance.p;
        if (engine->is_elsewhere[chance.unit]) found->elsewhere += chance.p;
        if (engine->quantile_row[chance.unit] == NONE) continue;
        found->placed += chance.p;
        chances[found->count++] = chance;
    }
    if (posterior->nothing >= possible) found->whole += posterior->nothing;
    if (found->whole < LEAST) found->whole = LEAST;
    return true;
}

static const double *row_of(const NkEngine *engine, int32_t unit) {
    return engine->quantiles + (ptrdiff_t)engine->quantile_row[unit] * LEVELS_OF_QUANTILES;
}

/* A quantile of a single distribution, straight between those that are told. */
static double quantile(const NkEngine *engine, const double *row, double level) {
    const double *levels = engine->quantile_levels;
    int32_t at = 0;
    while (at < LEVELS_OF_QUANTILES - 2 && levels[at + 1] <= level) at++;
    double step = (level - levels[at]) / (levels[at + 1] - levels[at]);
    return row[at] + step * (row[at + 1] - row[at]);
}

/* The share of a distribution that is at most so far from the border. */
static double within_km(const NkEngine *engine, const double *row, double km) {
    const double *levels = engine->quantile_levels;
    int32_t passed = 0;
    while (passed < LEVELS_OF_QUANTILES && row[passed] <= km) passed++;
    if (passed == 0) return 0;
    int32_t lower = passed - 1, upper = passed < LEVELS_OF_QUANTILES ? passed : LEVELS_OF_QUANTILES - 1;
    double step = row[upper] > row[lower] ? (km - row[lower]) / (row[upper] - row[lower]) : 0;
    return levels[lower] + step * (levels[upper] - levels[lower]);
}

/* A quantile of the mixture: it lies between the least and the greatest of those of its parts. */
static double mixed(const NkEngine *engine, const Placed *parts, double level) {
    double below = INFINITY, above = -INFINITY;
    for (int32_t at = 0; at < parts->count; at++) {
        double own = quantile(engine, row_of(engine, parts->of[at].unit), level);
        below = own < below ? own : below;
        above = own > above ? own : above;
    }
    if (level <= 0) return below;
    for (int32_t halved = 0; halved < MOST_HALVINGS && level < 1 && above - below > FINE_KM; halved++) {
        double middle = (below + above) / 2, share = 0;
        for (int32_t at = 0; at < parts->count; at++)
            share += parts->of[at].p / parts->placed * within_km(engine, row_of(engine, parts->of[at].unit), middle);
        if (share >= level) above = middle;
        else below = middle;
    }
    return above;
}

static void quantiles_at(const NkEngine *engine, const Placed *parts, const double *levels, int32_t count, double *km) {
    bool told = parts->placed / parts->whole >= HALF;
    for (int32_t at = 0; at < count; at++) {
        if (!told) km[at] = NAN;
        else if (parts->count == 1) km[at] = quantile(engine, row_of(engine, parts->of[0].unit), levels[at]);
        else km[at] = mixed(engine, parts, levels[at]);
    }
}

/* The band that holds half or more of what is placed. */
static int32_t band_of(const NkEngine *engine, const Placed *parts) {
    int32_t likeliest = NONE;
    double most = -1;
    if (parts->placed / parts->whole < HALF) return NONE;
    for (int32_t band = 0; band < engine->bands; band++) {
        double share = 0;
        for (int32_t at = 0; at < parts->count; at++)
            share += parts->of[at].p * engine->band[(ptrdiff_t)parts->of[at].unit * engine->bands + band];
        share /= parts->placed > LEAST ? parts->placed : LEAST;
        if (share <= most) continue;
        most = share;
        likeliest = band;
    }
    return most >= HALF ? likeliest : NONE;
}

static void near_of(const NkEngine *engine, const Placed *parts, double *near) {
    bool known = parts->placed / parts->whole + parts->elsewhere / parts->whole >= HALF;
    for (int32_t which = 0; which < 2; which++) {
        double share = 0;
        for (int32_t at = 0; at < parts->count; at++) share += parts->of[at].p * engine->near[2 * (ptrdiff_t)parts->of[at].unit + which];
        share /= parts->whole;
        near[which] = known ? rounded(share < 1 ? share : 1, 4) : NAN;
    }
}

/* One number says nothing of a country or province, and a prefecture has several crossings. */
static void single_numbers(const NkEngine *engine, int32_t decided, double median, NkDecision *found) {
    bool single = decided >= 0 && engine->level[decided] != LEVEL_COUNTRY && engine->level[decided] != LEVEL_PROVINCE;
    found->km = single ? rounded(median, 2) : NAN;
    bool crossed = single && !isnan(median);
    found->crossing = crossed ? engine->crossing[decided] : NONE;
    found->crossing_km = crossed ? engine->crossing_km[decided] : NAN;
}

bool distance_of(const Context *context, const Posterior *posterior, int32_t decided, NkDecision *found) {
    const NkEngine *engine = context->engine;
    Placed parts;
    double km[ENDS];
    if (!placed_of(context, posterior, &parts)) return false;
    quantiles_at(engine, &parts, END_LEVELS, ENDS, km);
    found->low = rounded(km[0], 2);
    found->q05 = rounded(km[1], 2);
    found->q95 = rounded(km[3], 2);
    found->high = rounded(km[4], 2);
    near_of(engine, &parts, found->near);
    found->band = band_of(engine, &parts);
    single_numbers(engine, decided, km[2], found);
    return true;
}

bool quantiles_of(const Context *context, const Posterior *posterior, const double *levels, int32_t count, double *km) {
    Placed parts;
    if (!placed_of(context, posterior, &parts)) return false;
    quantiles_at(context->engine, &parts, levels, count, km);
    return true;
}
