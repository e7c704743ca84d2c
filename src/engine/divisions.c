/* Divisions: the names of the gazetteer that name provinces, prefectures, counties and towns where they stand in a Chinese text.

   The reader has said which names head a company or a road. What is left is read as a chain from the wide to the narrow. */

#include "components.h"

enum { LONGEST_GAP = 60, LONGEST_STRETCH = 30 };

typedef struct {
    const HanText *han;
    const Stretch *text;
    const NkEngine *engine;
    Divisions *found;
    int32_t around; /* the last place named, NONE for none */
} Chain;

/* A name where it stands. */
typedef struct {
    const Chain *chain;
    int32_t name, role, generic;
    int32_t start, after, end; /* where the name begins and ends; where its generic ends */
    int32_t gap;               /* from there to the name nothing is named */
    bool chained;              /* nothing that says something stands between the last division and it */
    bool typed;                /* it ends in a generic */
} Named;

/* What a name can mean. */
typedef struct {
    int32_t label, unit, kind;
} Sense;

static int32_t reached_of(const Chain *chain) { return chain->found->count ? chain->found->rows[chain->found->count - 1].end : 0; }
static int32_t last_label(const Chain *chain) { return chain->found->count ? chain->found->rows[chain->found->count - 1].label : NONE; }
static bool is_followed_by_name(const Named *name) { return name->chain->han->opens[name->end]; }
static uint32_t last_of(const Named *name) { return point_at(name->chain->text, name->end - 1); }

/* Does a place lie around what was named last? China says nothing. */
static bool is_around(const Chain *chain, int32_t unit) {
    return chain->around != NONE && unit != CHINA && within(chain->engine, chain->around, unit);
}

/* ── does it stand where a division can stand? ───────────────────────────────────────────────────────────────────────────── */

static bool never(const Named *name) {
    (void)name;
    return false;
}
static bool always(const Named *name) { return !never(name); }

static bool is_in_a_word(const Named *name) { return begins_with(name->chain->text, name->end - 1, LIST_NAME_AND_WHAT_IS_NO_GENERIC); }
static bool is_before_office(const Named *name) { return begins_with(name->chain->text, name->end, LIST_OFFICE); }

static bool is_aside_here(const Named *name) { return is_aside(name->role) || name->role == ROLE_STREET; }
static bool is_before_its_own(const Named *name) { return name->chained && is_followed_by_name(name) && name->end - name->start > 1; }

static bool is_of_no_division(const Named *name) {
    int32_t role = name->role;
    return role == ROLE_BRANCH || role == ROLE_PORT || role == ROLE_INSTITUTION || role == ROLE_LOCAL || name->generic == GENERIC_VILLAGE;
}

static bool is_road(const Named *name) {
    uint32_t last = last_of(name);
    return last == U'路' || last == U'街' || last == U'巷';
}

static bool is_named_after(const Named *name) {
    return !name->typed && begins_with(name->chain->text, name->end, LIST_NAMED_AFTER_A_PLACE);
}

static bool is_below_divisions(const Named *name) {
    return !name->chained && has_point(name->chain->text, name->gap, name->start, LIST_BELOW_THE_DIVISIONS);
}
static bool is_typed_before_name(const Named *name) { return name->typed && is_followed_by_name(name); }

static bool is_loose_before_name(const Named *name) { return name->role == ROLE_LOOSE && is_typed_before_name(name); }

static bool is_in_other_name(const Named *name) {
    return name->role == ROLE_COMPANY || name->role == ROLE_INSIDE || name->role == ROLE_ZONE || name->role == ROLE_LOOSE;
}
static bool is_place_of_firm(const Named *name) {
    const Stretch *text = name->chain->text;
    int32_t end = name->end, stop = end;
    if (!name->chained || is_followed_by_name(name) || !has_kind(text, end, ALPHANUMERIC) || has_kind(text, end, DECIMAL)) return false;
    while (stop < end + LONGEST_STRETCH && is_lettered(text, stop)) stop++;
    Stretch stretch = until(text, stop);
    return !contains(text, end, stop, LIST_ORGANIZATION) && !begins_with(&stretch, end, LIST_NAMED_AFTER_A_PLACE);
}
static bool is_chained_or_typed(const Named *name) { return name->chained || name->typed; }

/* The first rule that is about a name says whether it stands there as a division. `tests/address/test_standing.py` has an example of
   each, in this order. */
static const struct {
    bool (*is_about)(const Named *name);
    bool (*stands)(const Named *name);
} STANDINGS[] = {
    {is_in_a_word, never},                       /* 丹东市场 */
    {is_before_office, never},                   /* 振兴区人民法院 */
    {is_aside_here, is_before_its_own},          /* 柳河 in 柳河大街; but what seems a road before a division is one */
    {is_of_no_division, never},                  /* the seat of a branch, a port, a village */
    {is_road, never},                            /* 凤城路 */
    {is_named_after, never},                     /* 丹东火车站 */
    {is_below_divisions, is_typed_before_name},  /* behind 人民路8号 another address begins, or a name goes on */
    {is_loose_before_name, always},              /* 瓯北镇 before a name */
    {is_in_other_name, is_place_of_firm},        /* 丹东样例 is a place and a name; 丹东样例公司 a company */
    {always, is_chained_or_typed},
};

static bool stands_as_division(const Named *name) {
    size_t rule = 0;
    while (!STANDINGS[rule].is_about(name)) rule++;
    return STANDINGS[rule].stands(name);
}

/* ── what it means ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

Units meanings_of(const NkEngine *engine, bool unspaced, int32_t name) {
    const Names *names = &engine->names[unspaced ? UNSPACED : SPACED];
    if (name >= names->count) {
        name -= names->count;
        names = &engine->names[LATE];
    }
    return list_at(&names->references, name);
}

int32_t shared_ancestors(const NkEngine *engine, int32_t one, int32_t other) {
    int32_t count = 0;
    for (int32_t unit = one; unit != NONE && other != NONE; unit = engine->parent[unit]) count += within(engine, other, unit);
    return count;
}

/* How many of the units around a place were named before. */
static int32_t nearness(const Chain *chain, int32_t unit) {
    int32_t count = shared_ancestors(chain->engine, unit, chain->around);
    return count && within(chain->engine, unit, CHINA) ? count - 1 : count;
}

/* Does the generic that a name ends in allow a label? */
static bool allows(const Named *name, int32_t label) {
    uint32_t generic = last_of(name);
    bool county = label == LABEL_COUNTY, wide = label == LABEL_PROVINCE;
    bool region = name->end - name->start > 1 && point_at(name->chain->text, name->end - 2) == U'地';
    if (generic == U'区' && region) return label == LABEL_PREFECTURE;
    if (generic == U'区') return county || wide || label == LABEL_DEVZONE;
    if (generic == U'县' || generic == U'旗') return county;
    if (generic == U'镇' || generic == U'乡') return label == LABEL_TOWNSHIP;
    return generic != U'市' || county || wide || label == LABEL_PREFECTURE;
}

/* What a name can mean with the generic that it has here: 朝阳 a county, 朝阳镇 a town. Its label is NONE where it cannot mean that. */
static Sense sense_of(const Named *name, int32_t reference) {
    int32_t unit = reference >> KIND_BITS, kind = reference & KIND_MASK;
    bool of_town = is_of_town(kind), with_town = is_town(name->generic);
    Sense sense = {NONE, unit, kind};
    if (kind == KIND_VILLAGE || (of_town && name->role != ROLE_TYPED) || (kind == KIND_TOWNSHIP_SHORT && !with_town)) return sense;
    int32_t label = of_town || with_town ? LABEL_TOWNSHIP : label_of_level(name->chain->engine->level[unit]);
    bool bare = kind == KIND_SHORT || kind == KIND_ABBREVIATION || kind == KIND_TOWNSHIP_SHORT;
    if (label != NONE && ((bare && name->end == name->after) || allows(name, label))) sense.label = label;
    return sense;
}

/* Of several senses: the nearest to what was named before, then by strength of name, level and weight. */
static bool is_better(const Chain *chain, const Sense *one, const Sense *other) {
    int32_t near = nearness(chain, one->unit) - nearness(chain, other->unit);
    if (near) return near > 0;
    int32_t strength = (other->kind + 3) / 4 - (one->kind + 3) / 4, wider = rank_of(other->label) - rank_of(one->label);
    if (strength) return strength > 0;
    if (wider) return wider > 0;
    double weight = chain->engine->mass[one->unit] - chain->engine->mass[other->unit];
    return weight > 0 || (weight == 0 && one->kind < other->kind);
}

static bool is_below_county(const Chain *chain) { return last_label(chain) == LABEL_COUNTY; }

/* The label of an unknown name in 区, 县 or 旗: behind a county 新区 is a zone of it. */
static int32_t label_by_generic(const Chain *chain, int32_t start, int32_t end) {
    bool is_new = end - start > 1 && point_at(chain->text, end - 1) == U'区' && point_at(chain->text, end - 2) == U'新';
    return is_new && is_below_county(chain) ? LABEL_DEVZONE : LABEL_COUNTY;
}

static bool is_county_generic(uint32_t point) { return point == U'区' || point == U'县' || point == U'旗'; }

bool is_no_county(const Stretch *text, int32_t start, int32_t end) {
    return ends_with(text, start, end, LIST_NO_COUNTY) || is_whole(text, start, end, LIST_UNNAMED);
}

/* Is a name without its generic that of something else: a zone, a hamlet, a town far from what was named? */
static bool is_of_other(const Named *name, const Sense *best, bool known) {
    const Chain *chain = name->chain;
    int32_t last = last_label(chain);
    bool county = best->label == LABEL_COUNTY, placed = chain->around != NONE && chain->around != CHINA;
    if (county && begins_with(chain->text, name->end, LIST_ZONE_BEHIND_ITS_COUNTY)) return true;
    if (county && last == LABEL_TOWNSHIP && !is_around(chain, best->unit)) return true;
    if (!known && placed && (best->label == LABEL_TOWNSHIP || (county && last != LABEL_COUNTY))) return true;
    return last == LABEL_TOWNSHIP && rank_of(best->label) <= LABEL_TOWNSHIP && !is_followed_by_name(name);
}

/* A name behind a county, and not in it: 余杭区临平 is a town there, 东港市滨江新区 a zone. */
static Division placed(const Named *name, const Sense *best) {
    const Chain *chain = name->chain;
    Division division = {best->label, name->start, name->end, best->unit};
    if (!is_below_county(chain) || !name->chained || is_around(chain, best->unit)) return division;
    if ((best->label == LABEL_PREFECTURE || best->label == LABEL_COUNTY) && !name->typed)
        return (Division){LABEL_TOWNSHIP, name->start, name->end, NONE};
    if (best->label == LABEL_COUNTY && label_by_generic(chain, name->start, name->end) == LABEL_DEVZONE)
        return (Division){LABEL_DEVZONE, name->start, name->end, NONE};
    return division;
}

static bool is_country(const Named *name) {
    const Stretch *text = name->chain->text;
    if (name->start != reached_of(name->chain) && has_kind(text, name->start - 1, ALPHANUMERIC)) return false;
    return is_followed_by_name(name) || !has_kind(text, name->end, ALPHANUMERIC);
}

/* What a name means here: that inside of what was named before, where there is something. Its label is NONE where it is no division. */
static Division meaning_of(const Named *name) {
    const Chain *chain = name->chain;
    const Division none = {NONE, name->start, name->end, NONE};
    Units references = meanings_of(chain->engine, true, name->name);
    Sense best = {NONE, NONE, 0}, first = best;
    bool known = false;
    for (int32_t at = 0; at < references.count; at++) {
        Sense sense = sense_of(name, references.of[at]);
        if (sense.label == NONE) continue;
        bool inside = nearness(chain, sense.unit) > 0;
        if (first.label == NONE || sense.kind < first.kind) first = sense;
        if (known && !inside) continue;
        if (best.label == NONE || (inside && !known) || is_better(chain, &sense, &best)) best = sense;
        known |= inside;
    }
    uint32_t last = last_of(name);
    int32_t length = name->end - name->start;
    if (name->end > name->after && !name->chained && !is_followed_by_name(name)) return none;
    if (best.label == NONE) {
        bool unknown = name->chained && is_county_generic(last) && length > 2 && !is_no_county(chain->text, name->start, name->end);
        return unknown ? (Division){label_by_generic(chain, name->start, name->end), name->start, name->end, NONE} : none;
    }
    if (!known && (name->role == ROLE_INSIDE || (length == 2 && (last == U'区' || last == U'镇')))) return none;
    if (first.label == LABEL_COUNTRY && !is_country(name)) return none;
    if (!name->typed && is_of_other(name, &best, known)) return none;
    return placed(name, &best);
}

/* ── from left to right ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Does a name only seem to have a generic, the first character of the next name: 宁波镇海? */
static bool is_untailed(const Chain *chain, const NkMention *mention) {
    if (!is_town(mention->generic) || !chain->han->opens[mention->end]) return false;
    Units references = meanings_of(chain->engine, true, mention->name);
    for (int32_t at = 0; at < references.count; at++)
        if (is_of_town(references.of[at] & KIND_MASK)) return false;
    return true;
}

static Named named(const Chain *chain, const NkMention *mention) {
    const Stretch *text = chain->text;
    Named name = {chain, mention->name, mention->role, mention->generic, mention->start, mention->end, mention->end, 0, true, false};
    if (is_untailed(chain, mention)) name.role = ROLE_PLAIN, name.generic = GENERIC_NONE;
    if (name.role == ROLE_TYPED && name.generic != GENERIC_NONE && name.generic != GENERIC_VILLAGE) {
        int32_t tail = longest_of(ends_of(text, name.after, LIST_GENERIC_BEHIND_A_DIVISION));
        if (tail > 0) name.end += tail;
    }
    int32_t reached = reached_of(chain), far = name.start - LONGEST_GAP;
    name.gap = reached > far ? reached : far;
    for (int32_t at = name.gap; at < name.start; at++) name.chained &= !has_kind(text, at, ALPHANUMERIC);
    if (!name.chained && ends_with(text, name.gap, name.start, LIST_UNNAMED)) name.chained = true;
    name.typed = ends_with(text, name.start, name.end, LIST_GENERIC_OF_A_DIVISION);
    return name;
}

/* Can the name be the end of a longer one? A county in full is none. */
static bool is_tail(const Named *name) {
    uint32_t last = last_of(name);
    return name->typed && (name->end - name->start < 3 || !(is_county_generic(last) || last == U'市') ||
                           point_at(name->chain->text, name->end - 2) == U'新');
}

/* Is it the end of a name of which the gazetteer knows no more: 钱清镇 is not 清镇? */
static bool is_end_of_longer(const Named *name) {
    int32_t letters = 0;
    if (name->chained || name->start - name->gap > 2 || name->start == name->gap) return false;
    for (int32_t at = name->gap; at < name->start; at++) letters += has_kind(name->chain->text, at, LETTER);
    return letters == name->start - name->gap && is_tail(name);
}

static void push_division(Chain *chain, Division division) {
    chain->found->rows[chain->found->count++] = division;
    if (division.unit != NONE) chain->around = division.unit;
}

static void push_longer(Chain *chain, const Named *name) {
    uint32_t generic = last_of(name);
    if (generic == U'市' || generic == U'省' || generic == U'州' || generic == U'盟' || is_no_county(chain->text, name->gap, name->end)) return;
    int32_t label = is_county_generic(generic) ? label_by_generic(chain, name->gap, name->end) : LABEL_TOWNSHIP;
    push_division(chain, (Division){label, name->gap, name->end, NONE});
}

/* The divisions named in Chinese, in the order of the text; offsets in the squeeze. False when there is no memory. */
bool han_divisions(const Context *context, const HanText *text, const Passage *passage, Divisions *found) {
    *found = (Divisions){TAKEN(context->work, Division, passage->count), 0};
    if (!found->rows) return false;
    Chain chain = {text, &text->text, context->engine, found, NONE};
    for (int32_t at = 0; at < passage->count; at++) {
        const NkMention *mention = &passage->mentions[at];
        if (!mention->unspaced || mention->start < reached_of(&chain)) continue;
        Named name = named(&chain, mention);
        if (!stands_as_division(&name)) continue;
        if (is_end_of_longer(&name)) {
            push_longer(&chain, &name);
            continue;
        }
        Division division = meaning_of(&name);
        if (division.label != NONE) push_division(&chain, division);
    }
    return true;
}
