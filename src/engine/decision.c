/* The decision: place, status, clues and conflicts of a record, from what it means. */

#include "model.h"

static const int32_t SHOWN = 5; /* candidates that an answer lists at most */

/* ── the status ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Do the finer candidates inside a decided unit matter less than the unit itself? */
static bool is_settled(const NkEngine *engine, const Meant *meant) {
    const Posterior *posterior = &meant->posterior;
    double itself = chance_of(engine, posterior->direct, posterior->direct_count, meant->settled);
    return itself >= chance_of(engine, posterior->total, posterior->total_count, meant->settled) - itself;
}

/* Is the decided unit as fine as what the words name, and only a code points to something finer? */
static bool is_named(const NkEngine *engine, const Meant *meant, int32_t top) {
    int32_t deepest = NONE, finest = top;
    if (meant->settled == CHINA) return false;
    for (int32_t at = 0; at < meant->said.count; at++) {
        const Contribution *said = &meant->said.of[at];
        if (!(said->from->traits & NAME)) continue;
        for (int32_t row = 0; row < said->count; row++) {
            int32_t unit = said->rows[row].unit;
            if (said->rows[row].weight * said->share < said->from->loudness || !within(engine, top, unit)) continue;
            if (engine->depth[unit] > deepest) deepest = engine->depth[unit];
        }
    }
    if (deepest < 0) return true;
    for (int32_t depth = engine->depth[top]; depth > deepest; depth--) finest = engine->parent[finest];
    return within(engine, meant->settled, finest);
}

/* Does a loud clue with one meaning speak for somewhere else? */
static bool is_contradicted(const NkEngine *engine, const Contributions *said, int32_t top) {
    for (int32_t at = 0; at < said->count; at++) {
        const Contribution *each = &said->of[at];
        if (each->count == 1 && each->from->loudness > judged(engine, J_LOUD) && !within(engine, top, each->rows[0].unit))
            return true;
    }
    return false;
}

/* Are several places of one name likely? Neighbours under a point have no name in common. */
static bool has_namesakes(const NkEngine *engine, const Meant *meant) {
    const Posterior *posterior = &meant->posterior;
    double rival = judged(engine, J_RIVAL);
    for (int32_t at = 0; at < meant->said.count; at++) {
        const Contribution *said = &meant->said.of[at];
        int32_t rivals = 0;
        for (int32_t row = 0; row < said->count; row++)
            rivals += chance_of(engine, posterior->direct, posterior->direct_count, said->rows[row].unit) >= rival;
        if (rivals > 1 && said->from->rule != RULE_COORDINATES) return true;
    }
    return false;
}

static int32_t how(const NkEngine *engine, const Meant *meant) {
    int32_t settled = meant->settled, top = meant->top >= 0 ? meant->top : CHINA;
    if (meant->torn) return HOW_CONFLICT;
    if (settled == CHINA && top == CHINA) return HOW_NO_PLACE;
    if (settled >= 0 && (top == settled || engine->level[settled] == LEVEL_COUNTY || is_settled(engine, meant) ||
                         is_named(engine, meant, top)))
        return HOW_RESOLVED;
    if (settled < 0 && meant->posterior.nothing > judged(engine, J_NO_PLACE_LIKELIER)) return HOW_NO_PLACE;
    if (is_contradicted(engine, &meant->said, top)) return HOW_CONFLICT;
    return has_namesakes(engine, meant) ? HOW_SAME_NAME : HOW_BELOW_THRESHOLD;
}

/* How a record is decided in which nothing speaks for anything. */
static int32_t how_silent(Part whole) {
    for (int32_t at = 0; at < whole.count; at++)
        if (is_code(whole.items[at]) && code_of(whole.items[at]) != CODE_CHINESE) return HOW_NO_CHINESE_CONTEXT;
    return HOW_NO_PLACE;
}

/* ── the clues ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of what a clue speaks for the most probable, then the loudest, then the first by number. */
static const Row *spoken(const NkEngine *engine, const Posterior *posterior, const Contribution *said) {
    const Row *best = &said->rows[0];
    double most = said->count > 1 ? chance_of(engine, posterior->total, posterior->total_count, best->unit) : 0;
    for (int32_t row = 1; row < said->count; row++) {
        const Row *each = &said->rows[row];
        double p = chance_of(engine, posterior->total, posterior->total_count, each->unit);
        bool is_tie = p == most, is_louder = each->weight > best->weight, is_as_loud = each->weight == best->weight;
        if (p > most || (is_tie && (is_louder || (is_as_loud && each->unit < best->unit)))) {
            best = each;
            most = p;
        }
    }
    return best;
}

static bool is_conflicting(const NkEngine *engine, const Contribution *said, int32_t unit, int32_t against) {
    if (against < 0 || said->from->loudness < judged(engine, J_LOUD) || within(engine, against, unit)) return false;
    for (int32_t row = 0; row < said->count; row++)
        if (related(engine, said->rows[row].unit, against)) return false;
    return true;
}

static bool speaks_around(const NkEngine *engine, const Contribution *said, int32_t unit) {
    for (int32_t row = 0; row < said->count; row++)
        if (related(engine, said->rows[row].unit, unit)) return true;
    return false;
}

/* The place that conflicts are told against; where a point is torn from its text, the likeliest of the text. A namesake where the
   point lies would otherwise hide the contradiction: many provinces have a town called Changchun. */
static int32_t against(const NkEngine *engine, const Meant *meant, const NkDecision *decision) {
    int32_t found = decision->how == HOW_CONFLICT && meant->top >= 0 ? meant->top : decision->place, usual = found;
    for (int32_t at = 0; meant->torn && at < meant->said.count; at++) {
        const Contribution *said = &meant->said.of[at];
        if (said->from->rule != RULE_COORDINATES) continue;
        found = usual;
        for (int32_t each = 0; each < meant->posterior.direct_count; each++) {
            int32_t unit = meant->posterior.ranked[each].unit;
            if (speaks_around(engine, said, unit)) continue;
            found = unit;
            break;
        }
    }
    return found;
}

static void put_clues(const NkEngine *engine, const Meant *meant, NkDecision *decision, NkClue *clues) {
    bool pointed = false, disputed = decision->how == HOW_CONFLICT;
    decision->clues = meant->said.count;
    decision->posted = NONE;
    for (int32_t at = 0; at < meant->said.count; at++) {
        const Contribution *said = &meant->said.of[at];
        const Row *best = spoken(engine, &meant->posterior, said);
        bool conflict = is_conflicting(engine, said, best->unit, decision->against);
        clues[at] = (NkClue){best->weight * said->share, said->from->place, said->from->rule, best->unit, conflict};
        if (decision->posted < 0 && (said->from->traits & POSTED)) decision->posted = at;
        if (said->from->rule != RULE_COORDINATES) continue;
        pointed = true;
        disputed |= conflict;
    }
    decision->disputed = pointed && disputed;
}

static void put_candidates(const NkEngine *engine, const Posterior *posterior, NkDecision *decision, NkCandidate *candidates) {
    double least = judged(engine, J_CANDIDATE_SHOWN);
    decision->candidates = 0;
    for (int32_t at = 0; at < posterior->direct_count && at < SHOWN && posterior->ranked[at].p >= least; at++) {
        double p = posterior->ranked[at].p;
        candidates[decision->candidates++] = (NkCandidate){rounded(p < 1 ? p : 1, 4), posterior->ranked[at].unit, 0};
    }
}

/* ── together ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

void decide(const Context *context, Part whole, const Meant *meant, NkDecision *decision, NkClue *clues, NkCandidate *candidates) {
    const NkEngine *engine = context->engine;
    const Posterior *posterior = &meant->posterior;
    decision->told = meant->said.count > 0;
    decision->how = decision->told ? how(engine, meant) : how_silent(whole);
    decision->settled = decision->told ? meant->settled : NONE;
    int32_t place = decision->place = decision->settled == CHINA ? NONE : decision->settled;
    double p = chance_of(engine, posterior->total, posterior->total_count, place);
    decision->confidence = place >= 0 ? rounded(p < 1 ? p : 1, 4) : NAN;
    decision->against = against(engine, meant, decision);
    put_clues(engine, meant, decision, clues);
    put_candidates(engine, posterior, decision, candidates);
    decision->rests = basis_of(engine, whole, place, clues, decision->clues);
}

/* As Python does it: a product that may have been rounded to the other side of a half is looked at exactly. */
double rounded(double number, int32_t digits) {
    static const double powers[] = {1, 10, 100, 1000, 1e4};
    double power = powers[digits], scaled = number * power, whole = rint(scaled);
    if (fabs(fabs(scaled - trunc(scaled)) - 0.5) >= 1e-6 || isnan(number)) return whole / power;
    double lost = fma(number, power, -scaled), below = floor(scaled), half = (scaled - below - 0.5) + lost;
    if (half > 0) whole = below + 1;
    else if (half < 0) whole = below;
    else whole = fmod(below, 2) == 0 ? below : below + 1;
    return whole / power;
}
