/* The components of an address: Chinese and Latin stretches of one text are read each by its own grammar. */

#include "components.h"

#include <string.h>

enum { LEAST_WORD = 3, LEAST_WORDS = 2 }; /* letters of a word, and words of a Latin stretch among Chinese: fewer are part of that */

/* A character of the scripts that are written without blanks, or beside them. */
static bool is_han(uint32_t point) {
    return (point >= 0x2E80 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

/* What is read and where it goes. */
typedef struct {
    const Context *context;
    const uint32_t *points;
    int32_t place;
    Pieces *pieces;
} Parse;

/* A part of the text by itself, read; it stands from `start` on. False when there is no memory. */
static bool passage_in(const Parse *parse, int32_t start, int32_t end, Passage *found) {
    static const NkTexts how = {.texts = 1, .field = FIELD_TEXT, .whole = 1};
    uint32_t *points = TAKEN(parse->context->work, uint32_t, end - start + 1);
    if (!points) return false;
    memcpy(points, parse->points + start, (size_t)(end - start) * sizeof *points);
    points[end - start] = TEXT_END;
    return passage_of(parse->context, points, end - start + 1, &how, found);
}

/* For each character of the squeeze, does a name that was scanned for begin there? */
static uint8_t *openings(const Context *context, const Passage *passage) {
    size_t room = (size_t)passage->line.length + 1;
    uint8_t *opens = TAKEN(context->work, uint8_t, room);
    if (!opens) return NULL;
    memset(opens, 0, room);
    for (int32_t at = 0; at < passage->count; at++) {
        const NkMention *mention = &passage->mentions[at];
        if (mention->unspaced && !mention->is_generic && mention->role != ROLE_LOCAL) opens[mention->start] = 1;
    }
    return opens;
}

/* The pieces of a Chinese part of the text. False when there is no memory. */
static bool read_chinese(const Parse *parse, int32_t start, int32_t end) {
    const Context *context = parse->context;
    Passage passage;
    Divisions named, divisions;
    if (start >= end) return true;
    if (!passage_in(parse, start, end, &passage)) return false;
    if (!(passage.holds & HOLDS_CHARACTERS)) return true;
    HanText text = {{context->engine, passage.line.points, passage.line.length - 1}, passage.line.breaks, openings(context, &passage)};
    if (!text.opens || !han_divisions(context, &text, &passage, &named)) return false;
    if (!add_bare_names(context, &text, &named, &divisions)) return false;
    Pieces known = {TAKEN(context->work, NkComponent, divisions.count), 0, divisions.count};
    if (!known.rows) return false;
    put_once(&text, &divisions, &known);
    int32_t first = parse->pieces->count;
    read_between(&text, &known, parse->pieces);
    for (NkComponent *piece = parse->pieces->rows + first; piece < parse->pieces->rows + parse->pieces->count; piece++) {
        piece->start = start + passage.line_place[piece->start];
        piece->end = start + passage.line_place[piece->end - 1] + 1;
    }
    return true;
}

static bool read_latin(const Parse *parse, int32_t start, int32_t end) {
    Passage passage;
    int32_t first = parse->pieces->count;
    if (!passage_in(parse, start, end, &passage) || !read_romanized(parse->context, &passage, parse->place, parse->pieces)) return false;
    for (NkComponent *piece = parse->pieces->rows + first; piece < parse->pieces->rows + parse->pieces->count; piece++)
        piece->start += start, piece->end += start;
    return true;
}

/* Are there words enough in a stretch that has none of the characters above? */
static bool is_romanized(const Parse *parse, int32_t start, int32_t end) {
    Stretch text = {parse->context->engine, parse->points, end};
    int32_t words = 0, letters = 0;
    for (int32_t at = start; at < end; at++) {
        letters = is_lettered(&text, at) ? letters + 1 : 0;
        words += letters == LEAST_WORD;
    }
    return words >= LEAST_WORDS;
}

static bool read_parts(const Parse *parse, int32_t length) {
    int32_t done = 0, han = 0;
    for (int32_t at = 0; at < length; at++) han += is_han(parse->points[at]);
    if (!han) return read_latin(parse, 0, length);
    for (int32_t start = 0, end; start < length; start = end) {
        bool is_of_han = is_han(parse->points[start]);
        for (end = start + 1; end < length && is_han(parse->points[end]) == is_of_han; end++) {}
        if (is_of_han || !is_romanized(parse, start, end)) continue;
        if (!read_chinese(parse, done, start) || !read_latin(parse, start, end)) return false;
        done = end;
    }
    return read_chinese(parse, done, length);
}

/* Pieces in order; of what two have the first keeps it. */
static int32_t without_overlaps(const Pieces *pieces, NkComponent *found) {
    int32_t count = 0, reached = 0;
    for (int32_t at = 0; at < pieces->count; at++) {
        NkComponent piece = pieces->rows[at];
        if (piece.start < reached) piece.start = reached;
        if (piece.start >= piece.end) continue;
        found[count++] = piece;
        reached = piece.end;
    }
    return count;
}

int32_t nk_components(const NkEngine *engine, NkWork *work, const uint32_t *points, int32_t place, NkComponent *found, int32_t *count) {
    Context context = {engine, work, NULL};
    int32_t length = 0;
    *count = 0;
    begin_anew(work);
    if (place < NONE || place >= engine->units) return NK_BAD_ITEM;
    while (points[length] != TEXT_END) length++;
    if (nk_has_unknown(engine->kinds.of, points, length + 1)) return NK_NEEDS_KINDS;
    Pieces pieces = {TAKEN(work, NkComponent, 2 * (size_t)length + 1), 0, 2 * length + 1};
    if (!pieces.rows) return work->wrong;
    Parse parse = {&context, points, place, &pieces};
    if (!read_parts(&parse, length)) return work->wrong;
    *count = without_overlaps(&pieces, found);
    return NK_DONE;
}
