/* The codes of a text as items. */

#include "codes.h"
#include "passage.h"

enum { USUAL_CODES = 64 };

static int64_t number_of_digits(const uint32_t *points, int32_t start, int32_t end) {
    int64_t value = 0;
    for (int32_t at = start; at < end; at++) value = 10 * value + (points[at] - '0');
    return value;
}

/* Six digits: are they no more than a postcode, or may they be a division code as well? */
static int32_t kind_of_six(const NkEngine *engine, int32_t value) {
    int32_t at = first_from(engine->adcode_key, engine->adcodes, value);
    return at < engine->adcodes && engine->adcode_key[at] == value ? CODE_DIVISION_OR_POSTCODE : CODE_POSTCODE;
}

/* The item of a code in a field. Of a postcode four digits say where; what may be a division code as well has all six. */
static int64_t item_of_code(const uint32_t *points, const NkCode *code, int32_t field) {
    int32_t end = code->kind == CODE_POSTCODE ? code->start + POSTCODE_HEARD : code->end;
    return CODE_BIT | (int64_t)field << FIELD_AT | (int64_t)code->kind << KIND_AT | (int64_t)(end - code->start) << DIGITS_AT |
           number_of_digits(points, code->start, end) << VALUE_AT;
}

int32_t put_codes(const NkEngine *engine, NkWork *work, const uint32_t *points, int64_t length, int32_t field, int64_t *items, NkCode *heard) {
    NkCode usual[USUAL_CODES], *codes = usual;
    const uint16_t *kinds = engine->kinds.of;
    int64_t count = nk_codes(kinds, points, length, codes, USUAL_CODES);
    if (count > USUAL_CODES) {
        codes = TAKEN(work, NkCode, count);
        if (!codes) return NONE;
        nk_codes(kinds, points, length, codes, count);
    }
    int32_t put = 0;
    for (int64_t at = 0; at < count && put < CODES_HEARD; at++) {
        NkCode *code = &codes[at];
        if (code->kind == CODE_POSTCODE) code->kind = kind_of_six(engine, (int32_t)number_of_digits(points, code->start, code->end));
        int64_t item = item_of_code(points, code, field);
        int32_t same = 0;
        while (same < put && items[same] != item) same++;
        if (same < put) continue;
        if (heard) heard[put] = *code;
        items[put++] = item;
    }
    return put;
}
