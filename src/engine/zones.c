/* In which zones a posterior lies: sums over its candidates.

   A candidate that is wider than a zone counts with the share of its prior weight that is inside: *Liaoning* is in the Dandong border
   counties with the share that these have of Liaoning. A zone is decided on from the probability that decides a place, so whoever
   decides on Hyesan decides on the DPRK. */

#include "model.h"

enum { SURELY = 2, POSSIBLY = 1 };

void zone_chances(const Context *context, const NkZones *zones, const Posterior *posterior, double *p) {
    (void)context;
    for (int32_t zone = 0; zone < zones->count; zone++) p[zone] = 0;
    for (int32_t at = 0; at < posterior->direct_count; at++) {
        Chance chance = posterior->direct[at];
        if (zones->is_far[chance.unit]) continue;
        const double *share = zones->share + (ptrdiff_t)chance.unit * zones->count;
        for (int32_t zone = 0; zone < zones->count; zone++) p[zone] += chance.p * share[zone];
    }
}

void zones_of(const Context *context, const NkZones *zones, const Posterior *posterior, bool told, double *p, uint8_t *in) {
    double possible = judged(context->engine, J_CANDIDATE_OF_A_DISTANCE), least = least_of(context->records->threshold);
    zone_chances(context, zones, posterior, p);
    for (int32_t zone = 0; zone < zones->count; zone++) in[zone] = told && p[zone] >= least ? SURELY : 0;
    for (int32_t at = 0; told && at < posterior->direct_count; at++) {
        Chance chance = posterior->direct[at];
        if (chance.p < possible || chance.unit == CHINA || zones->is_far[chance.unit]) continue;
        const double *share = zones->share + (ptrdiff_t)chance.unit * zones->count;
        for (int32_t zone = 0; zone < zones->count; zone++)
            if (share[zone] > 0 && !in[zone]) in[zone] = POSSIBLY;
    }
    for (int32_t zone = 0; zone < zones->count; zone++) p[zone] = rounded(p[zone] < 1 ? p[zone] : 1, 4);
}
