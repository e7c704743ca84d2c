/* Chinese addresses: what stands between and behind the divisions.

       武康镇 英溪南路 146号 和平花园 3幢 2单元 502室

   Chinese goes from the wide to the narrow, so each number is read by what stands before it: 18号 behind a road numbers a house on that
   road, behind a housing estate a building in it. Names are cut behind their generic words; a name without one (和平里 is none, 恒隆
   neither) is a point of interest. */

#include "components.h"

enum { SHORT_NAME = 4, /* characters of a name that without a generic word is more often a hamlet than an estate */
       NEAR_A_PARK = 12 };

static const Stretch *text_of(const HanReader *reader) { return &reader->han->text; }
static bool is_break(const HanReader *reader, int32_t at) { return at > 0 && reader->han->breaks[at]; }

static NkComponent *last_piece(const HanReader *reader) { return &reader->pieces->rows[reader->pieces->count - 1]; }

/* ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_company(const HanReader *reader, int32_t start, int32_t end) { return contains(text_of(reader), start, end, LIST_COMPANY); }

/* A name without a generic word. */
static void read_rest(HanReader *reader, int32_t start, int32_t end) {
    if (start >= end) return;
    bool company = is_company(reader, start, end);
    put_read(reader, company ? LABEL_COMPANY : LABEL_POI, start, end);
    reader->is_loose = !company;
}

/* What is the end of a name, or a word between names, at an offset of a stretch: its class and length, NONE for nothing. */
static int32_t generic_at(const Stretch *text, int32_t at, int32_t *length) {
    const Lexicon *words = &text->engine->address_words;
    int32_t found = NONE, relation = NONE, relation_length = 0;
    for (int32_t shorter = INT32_MAX; (found = word_at(words, text, at, length, shorter)) != NONE; shorter = *length) {
        if (found == WORD_RELATION && relation == NONE) relation = found, relation_length = *length;
        if (found >= WORD_RELATION) continue;
        if (found == WORD_SECTION) {
            if (has_point(text, at - 1, at, LIST_BEFORE_A_SECTION)) return found;
            continue;
        }
        /* 文化市场路 is a road. */
        bool named = found == LABEL_ROAD || found == LABEL_TOWNSHIP || found == LABEL_DEVZONE;
        if (!named && begins_with(text, at + *length, LIST_ROAD_BEHIND_A_NAME)) continue;
        if (!begins_with(text, at + *length, LIST_BEHIND_NO_GENERIC)) return found;
    }
    *length = relation_length;
    return relation;
}

/* A name with its generic word, in a stretch that goes on to `stop`. */
static void cut_name(HanReader *reader, int32_t klass, int32_t start, int32_t end, int32_t stop) {
    int32_t label = klass == WORD_SECTION ? LABEL_ROAD : klass;
    if (klass == WORD_PARK) {
        bool zone = reader->last == NONE || (reader->last >= LABEL_PROVINCE && reader->last <= LABEL_COUNTY);
        int32_t near = end + NEAR_A_PARK < stop ? end + NEAR_A_PARK : stop;
        label = zone && has_point(text_of(reader), end, near, LIST_BEFORE_A_SECTION) ? LABEL_DEVZONE : LABEL_POI;
    }
    if (label == LABEL_POI && is_company(reader, start, end)) label = LABEL_COMPANY;
    put_read(reader, label, start, end);
}

/* Does a word relate things here? One character does so at the end, or right behind what it relates to. */
static bool relates(const HanReader *reader, int32_t at, int32_t start, int32_t length, int32_t end) {
    if (length > 1 || start + length == end) return true;
    return start == at && reader->last != NONE && !is_place(reader->last);
}

/* Names one behind the other, cut behind their generic words. */
static void read_names(HanReader *reader, int32_t start, int32_t end) {
    Stretch text = until(text_of(reader), end);
    int32_t done = start;
    for (int32_t at = start; at < end; at++) {
        int32_t length = 0, klass = generic_at(&text, at, &length), behind = at + length;
        if (klass == NONE) continue;
        if (klass == WORD_RELATION) {
            if (relates(reader, done, at, length, end)) {
                read_rest(reader, done, at);
                put_read(reader, LABEL_OTHER, at, behind);
                done = behind;
            }
        } else if (at > done || klass == WORD_SECTION || klass == WORD_PARK || klass == LABEL_DEVZONE) {
            cut_name(reader, klass, done, behind, end);
            done = behind;
        } else if (done > start && klass == LABEL_POI && is_named(last_piece(reader)->label)) {
            NkComponent longer = *last_piece(reader);
            reader->pieces->count--;
            put_read(reader, longer.label, longer.start, behind);
            done = behind;
        }
        at = behind - 1;
    }
    read_rest(reader, done, end);
}

/* A stretch without numbers: its words where white space parts it, else names one behind the other. */
static void read_name(HanReader *reader, int32_t start, int32_t end) {
    int32_t from = start;
    for (int32_t at = start + 2; at < end - 1; at++)
        if (is_break(reader, at)) {
            read_names(reader, from, at);
            from = at;
        }
    read_names(reader, from, end);
}

/* ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A part of an estate (二期, A区) or road (建设4路): one with a name that needs it, else a piece of its own. */
static void read_part(HanReader *reader, int32_t label, int32_t start, int32_t end) {
    if (reader->is_loose && last_piece(reader)->end == start) {
        start = last_piece(reader)->start;
        reader->pieces->count--;
    }
    put_read(reader, label, start, end);
}

static void read_value(HanReader *reader, const Counted *number) {
    if (number->count == WORD_PART || (number->count == WORD_STREET && reader->is_loose)) {
        read_part(reader, number->count == WORD_PART ? LABEL_POI : LABEL_ROAD, number->start, number->end);
        return;
    }
    put_number(reader, number, reader->is_loose && last_piece(reader)->end - last_piece(reader)->start <= SHORT_NAME);
}

static void read_token(HanReader *reader, const Counted *token) {
    static const int32_t labels[] = {
        [TOKEN_BOX] = LABEL_PO_BOX,  [TOKEN_PHONE] = LABEL_OTHER, [TOKEN_FLOORS] = LABEL_FLOOR,
        [TOKEN_JOINT] = LABEL_OTHER, [TOKEN_NOISE] = LABEL_OTHER,
    };
    if (token->kind == TOKEN_VALUE) read_value(reader, token);
    else if (token->kind != TOKEN_HARD) put_read(reader, labels[token->kind], token->start, token->end);
}

/* Is a bare number part of the name around it: 第455医院, 7天酒店? Not behind a road, where it is a house. */
static bool is_in_name(const HanReader *reader, const Counted *token, int32_t name, int32_t end) {
    if (token->kind != TOKEN_VALUE || token->end != token->value || token->end == end) return false;
    if (!has_kind(text_of(reader), token->end, LETTER) || is_break(reader, token->end) || is_break(reader, token->start)) return false;
    if (name < token->start) return !has_point(text_of(reader), token->start - 1, token->start, LIST_END_OF_A_ROAD);
    return reader->last != LABEL_ROAD && reader->last != LABEL_ROAD_NUMBER;
}

/* ── stretches ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Where a county ends that begins at an offset and that the gazetteer does not know: 样例县. NONE where none does. */
static int32_t unknown_county_end(const Stretch *text, int32_t at) {
    if (begins_with(text, at, LIST_BEGINS_NO_COUNTY)) return NONE;
    for (int32_t name = at; name < at + 3; name++) {
        uint32_t point = point_at(text, name), generic = point_at(text, name + 1);
        if (point < 0x4E00 || point > 0x9FFF) return NONE;
        if (name == at || (generic != U'区' && generic != U'县' && generic != U'市')) continue;
        if (has_point(text, name, name + 1, LIST_BEFORE_NO_COUNTY_S_GENERIC)) continue;
        if (!begins_with(text, name + 2, LIST_BEHIND_NO_COUNTY)) return name + 2;
    }
    return NONE;
}

/* A county that the gazetteer does not know, right behind a province or prefecture: where it ends, or where it would begin. */
static int32_t read_unknown_county(HanReader *reader, int32_t start, int32_t end) {
    Stretch text = until(text_of(reader), end);
    if (reader->last != NONE && reader->last != LABEL_PROVINCE && reader->last != LABEL_PREFECTURE) return start;
    int32_t after = unknown_county_end(&text, start);
    if (after == NONE || is_no_county(&text, start, after)) return start;
    bool city = point_at(&text, after - 1) == U'市';
    if (city && reader->last == NONE) return start;
    put_read(reader, city && reader->last == LABEL_PROVINCE ? LABEL_PREFECTURE : LABEL_COUNTY, start, after);
    return after;
}

/* The stretch between two divisions: names, and what ends them. */
static void read_gap(HanReader *reader, int32_t start, int32_t end) {
    Stretch text = until(text_of(reader), end);
    int32_t at = read_unknown_county(reader, start, end), name = at;
    for (Counted token; at < end;) {
        if (!counted_at(&text, at, &token)) {
            at++;
            continue;
        }
        at = token.end;
        if (is_in_name(reader, &token, name, end)) continue;
        read_name(reader, name, token.start);
        read_token(reader, &token);
        name = token.kind == TOKEN_JOINT ? read_unknown_county(reader, token.end, end) : token.end;
    }
    read_name(reader, name, end);
}

/* All pieces of a text in Han, given its divisions, in order. */
void read_between(const HanText *text, const Pieces *divisions, Pieces *pieces) {
    HanReader reader = {text, pieces, NONE, false};
    int32_t at = 0;
    for (int32_t next = 0; next < divisions->count; next++) {
        const NkComponent *division = &divisions->rows[next];
        if (at < division->start) read_gap(&reader, at, division->start);
        put_read(&reader, division->label, division->start, division->end);
        at = division->end;
    }
    read_gap(&reader, at, text->text.length);
}
