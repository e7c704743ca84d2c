/* The door: records in, decisions out. */

#include "model.h"

/* Where the items of a record stand, and those of its parts behind them. */
typedef struct {
    Part whole, *parts;
    int32_t part_count;
} Record;

static Part next_part(const int64_t *items, const int64_t *end) {
    Part part = {items, 0};
    while (items + part.count < end && items[part.count] != PART_ITEM) part.count++;
    return part;
}

/* A record of some. False when there is no memory. */
static bool record_at(const Context *context, int64_t at, Record *found) {
    static const int64_t none[1]; /* a pointer may be moved by nothing only where it points somewhere */
    const NkRecords *records = context->records;
    const int64_t *every = records->items ? records->items : none;
    const int64_t *items = every + (at ? records->end[at - 1] : 0), *end = every + records->end[at];
    found->whole = next_part(items, end);
    found->part_count = 0;
    for (const int64_t *item = items + found->whole.count; item < end; item++) found->part_count += *item == PART_ITEM;
    found->parts = TAKEN(context->work, Part, found->part_count);
    if (!found->parts) return false;
    items += found->whole.count;
    for (int32_t part = 0; part < found->part_count; part++) {
        found->parts[part] = next_part(items + 1, end);
        items += 1 + found->parts[part].count;
    }
    return true;
}

/* A record in which every field is empty. */
static bool is_empty(const Record *record) { return record->whole.count == 1 && *record->whole.items == EMPTY_ITEM; }

int32_t nk_decide(const NkEngine *engine, NkWork *work, const NkZones *zones, const NkRecords *records, const NkDecisions *found) {
    NkClue *clues = found->clues;
    Context context = {engine, work, records};
    for (int64_t at = 0; at < records->records; at++) {
        Record record;
        Meant meant;
        NkDecision *decision = &found->decisions[at];
        begin_anew(work);
        if (!record_at(&context, at, &record)) return work->wrong;
        bool empty = is_empty(&record);
        if (empty) record.whole.count = 0;
        if (!mean(&context, record.whole, record.parts, record.part_count, &meant)) return work->wrong;
        decide(&context, record.whole, &meant, decision, clues, found->candidates + 5 * at);
        if (empty) decision->how = HOW_EMPTY;
        zones_of(&context, zones, &meant.posterior, decision->told, found->zone_p + at * zones->count,
                 found->in_zone + at * zones->count);
        int32_t place = decision->how == HOW_RESOLVED ? decision->place : NONE;
        if (!distance_of(&context, &meant.posterior, place, decision)) return work->wrong;
        clues += decision->clues;
    }
    return NK_DONE;
}

int32_t nk_mean(const NkEngine *engine, NkWork *work, const NkZones *zones, const NkRecords *records, NkMeaning *found) {
    Context context = {engine, work, records};
    Record record;
    Meant meant;
    begin_anew(work);
    if (!record_at(&context, 0, &record)) return work->wrong;
    if (!mean(&context, record.whole, record.parts, record.part_count, &meant)) return work->wrong;
    const Posterior *posterior = &meant.posterior;
    for (int32_t unit = 0; found->p && unit < engine->units; unit++) found->p[unit] = found->total[unit] = 0;
    for (int32_t at = 0; found->p && at < posterior->direct_count; at++) found->p[posterior->direct[at].unit] = posterior->direct[at].p;
    for (int32_t at = 0; found->p && at < posterior->total_count; at++) found->total[posterior->total[at].unit] = posterior->total[at].p;
    if (found->zone_p) zone_chances(&context, zones, posterior, found->zone_p);
    found->nothing = posterior->nothing;
    found->settled = meant.settled;
    return quantiles_of(&context, posterior, found->levels, found->level_count, found->quantile) ? NK_DONE : work->wrong;
}

int32_t nk_distance(const NkEngine *engine, NkWork *work, const int32_t *units, const double *p, int32_t count, double nothing,
                    int32_t decided, NkDecision *found) {
    Context context = {engine, work, NULL};
    begin_anew(work);
    Posterior posterior = {.direct = TAKEN(work, Chance, count), .direct_count = count, .nothing = nothing};
    if (!posterior.direct) return work->wrong;
    for (int32_t at = 0; at < count; at++) posterior.direct[at] = (Chance){p[at], units[at]};
    return distance_of(&context, &posterior, decided, found) ? NK_DONE : work->wrong;
}
