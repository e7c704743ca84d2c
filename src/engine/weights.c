/* What a name weighs for a unit: the weight of its rule, taken for the kind of the name and for the way it stands.

   丹东市 is louder than Antung, and a township's bare name is hardly heard. */

#include "model.h"

static bool is_town_generic(int32_t generic) {
    return generic == GENERIC_TOWN || generic == GENERIC_TOWNSHIP || generic == GENERIC_SUBDISTRICT;
}

static double of_country(const NkEngine *engine, int32_t kind, const Standing *standing) {
    int32_t rule = RULE_COUNTRY;
    if (standing->role == ROLE_LAST) rule = RULE_COUNTRY_AT_THE_END;
    else if (standing->role == ROLE_HEAD) rule = RULE_NAME_AT_THE_HEAD;
    else if (standing->role == ROLE_MISSPELT) rule = RULE_MISSPELT_NAME;
    else if (standing->role == ROLE_INSIDE) rule = RULE_INSIDE_A_COMPANY_OR_BUILDING_NAME;
    return engine->clue[rule] + (kind == KIND_GENERATED ? judged(engine, J_KOREA_IS_THE_NORTH) : 0);
}

/* What a township loses whose name has the generic of another time: 大凌河镇 for today's 大凌河街道. */
static double of_renamed(const NkEngine *engine, int32_t then, int32_t now) {
    if (then == ENDING_TOWN && now == ENDING_SUBDISTRICT) return judged(engine, J_RENAMED_TOWNSHIP_TOWN_TO_SUBDISTRICT);
    if (then == ENDING_TOWNSHIP && now == ENDING_SUBDISTRICT) return judged(engine, J_RENAMED_TOWNSHIP_TOWNSHIP_TO_SUBDISTRICT);
    if (then == ENDING_TOWNSHIP && now == ENDING_TOWN) return judged(engine, J_RENAMED_TOWNSHIP_TOWNSHIP_TO_TOWN);
    return judged(engine, J_RENAMED_TOWNSHIP_OTHERWISE);
}

/* What a name loses where it stands without its generic. */
static double of_bare(const NkEngine *engine, int32_t unit, const Standing *standing) {
    int32_t level = engine->level[unit];
    double loss = level == LEVEL_COUNTY && engine->ending[unit] == ENDING_DISTRICT ? judged(engine, J_BARE_NAME_DISTRICT) : 0;
    if (standing->role == ROLE_ZONE || standing->role == ROLE_INSTITUTION || standing->role == ROLE_PORT)
        return loss + (level == LEVEL_TOWNSHIP ? judged(engine, J_BARE_NAME_ZONE_OF_A_TOWNSHIP) : 0);
    if (level == LEVEL_TOWNSHIP) return loss + judged(engine, J_BARE_TOWNSHIP_NO_SYLLABLE + standing->length);
    return loss + engine->bare_level[level];
}

/* Can a unit have the generic? */
static bool fits(const NkEngine *engine, int32_t unit, int32_t kind, int32_t generic) {
    int32_t level = engine->level[unit], ending = engine->ending[unit];
    if (is_abroad(kind)) return true;
    if (is_of_town(kind)) return is_town_generic(generic);
    if (level == LEVEL_TOWNSHIP && is_town_generic(generic)) return true;
    bool is_city = ending == ENDING_CITY && (level == LEVEL_PREFECTURE || level == LEVEL_COUNTY || level == LEVEL_PROVINCE);
    switch (generic) {
    case GENERIC_PROVINCE: return level == LEVEL_PROVINCE;
    case GENERIC_PREFECTURE: return level == LEVEL_PREFECTURE;
    case GENERIC_CITY: return is_city;
    case GENERIC_DISTRICT: return level == LEVEL_COUNTY && ending == ENDING_DISTRICT;
    case GENERIC_CITY_OR_COUNTY: return is_city || (level == LEVEL_COUNTY && ending == ENDING_COUNTY);
    case GENERIC_COUNTY: return level == LEVEL_COUNTY && (ending == ENDING_COUNTY || ending == ENDING_BANNER);
    default: return false;
    }
}

static double of_place(const NkEngine *engine, int32_t unit, int32_t kind, const Standing *standing) {
    int32_t level = engine->level[unit];
    double weight = engine->clue[standing->rule] + engine->kind_weight[kind];
    if (kind == KIND_RENAMED) weight += of_renamed(engine, standing->ending, engine->ending[unit]);
    /* Zones and crossings have their generic in their full names: Helong Border Economic Cooperation Zone. */
    bool is_whole = (kind == KIND_FULL || kind == KIND_ROMANIZED) && (level == LEVEL_AREA || level == LEVEL_CROSSING);
    if (standing->generic == GENERIC_NONE && standing->role != ROLE_TYPED && !is_whole) weight += of_bare(engine, unit, standing);
    if (standing->generic == GENERIC_VILLAGE) {
        double loudest = judged(engine, J_LOUDEST_VILLAGE);
        return weight < loudest ? weight : loudest;
    }
    bool contradicts = standing->generic != GENERIC_NONE && !fits(engine, unit, kind, standing->generic);
    return weight + (contradicts ? judged(engine, J_CONTRADICTING_GENERIC) : 0);
}

double weight_of(const NkEngine *engine, int32_t unit, int32_t kind, const Standing *standing) {
    bool is_country = !is_abroad(kind) && has_flag(engine, unit, UNIT_COUNTRY);
    double weight = is_country ? of_country(engine, kind, standing) : of_place(engine, unit, kind, standing);
    return weight + (standing->is_short && kind == KIND_ROMANIZED ? judged(engine, J_BARE_NAME_SHORT) : 0);
}
