/* What the build of a gazetteer has made here, so that it lies in files as the engine wants it: sets of words, names one edit away,
   what names can be. */

#include "passage.h"

#include <stdlib.h>
#include <string.h>

/* ── sets of words ───────────────────────────────────────────────────────────────────────────────────────────────────── */

void nk_make_lexicon(const uint32_t *points, const int32_t *lengths, const int32_t *words, int32_t count, void *made, int32_t slot_bits,
                     uint64_t *begin, int32_t begin_bits) {
    uint64_t mask = (UINT64_C(1) << slot_bits) - 1;
    WordSlot *slots = made;
    for (uint64_t slot = 0; slot <= mask; slot++) slots[slot] = (WordSlot){0, NONE};
    memset(begin, 0, ((size_t)1 << begin_bits) / 8);
    for (int32_t at = 0; at < count; points += lengths[at++]) {
        uint64_t hash = HASH_OF_NOTHING;
        for (int32_t letter = 0; letter < lengths[at]; letter++) {
            hash = hashed(hash, points[letter]);
            uint64_t bit = hash >> (64 - begin_bits);
            begin[bit >> 6] |= UINT64_C(1) << (bit & 63);
        }
        uint64_t slot = hash >> (64 - slot_bits);
        while (slots[slot].word != NONE) slot = (slot + 1) & mask;
        slots[slot] = (WordSlot){(uint32_t)hash, words[at]};
    }
}

/* ── names one edit away ─────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    uint64_t hash;
    int32_t place;
} Form;

static int by_hash(const void *left, const void *right) {
    const Form *a = left, *b = right;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash) : (a->place > b->place) - (a->place < b->place);
}

int32_t nk_make_forms(const uint32_t *points, const int32_t *starts, int32_t count, void *found, int32_t *form_start, int32_t bits) {
    int32_t made = 0, every = starts[count] + count;
    WordSlot *forms = found;
    Form *rows = malloc(((size_t)every + 1) * sizeof(Form));
    if (!rows) return NK_NO_MEMORY;
    for (int32_t name = 0; name < count; name++) {
        const uint32_t *letters = points + starts[name];
        int32_t length = starts[name + 1] - starts[name];
        rows[made++] = (Form){hash_of(letters, length), name};
        for (int32_t lost = 0; lost < length; lost++) rows[made++] = (Form){hash_without(letters, length, lost), name};
    }
    qsort(rows, (size_t)made, sizeof(Form), by_hash);
    for (int64_t slot = 0, form = 0; slot <= INT64_C(1) << bits; slot++) {
        while (form < made && (int64_t)(rows[form].hash >> (64 - bits)) < slot) form++;
        form_start[slot] = (int32_t)form;
    }
    for (int32_t form = 0; form < made; form++) forms[form] = (WordSlot){(uint32_t)rows[form].hash, rows[form].place};
    free(rows);
    return NK_DONE;
}

/* ── what names can be ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* What places a name can stand for, taken together. */
typedef struct {
    bool country, short_of_division, with_generic, several, town, north, south, china, elsewhere, near;
} Range;

static Range range_of(const NkEngine *engine, Units references) {
    Range range = {0};
    for (int32_t at = 0; at < references.count; at++) {
        int32_t unit = references.of[at] >> KIND_BITS, kind = references.of[at] & KIND_MASK;
        bool of_town = kind == KIND_TOWNSHIP || kind == KIND_SEAT || kind == KIND_RENAMED;
        bool is_country = has_flag(engine, unit, UNIT_COUNTRY), is_city = engine->level[unit] == LEVEL_CITY;
        range.country |= is_country && !is_abroad(kind) && kind != KIND_GENERATED;
        range.short_of_division |= !is_country && kind == KIND_SHORT;
        range.with_generic |= of_town || kind == KIND_FULL || kind == KIND_FORMER || kind == KIND_FOREIGN;
        range.several |= unit != references.of[0] >> KIND_BITS;
        range.town |= of_town || engine->level[unit] == LEVEL_TOWNSHIP;
        range.north |= engine->korea[unit] == 1;
        range.south |= engine->korea[unit] == 2;
        range.china |= has_flag(engine, unit, UNIT_IN_CHINA);
        range.elsewhere |= !engine->korea[unit] && !has_flag(engine, unit, UNIT_IN_CHINA);
        range.near |= (engine->korea[unit] == 1 && is_city) || (has_flag(engine, unit, UNIT_BORDER) && !is_of_town(kind));
    }
    return range;
}

/* What the name is for who reads unspaced scripts (han.h). */
static uint8_t senses_of(Range range, uint8_t spelt) {
    bool complete = (spelt & NAME_SUFFIXED) && range.with_generic;
    return (uint8_t)((range.country && !range.short_of_division ? OF_COUNTRY_HAN : 0) | (complete ? COMPLETE : 0) |
                     (spelt & NAME_COMMON ? COMMON : 0) | (complete && range.several ? SHARED : 0) | (range.town ? OF_TOWN : 0) |
                     (range.north || range.south ? KOREAN : 0) | (range.south ? SOUTHERN : 0));
}

/* Two syllables of Korean (금강, 대안) are a word of a road or a firm as often as a place near the border. */
static uint8_t traits_of(Range range, uint8_t spelt) {
    return (uint8_t)((range.north && !range.south && !range.china && !range.elsewhere ? ONLY_NORTH : 0) |
                     (range.south && !range.north && !range.china && !range.elsewhere ? ONLY_SOUTH : 0) |
                     (range.china && !range.north && !range.south && !range.elsewhere ? ONLY_CHINA : 0) |
                     (range.near && !(spelt & NAME_SHORT_HANGUL) ? NEAR_BORDER : 0));
}

void nk_make_names(const NkEngine *engine, const int32_t *start, const int32_t *references, const uint8_t *spelt, int32_t count,
                   uint8_t *senses, uint8_t *traits) {
    for (int32_t name = 0; name < count; name++) {
        Range range = range_of(engine, (Units){references + start[name], start[name + 1] - start[name]});
        senses[name] = senses_of(range, spelt[name]);
        traits[name] = traits_of(range, spelt[name]);
    }
}
