/* Chains of names: is what a text names an address by itself, and are there two that exclude each other?

   A chain is complete where one of its names lies in a wide one (a prefecture, a province, a country) that another means:
   丹东市振兴区, DANDONG, CHINA. 振兴区浪头镇 is none, nor is LIAONING alone: such pieces are left where an address is cut into lines. */

#include "model.h"

#include <stdlib.h>

/* Units that ascend, each once. */
typedef struct {
    int32_t *of;
    int32_t count;
} Set;

/* What a name can be in a chain: the wide units that it means, those around what it means, and which of those it does not mean. */
typedef struct {
    Set wide, around, outer;
} Link;

static int by_number(const void *one, const void *other) {
    int32_t left = *(const int32_t *)one, right = *(const int32_t *)other;
    return (left > right) - (left < right);
}

static void settle_set(Set *set) {
    int32_t kept = 0;
    if (set->count) qsort(set->of, (size_t)set->count, sizeof *set->of, by_number);
    for (int32_t at = 0; at < set->count; at++)
        if (!kept || set->of[kept - 1] != set->of[at]) set->of[kept++] = set->of[at];
    set->count = kept;
}

static bool holds(const Set *set, int32_t unit) {
    int32_t low = first_from(set->of, set->count, unit);
    return low < set->count && set->of[low] == unit;
}

static void put_path(const NkEngine *engine, Set *set, int32_t unit) {
    for (; unit >= 0; unit = engine->parent[unit]) set->of[set->count++] = unit;
}

/* How the names of an address stand. */
static bool stands_in_address(int32_t role) {
    return role == ROLE_TYPED || role == ROLE_PLAIN || role == ROLE_LAST || role == ROLE_HEAD;
}

static bool is_town_generic(int32_t generic) {
    return generic == GENERIC_TOWN || generic == GENERIC_TOWNSHIP || generic == GENERIC_SUBDISTRICT;
}

static void link_references(const NkEngine *engine, const Units *references, int64_t item, Link *found) {
    for (int32_t at = 0; at < references->count; at++) {
        int32_t unit = references->of[at] >> KIND_BITS, kind = references->of[at] & KIND_MASK;
        if (is_abroad(kind) || (is_of_town(kind) && is_town_generic(generic_of(item)))) {
            put_path(engine, &found->around, unit); /* the unit is that around the place */
        } else if (!is_of_town(kind) && kind != KIND_VILLAGE && kind != KIND_LOCALITY) { /* too common for a link */
            put_path(engine, &found->around, engine->parent[unit]);
            if (is_wide(engine->level[unit])) found->wide.of[found->wide.count++] = unit;
        }
    }
}

static bool link_of(const Context *context, int64_t item, Link *found) {
    const NkEngine *engine = context->engine;
    *found = (Link){{NULL, 0}, {NULL, 0}, {NULL, 0}};
    if (is_code(item) || !stands_in_address(role_of(item))) return true;
    int32_t name = 0, room = 0;
    const Names *names = names_of(engine, item, &name, &context->work->wrong);
    if (!names) return false;
    Units references = list_at(&names->references, name);
    for (int32_t at = 0; at < references.count; at++) room += engine->depth[references.of[at] >> KIND_BITS] + 1;
    found->wide.of = TAKEN(context->work, int32_t, references.count);
    found->around.of = TAKEN(context->work, int32_t, room);
    found->outer.of = TAKEN(context->work, int32_t, room);
    if (!found->wide.of || !found->around.of || !found->outer.of) return false;
    link_references(engine, &references, item, found);
    settle_set(&found->wide);
    settle_set(&found->around);
    for (int32_t at = 0; at < found->around.count; at++)
        if (!holds(&found->wide, found->around.of[at])) found->outer.of[found->outer.count++] = found->around.of[at];
    return true;
}

static Link *links_of(const Context *context, const int64_t *items, int32_t count) {
    Link *links = TAKEN(context->work, Link, count);
    for (int32_t at = 0; links && at < count; at++)
        if (!link_of(context, items[at], &links[at])) return NULL;
    return links;
}

static bool overlap(const Set *one, const Set *other) {
    for (int32_t at = 0; at < one->count; at++)
        if (holds(other, one->of[at])) return true;
    return false;
}

/* Does one of the names lie in a wide one that another means? Namesakes do not: ANYANG, 安阳市. */
static bool is_complete(const Link *links, const int32_t *chosen, int32_t count) {
    for (int32_t one = 0; one < count; one++)
        for (int32_t other = 0; other < count; other++)
            if (overlap(&links[chosen[one]].wide, &links[chosen[other]].outer)) return true;
    return false;
}

/* ── two chains in one text ──────────────────────────────────────────────────────────────────────────────────────────── */

/* Is a contribution a loud name that has no place in or around the likeliest? */
static bool is_against(const NkEngine *engine, const Contribution *said, int32_t top) {
    if (!(said->from->traits & NAME) || said->from->loudness < judged(engine, J_LOUD)) return false;
    for (int32_t at = 0; at < said->count; at++)
        if (related(engine, said->rows[at].unit, top)) return false;
    return true;
}

/* Which items of the text are against the likeliest place. None where no plain name is, or where nothing but a bare name is: that is
   no chain; DONGGANG CITY may be one with a name that both sides share. */
static int32_t against(const Context *context, Part whole, const Meant *meant, int64_t *contrary, bool *is_contrary) {
    const NkEngine *engine = context->engine;
    int32_t names = 0, count = 0;
    bool plain = false;
    for (int32_t at = 0; at < meant->said.count; at++) names += (meant->said.of[at].from->traits & NAME) != 0;
    if (meant->top < 0 || names < judged(engine, J_NAMES_OF_TWO_CHAINS)) return 0;
    for (int32_t at = 0; at < meant->said.count; at++) {
        const Contribution *said = &meant->said.of[at];
        if (!is_against(engine, said, meant->top)) continue;
        plain |= (said->from->traits & PLACE) != 0;
        if (field_of(said->from->item) != FIELD_TEXT) continue;
        contrary[count++] = said->from->item;
        for (int32_t each = 0; each < whole.count; each++) is_contrary[each] |= whole.items[each] == said->from->item;
    }
    return plain && (count != 1 || role_of(contrary[0]) == ROLE_TYPED) ? count : 0;
}

/* Is one of the wide units that a name means around one of the contrary names, and not around the place? */
static bool goes_with(const NkEngine *engine, const Link *link, const Link *links, const bool *is_contrary, int32_t count, int32_t top) {
    for (int32_t at = 0; at < link->wide.count; at++) {
        int32_t unit = link->wide.of[at];
        if (within(engine, top, unit)) continue;
        for (int32_t each = 0; each < count; each++)
            if (is_contrary[each] && holds(&links[each].around, unit)) return true;
    }
    return false;
}

/* The sides of a text in which two complete chains exclude each other: the names of the likeliest place, and those against it, which
   take with them what is around them alone. DONGGANG CITY, DANDONG, NINGBO, ZHEJIANG is no address in 丹东街道 of Ningbo. */
bool excluding(const Context *context, Part whole, const Meant *meant, Part *sides, int32_t *count) {
    *count = 0;
    bool *is_contrary = TAKEN(context->work, bool, whole.count);
    int64_t *items = TAKEN(context->work, int64_t, 2 * whole.count), *other = items ? items + whole.count : NULL;
    int32_t *chosen = TAKEN(context->work, int32_t, 2 * whole.count);
    if (!is_contrary || !items || !chosen) return false;
    for (int32_t at = 0; at < whole.count; at++) is_contrary[at] = false;
    int32_t here = 0, there = against(context, whole, meant, other, is_contrary), contrary = there;
    if (!there) return true;
    Link *links = links_of(context, whole.items, whole.count);
    if (!links) return false;
    int32_t *taken_along = chosen + whole.count;
    for (int32_t at = 0; at < whole.count; at++) {
        if (is_contrary[at]) {
            taken_along[--contrary] = at;
        } else if (!is_code(whole.items[at]) &&
                   goes_with(context->engine, &links[at], links, is_contrary, whole.count, meant->top)) {
            other[there] = whole.items[at];
            taken_along[there++] = at;
        } else {
            items[here] = whole.items[at];
            chosen[here++] = at;
        }
    }
    if (!is_complete(links, chosen, here) || !is_complete(links, taken_along, there)) return true;
    sides[0] = (Part){items, here};
    sides[1] = (Part){other, there};
    *count = 2;
    return true;
}
