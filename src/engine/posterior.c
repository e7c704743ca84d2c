/* From contributions to a posterior: which units a record could mean, and with what probability.

   Candidates are the units that some contribution names, everywhere in the world, and one outcome more: no place at all. China is a
   candidate where something speaks for China itself, and then means a place there that no name gives away. The score of a candidate
   is the logarithm of its prior, and of each contribution the loudest that it says of the candidate or of anything around it. Scores
   become probabilities. Because every probability (of a place, of a zone, of a distance) is a sum over the same candidates, they
   cannot contradict each other. */

#include "model.h"

#include <stdlib.h>

typedef struct {
    int32_t opens, unit;
    double score, said; /* so far; what the contribution at hand says of it */
} Candidate;

static int by_opening(const void *one, const void *other) {
    int32_t left = ((const Candidate *)one)->opens, right = ((const Candidate *)other)->opens;
    return (left > right) - (left < right);
}

/* The candidates, in the order in which units open. */
static Candidate *candidates_of(const Context *context, const Contributions *said, int32_t *count) {
    const NkEngine *engine = context->engine;
    int32_t most = 0, kept = 0;
    for (int32_t at = 0; at < said->count; at++) most += said->of[at].count;
    Candidate *found = TAKEN(context->work, Candidate, most);
    if (!found) return NULL;
    for (int32_t at = 0, row = 0; at < said->count; at++)
        for (int32_t each = 0; each < said->of[at].count; each++) {
            int32_t unit = said->of[at].rows[each].unit;
            found[row++] = (Candidate){engine->opens[unit], unit, engine->log_prior[unit], 0};
        }
    qsort(found, (size_t)most, sizeof *found, by_opening);
    for (int32_t at = 0; at < most; at++)
        if (!kept || found[kept - 1].unit != found[at].unit) found[kept++] = found[at];
    *count = kept;
    return found;
}

/* What a contribution says holds for the candidates in its units, which stand side by side. */
static void add(const NkEngine *engine, const Contribution *said, Candidate *candidates, int32_t count) {
    for (int32_t row = 0; row < said->count; row++) {
        int32_t unit = said->rows[row].unit, low = 0, high = count;
        double weight = said->rows[row].weight * said->share;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (candidates[middle].opens < engine->opens[unit]) low = middle + 1;
            else high = middle;
        }
        for (; low < count && candidates[low].opens < engine->closes[unit]; low++)
            if (weight > candidates[low].said) candidates[low].said = weight;
    }
    for (int32_t at = 0; at < count; at++) {
        candidates[at].score += candidates[at].said;
        candidates[at].said = 0;
    }
}

bool weigh(const Context *context, const Contributions *said, Posterior *found) {
    const NkEngine *engine = context->engine;
    int32_t count = 0;
    Candidate *candidates = candidates_of(context, said, &count);
    found->direct = TAKEN(context->work, Chance, count);
    if (!candidates || !found->direct) return false;
    for (int32_t at = 0; at < said->count; at++) add(engine, &said->of[at], candidates, count);
    double no_place = log(judged(engine, J_PRIOR_NO_PLACE)), top = no_place;
    for (int32_t at = 0; at < count; at++) top = candidates[at].score > top ? candidates[at].score : top;
    double negligible = log(judged(engine, J_NEGLIGIBLE_CANDIDATE));
    double whole = found->nothing = no_place - top > negligible ? exp(no_place - top) : 0;
    found->direct_count = 0;
    for (int32_t at = 0; at < count; at++) {
        if (candidates[at].score - top <= negligible) continue;
        Chance *chance = &found->direct[found->direct_count++];
        *chance = (Chance){exp(candidates[at].score - top), candidates[at].unit};
        whole += chance->p;
    }
    found->nothing /= whole;
    for (int32_t at = 0; at < found->direct_count; at++) found->direct[at].p /= whole;
    return sum_up(context, found);
}

/* ── sums along the hierarchy ────────────────────────────────────────────────────────────────────────────────────────── */

enum { DEEPEST = 32 };

/* By number, too, where a prior of an altered table makes all of them no number: sorting has to find some order. */
static int by_chance(const void *one, const void *other) {
    const Chance *left = one, *right = other;
    if (left->p < right->p || left->p > right->p) return left->p < right->p ? 1 : -1;
    return (left->unit > right->unit) - (left->unit < right->unit);
}

/* Candidates come as a walk through the tree meets them: what is around one stands on a stack while the walk is in it. */
bool sum_up(const Context *context, Posterior *found) {
    const NkEngine *engine = context->engine;
    int32_t most = 0, stack[DEEPEST], height = 0;
    for (int32_t at = 0; at < found->direct_count; at++) most += engine->depth[found->direct[at].unit] + 1;
    found->total = TAKEN(context->work, Chance, most);
    found->ranked = TAKEN(context->work, Chance, found->direct_count);
    if (!found->total || !found->ranked) return false;
    found->total_count = 0;
    for (int32_t at = 0; at < found->direct_count; at++) {
        Chance chance = found->ranked[at] = found->direct[at];
        while (height && !within(engine, chance.unit, found->total[stack[height - 1]].unit)) height--;
        int32_t new_ones = engine->depth[chance.unit] + 1 - height;
        for (int32_t unit = chance.unit, each = new_ones; each > 0; unit = engine->parent[unit], each--) {
            found->total[found->total_count + each - 1] = (Chance){0, unit};
            stack[height + each - 1] = found->total_count + each - 1;
        }
        height += new_ones;
        found->total_count += new_ones;
        for (int32_t each = 0; each < height; each++) found->total[stack[each]].p += chance.p;
    }
    qsort(found->ranked, (size_t)found->direct_count, sizeof(Chance), by_chance);
    return true;
}

/* The probability of a unit among some that stand in the order in which they open; 0 where it is none of them. */
double chance_of(const NkEngine *engine, const Chance *chances, int32_t count, int32_t unit) {
    int32_t low = 0, high = count;
    if (unit < 0) return 0;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (engine->opens[chances[middle].unit] < engine->opens[unit]) low = middle + 1;
        else high = middle;
    }
    return low < count && chances[low].unit == unit ? chances[low].p : 0;
}
