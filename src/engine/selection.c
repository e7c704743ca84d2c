/* What a record means: its posterior, and the finest place in it that is probable enough.

   A text of several addresses has parts. Where they mean places apart, the text means all of them alike, and nothing finer than what
   they share is chosen. So it does where two chains of its names, each complete, exclude each other, whatever stands between them: a
   line of one text holds the works in Dandong and the office in Shanghai as often as a cell with a semicolon. */

#include "model.h"

#include <stdlib.h>

/* Whatever the threshold, a place is likelier than not: of two that are equally likely none is chosen. The last bits, which depend on
   the order of sums, decide nothing. */
double least_of(double threshold) {
    static const double even = 0.5 + 1e-6, exact = 1e-9;
    return (threshold > even ? threshold : even) - exact;
}

/* Units that are likelier than not lie in one another, so the last one that a walk meets is the finest. */
static int32_t finest(const Posterior *posterior, double least) {
    if (posterior->direct_count && posterior->ranked[0].p >= least) return posterior->ranked[0].unit;
    int32_t found = NONE;
    for (int32_t at = 0; at < posterior->total_count; at++)
        if (posterior->total[at].p >= least) found = posterior->total[at].unit;
    return found;
}

static bool mean_alone(const Context *context, Part part, Meant *found) {
    if (!combine(context, part.items, part.count, &found->said)) return false;
    if (!weigh(context, &found->said, &found->posterior)) return false;
    found->top = found->posterior.direct_count ? found->posterior.ranked[0].unit : NONE;
    found->settled = finest(&found->posterior, least_of(context->records->threshold));
    found->torn = false;
    return true;
}

/* ── several addresses ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_somewhere(const Meant *part) { return part->settled != NONE && part->settled != CHINA; }

static bool lie_apart(const NkEngine *engine, const Meant *parts, int32_t count) {
    for (int32_t one = 0; one < count; one++)
        for (int32_t other = 0; other < one; other++)
            if (is_somewhere(&parts[one]) && is_somewhere(&parts[other]) &&
                !related(engine, parts[one].settled, parts[other].settled))
                return true;
    return false;
}

/* Does a part name a place in which no other part names a finer one? */
static bool is_finest(const NkEngine *engine, const Meant *parts, int32_t count, int32_t which) {
    int32_t unit = parts[which].settled;
    if (!is_somewhere(&parts[which])) return false;
    for (int32_t at = 0; at < count; at++)
        if (is_somewhere(&parts[at]) && parts[at].settled != unit && within(engine, parts[at].settled, unit)) return false;
    return true;
}

typedef struct {
    Chance chance;
    int32_t opens;
} Opened;

static int by_opening(const void *one, const void *other) {
    int32_t left = ((const Opened *)one)->opens, right = ((const Opened *)other)->opens;
    return (left > right) - (left < right);
}

/* What several addresses mean together: one of them is as likely meant as another. */
static bool together(const Context *context, const Meant *parts, int32_t count, Posterior *found) {
    const NkEngine *engine = context->engine;
    int32_t most = 0, rows = 0, kept = 0, finest_ones = 0;
    for (int32_t at = 0; at < count; at++) {
        if (!is_finest(engine, parts, count, at)) continue;
        finest_ones++;
        most += parts[at].posterior.direct_count;
    }
    Opened *opened = TAKEN(context->work, Opened, most);
    *found = (Posterior){.direct = TAKEN(context->work, Chance, most)};
    if (!opened || !found->direct) return false;
    for (int32_t at = 0; at < count; at++) {
        if (!is_finest(engine, parts, count, at)) continue;
        const Posterior *part = &parts[at].posterior;
        found->nothing += part->nothing / finest_ones;
        for (int32_t each = 0; each < part->direct_count; each++) {
            Chance chance = {part->direct[each].p / finest_ones, part->direct[each].unit};
            opened[rows++] = (Opened){chance, engine->opens[chance.unit]};
        }
    }
    qsort(opened, (size_t)rows, sizeof *opened, by_opening);
    for (int32_t at = 0; at < rows; at++) {
        if (kept && found->direct[kept - 1].unit == opened[at].chance.unit) found->direct[kept - 1].p += opened[at].chance.p;
        else found->direct[kept++] = opened[at].chance;
    }
    found->direct_count = kept;
    return sum_up(context, found);
}

bool mean(const Context *context, Part whole, const Part *parts, int32_t part_count, Meant *found) {
    Part sides[2];
    if (!mean_alone(context, whole, found)) return false;
    if (!part_count) {
        if (!excluding(context, whole, found, sides, &part_count)) return false;
        parts = sides;
    }
    Meant *each = TAKEN(context->work, Meant, part_count);
    if (!each) return false;
    for (int32_t at = 0; at < part_count; at++)
        if (!mean_alone(context, parts[at], &each[at])) return false;
    if (!lie_apart(context->engine, each, part_count)) return true;
    if (!together(context, each, part_count, &found->posterior)) return false;
    found->torn = true;
    found->top = found->posterior.direct_count ? found->posterior.ranked[0].unit : NONE;
    found->settled = finest(&found->posterior, least_of(context->records->threshold));
    return true;
}
