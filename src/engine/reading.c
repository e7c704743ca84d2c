/* Reading: from a folded text to the names in it and what they do, both ways of writing together. */

#include "passage.h"

#include <string.h>

/* ── a text ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int32_t skeleton_of(const uint32_t *folded, int32_t length, uint32_t *skeleton, int32_t *kept, bool whole, bool *coded) {
    int32_t count = 0, digits = 0, run = 0;
    for (int32_t at = 0; at < length; at++) {
        bool digit = is_digit(folded[at]);
        run = digit ? run + 1 : 0;
        digits += digit;
        *coded |= run >= CODE_DIGITS || digits >= PHONE_DIGITS;
        if (run > 1 && !whole) continue;
        kept[count] = at;
        skeleton[count++] = digit && !whole ? '0' : folded[at];
    }
    return count;
}

/* Where in the skeleton the characters stand that a squeeze keeps. */
static void places_of(const Kinds *kinds, const Passage *passage, int32_t *line_place, int32_t *text_place) {
    int32_t line = 0, text = 0;
    for (int32_t at = 0; at < passage->skeleton_length; at++) {
        uint16_t kind = kinds->of[passage->skeleton[at]];
        if (!(kind & SPACE)) line_place[line++] = at;
        if (kind & TOKEN_KINDS) text_place[text++] = at;
    }
}

bool passage_of(const Context *context, const uint32_t *folded, int32_t length, const NkTexts *how, Passage *found) {
    NkWork *work = context->work;
    const Kinds *kinds = &context->engine->kinds;
    *found = (Passage){.folded = folded, .length = length, .field = how->field, .roughly = how->roughly};
    found->skeleton = TAKEN(work, uint32_t, length);
    found->kept = TAKEN(work, int32_t, length + 1);
    found->line = (Line){TAKEN(work, uint32_t, length), TAKEN(work, uint8_t, length + 1), 0};
    found->line_place = TAKEN(work, int32_t, length + 1);
    found->text_place = TAKEN(work, int32_t, length + 1);
    if (!found->skeleton || !found->kept || !found->line.points || !found->line.breaks || !found->line_place || !found->text_place)
        return false;
    if (nk_has_unknown(kinds->of, folded, length)) {
        work->wrong = NK_NEEDS_KINDS;
        return false;
    }
    bool coded = false;
    found->skeleton_length = skeleton_of(folded, length, found->skeleton, found->kept, how->whole, &coded);
    nk_survey(kinds->of, found->skeleton, found->skeleton_length, &found->holds);
    if (coded) found->holds |= HOLDS_CODED;
    places_of(kinds, found, found->line_place, found->text_place);
    if (found->holds & HOLDS_CHARACTERS && !read_unspaced(context, found)) return false;
    if (found->holds & HOLDS_WORDS && !read_spaced(context, found)) return false;
    return !(found->holds & (HOLDS_ENDING | HOLDS_HANGUL)) || read_korean(context, found);
}

/* ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

bool read_unspaced(const Context *context, Passage *passage) {
    const NkEngine *engine = context->engine;
    const Han *han = &engine->han;
    Line *line = &passage->line;
    han_squeeze(han, passage->skeleton, passage->skeleton_length, line);
    Match *names = TAKEN(context->work, Match, line->length);
    Mention *rows = TAKEN(context->work, Mention, line->length);
    if (!names || !rows) return false;
    int32_t count = han_matches(han, line, names);
    han_roles(han, line, names, count, passage->roughly, rows, &context->work->cuts);
    for (int32_t at = 0; at < count; at++) {
        NkMention found = {rows[at].name, rows[at].role, rows[at].generic, rows[at].start, rows[at].end, 0, 0, true, false, {0}};
        if (!push(context, passage, found)) return false;
        bool is_shared = !at && engine->names[UNSPACED].senses[rows[at].name] & SHARED;
        if (is_shared && !read_localities(context, passage, at)) return false;
    }
    return true;
}

bool read_spaced(const Context *context, Passage *passage) {
    const NkEngine *engine = context->engine;
    NkWork *work = context->work;
    Text *text = text_for(work, passage->skeleton_length);
    if (!text) return false;
    text->points = passage->skeleton;
    text->point_count = passage->skeleton_length;
    text->of_firm = passage->field == FIELD_COMPANY;
    read_text(&engine->alphabet, text);
    if (text->failed) {
        work->wrong = NK_NO_MEMORY;
        return false;
    }
    for (int32_t at = 0; at < text->mention_count; at++) {
        const Mention *row = &text->mentions[at];
        if (!push(context, passage, (NkMention){row->name, row->role, row->generic, row->start, row->end, 0, 0, false, false, {0}}))
            return false;
    }
    return true;
}

/* ── items ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const int32_t MOST_NAMES = 60; /* of one text: an address has a dozen */

static bool has_item(const int64_t *items, int32_t count, int64_t item) {
    for (int32_t at = 0; at < count; at++)
        if (items[at] == item) return true;
    return false;
}

static int64_t item_of(const NkMention *mention, int32_t field) {
    return (int64_t)mention->name << NAME_AT | (int64_t)mention->role << ROLE_AT | (int64_t)mention->generic << GENERIC_AT |
           (int64_t)field << FIELD_AT | mention->unspaced;
}

static int64_t note(int32_t kind, int32_t field, int64_t value, bool unspaced) {
    return CODE_BIT | (int64_t)field << FIELD_AT | (int64_t)kind << KIND_AT | value << VALUE_AT | unspaced;
}

/* The items that the names of a text come to: each once, one that is said again followed by a note that it is; behind them a note if
   the text is written in Chinese. How many there are, MOST_NAMES + 1 at most. */
static int32_t items_of(const Passage *passage, int64_t *items) {
    int32_t count = 0;
    for (int32_t at = 0; at < passage->count && count < MOST_NAMES; at++) {
        const NkMention *mention = &passage->mentions[at];
        if (is_aside(mention->role)) continue;
        int64_t item = item_of(mention, passage->field);
        if (!has_item(items, count, item)) {
            items[count++] = item;
            continue;
        }
        int64_t again = note(CODE_TWICE, passage->field, mention->name, mention->unspaced);
        if (!has_item(items, count, again)) items[count++] = again;
    }
    if (passage->holds & HOLDS_CHINESE) items[count++] = note(CODE_CHINESE, passage->field, 0, false);
    return count;
}

/* ── both sides of the border ────────────────────────────────────────────────────────────────────────────────────────── */

/* Texts that name a place on each side: Sinuiju/Dandong, 丹东 新义州, HUNCHUN - RASON. Such a text is about two places, as one with two
   addresses is, whichever of them stands first. So it has a part for each side, and what it means stays open. One that names more than
   one place of a side is an address on it: 丹东市振兴区平壤馆 is a restaurant. */

static bool names_the_north(const NkEngine *engine, const Passage *passage) {
    for (int32_t at = 0; at < passage->count; at++) {
        const NkMention *mention = &passage->mentions[at];
        int32_t traits = is_aside(mention->role) ? 0 : traits_of_name(engine, mention->unspaced, mention->name);
        if ((traits & ONLY_NORTH) && (traits & NEAR_BORDER)) return true;
    }
    return false;
}

static int32_t side_of(const NkEngine *engine, int64_t item) {
    return is_code(item) ? 0 : traits_of_name(engine, is_unspaced(item), name_of(item));
}

/* Does an item state a place near the border? In Chinese what goes on is a restaurant or a road: 丹东市平壤馆. */
static bool is_near(const NkEngine *engine, int64_t item) {
    int32_t role = role_of(item);
    if (!(side_of(engine, item) & NEAR_BORDER)) return false;
    return role == ROLE_TYPED || role == ROLE_PLAIN || (role == ROLE_LOOSE && !is_unspaced(item));
}

/* A name before words like *border*: beside a place opposite it is as sure as one that stands alone. */
static int64_t plain(const NkEngine *engine, int64_t item) {
    if (!(side_of(engine, item) & NEAR_BORDER) || role_of(item) != ROLE_LOOSE) return item;
    return without_role(item) | (int64_t)ROLE_PLAIN << ROLE_AT;
}

/* Put the items of each side behind those of a text, PART_ITEM before each, where it states one place on each side: how many. */
static int32_t part_sides(const NkEngine *engine, const int64_t *items, int32_t count, int64_t *parts) {
    const int32_t others[] = {ONLY_CHINA, ONLY_NORTH};
    int32_t north = 0, china = 0, other = 0, put = 0;
    for (int32_t at = 0; at < count; at++) {
        if (!is_near(engine, items[at])) continue;
        int32_t side = side_of(engine, items[at]) & (ONLY_NORTH | ONLY_CHINA);
        if (side == ONLY_NORTH) north++;
        else if (side == ONLY_CHINA) china++;
        else other++;
    }
    if (north != 1 || china != 1 || other) return 0;
    for (int32_t side = 0; side < 2; side++) {
        parts[put++] = PART_ITEM;
        for (int32_t at = 0; at < count; at++)
            if (!(side_of(engine, items[at]) & others[side])) parts[put++] = plain(engine, items[at]);
    }
    return put;
}

/* ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* BJ and GD by themselves are Beijing and Guangdong as often as Benin and Grenada. */
static bool is_lone_code(const NkEngine *engine, const Passage *passage) {
    const uint32_t *text = passage->skeleton;
    return passage->skeleton_length == 3 && is_latin(text[0]) && is_latin(text[1]) &&
           engine->lone_codes[(text[0] - 'a') * 26 + (text[1] - 'a')];
}

static int32_t extra_of(const NkTexts *texts, int64_t at, const int64_t **extra) {
    if (!texts->extra_end) return 0;
    int32_t first = at ? texts->extra_end[at - 1] : 0;
    *extra = texts->extra + first;
    return texts->extra_end[at] - first;
}

/* Put what stands behind the names of a text, the items of its codes or those that are given: how many; NONE when there is no memory. */
static int32_t put_behind(const Context *context, const NkTexts *texts, int64_t at, const Passage *passage, int64_t *items, NkCode *heard) {
    if (texts->coded) {
        /* A number of a field beside the text may be short: +850 1234. */
        if (texts->field == FIELD_TEXT && !(passage->holds & HOLDS_CODED)) return 0;
        return put_codes(context->engine, context->work, passage->folded, passage->length - 1, texts->field, items, heard);
    }
    const int64_t *extra = NULL;
    int32_t count = extra_of(texts, at, &extra);
    if (count) memcpy(items, extra, (size_t)count * sizeof *items);
    return count;
}

/* The items of a text: of its names, of what stands behind them, and of the sides of the border. */
typedef struct {
    int32_t names, behind, sides;
} Put;

/* False when there is no memory. */
static bool put_items(const Context *context, const NkTexts *texts, int64_t at, const Passage *passage, int64_t *items, NkCode *heard,
                      Put *put) {
    const NkEngine *engine = context->engine;
    bool of_text = texts->field == FIELD_TEXT;
    put->names = of_text && is_lone_code(engine, passage) ? 0 : items_of(passage, items);
    put->behind = put_behind(context, texts, at, passage, items + put->names, heard);
    if (put->behind == NONE) return false;
    bool has_sides = of_text && put->names && names_the_north(engine, passage);
    put->sides = has_sides ? part_sides(engine, items, put->names, items + put->names + put->behind) : 0;
    return true;
}

int32_t nk_read(const NkEngine *engine, NkWork *work, const NkTexts *texts, const NkReadings *found) {
    Context context = {engine, work, NULL};
    int64_t items = 0, mentions = 0, codes = 0;
    for (int64_t at = 0; at < texts->texts; at++) {
        const uint32_t *start = texts->points + texts->start[at];
        int32_t length = 1;
        while (start[length - 1] != TEXT_END) length++;
        Passage passage;
        Put put;
        begin_anew(work);
        if (!passage_of(&context, start, length, texts, &passage)) return work->wrong;
        NkCode *heard = found->codes ? found->codes + codes : NULL;
        if (!put_items(&context, texts, at, &passage, found->items + items, heard, &put)) return work->wrong;
        found->end[at] = items += put.names + put.behind + put.sides;
        found->holds[at] = passage.holds;
        if (found->mentions && passage.count)
            memcpy(found->mentions + mentions, passage.mentions, (size_t)passage.count * sizeof(NkMention));
        if (found->mention_end) found->mention_end[at] = (int32_t)(mentions += passage.count);
        if (found->codes) found->code_end[at] = (int32_t)(codes += texts->coded ? put.behind : 0);
    }
    return NK_DONE;
}
