/* Texts on their way in: from UTF-8, as tables have them, to folded characters; and what tells whether two of them say the same. */

#include "passage.h"

#include <string.h>

/* ── folding ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const uint32_t NO_CHARACTER = UINT32_MAX;

/* The character that begins at a byte, `*at` then being behind it; NO_CHARACTER where there is none. */
static inline uint32_t decoded(const uint8_t **at, const uint8_t *end) {
    static const uint32_t LEAST[] = {0, 0x80, 0x800, 0x10000};
    const uint8_t *bytes = *at;
    uint32_t point = *bytes;
    if (point < 0x80) {
        *at = bytes + 1;
        return point;
    }
    int more = point >= 0xF0 ? 3 : point >= 0xE0 ? 2 : 1;
    if (point < 0xC2 || point > 0xF4 || end - bytes <= more) return NO_CHARACTER;
    point &= 0x3Fu >> more;
    for (int each = 1; each <= more; each++) {
        if ((bytes[each] & 0xC0) != 0x80) return NO_CHARACTER;
        point = point << 6 | (bytes[each] & 0x3F);
    }
    *at = bytes + more + 1;
    return point < LEAST[more] || (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF ? NO_CHARACTER : point;
}

/* str.isspace */
static bool is_blank(uint32_t point) {
    return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20) || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

enum { TWICE = 1 << 26 }; /* a mark of what becomes a character twice */
/* Marks of characters, in pairs: broken text has the lower one behind the upper one (nkrisk_geo.text.mojibake and misread_gbk). What was
   read as GBK may have two suspects instead. */
enum { BEHIND_SUSPECT = 1 << 27, SUSPECT = 1 << 28, GOES_ON_WESTERN = 1 << 29 };
static const uint32_t CHARACTER = 0x1FFFFF; /* without them */

/* Is there a zero between letters? Then it matters which of them had accents. */
static bool has_zero_in_word(const uint32_t *points, int64_t count) {
    for (int64_t at = 1; at + 1 < count; at++)
        if (points[at] == '0' && is_latin(points[at - 1]) && is_latin(points[at + 1])) return true;
    return false;
}

/* Folds a text of characters that fold alike wherever they stand: how many there are. Of any other text nothing is left, and `state`
   says so. */
static int64_t fold_text(const NkRaw *raw, const uint8_t *at, const uint8_t *end, uint32_t *points, uint8_t *state) {
    const uint32_t *table = raw->table, beyond = raw->beyond, none = table[beyond];
    int64_t count = 0;
    bool blank = true, accented = false, suspected = false;
    uint32_t before = 0;
    *state = 0;
    while (at < end) {
        uint32_t point = decoded(&at, end);
        if (point == NO_CHARACTER) {
            *state = TEXT_UNEVEN;
            return 0;
        }
        if (blank) blank = is_blank(point);
        if (point == TEXT_END) point = 1;
        uint32_t mapped = table[point < beyond ? point : beyond];
        if (mapped == none || before >> 1 & mapped & (GOES_ON_WESTERN | BEHIND_SUSPECT)) *state = TEXT_UNEVEN;
        if (mapped & SUSPECT) {
            if (suspected) *state = TEXT_UNEVEN;
            suspected = true;
        }
        accented |= point >= 0x80 && is_latin(mapped & CHARACTER);
        points[count++] = mapped & CHARACTER;
        if (mapped & TWICE && point >= 0x80) points[count++] = mapped & CHARACTER;
        before = mapped;
    }
    if (accented && has_zero_in_word(points, count)) *state = TEXT_UNEVEN;
    if (blank) *state |= TEXT_BLANK;
    return *state & TEXT_UNEVEN ? 0 : count;
}

/* Does each text follow the one before, and do all lie in the bytes? */
static bool is_sound(const NkRaw *raw) {
    bool sound = raw->offset[0] >= 0 && raw->offset[raw->texts] <= raw->bytes_count;
    for (int64_t at = 0; at < raw->texts; at++) sound &= raw->offset[at] <= raw->offset[at + 1];
    return sound;
}

int64_t nk_fold(const NkRaw *raw, uint32_t *points, int64_t *start, uint8_t *state) {
    static const uint8_t none[1]; /* a pointer may be moved by nothing only where it points somewhere */
    if (!is_sound(raw)) return NONE;
    const uint8_t *bytes = raw->bytes ? raw->bytes : none;
    int64_t count = 0;
    for (int64_t at = 0; at < raw->texts; at++) {
        const uint8_t *first = bytes + raw->offset[at], *end = bytes + raw->offset[at + 1];
        start[at] = count;
        count += fold_text(raw, first, end, points + count, &state[at]);
        points[count++] = TEXT_END;
    }
    return count;
}

/* A zero between letters is the letter O that a scanner misread: LIA0NING, D0NGGANG. */
static void mend_zeros(const uint16_t *kinds, uint32_t *points) {
    uint32_t second = TEXT_END, before = TEXT_END; /* the characters before, as they were */
    for (; *points != TEXT_END; points++) {
        uint32_t point = *points;
        if (point == '0' && is_latin(before) && is_latin(points[1])) {
            bool opening = !(kinds[second] & ALPHANUMERIC) && second != '_';
            bool three = is_latin(points[2]) && is_latin(points[3]);
            if (is_latin(second) || (opening && three)) *points = 'o';
        }
        second = before, before = point;
    }
}

/* ── what a text says ────────────────────────────────────────────────────────────────────────────────────────────────── */

enum { CODES_FOLLOW = 255 };

/* Put a character as one to four bytes, none of which is CODES_FOLLOW: UTF-8, of any number. */
static int64_t put_point(uint8_t *key, uint32_t point) {
    if (point < 0x80) {
        key[0] = (uint8_t)point;
        return 1;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t LEAD[] = {0, 0xC0, 0xE0, 0xF0};
    key[0] = (uint8_t)(LEAD[more] | point >> 6 * more);
    for (int each = 1; each <= more; each++) key[each] = (uint8_t)(0x80 | (point >> 6 * (more - each) & 0x3F));
    return more + 1;
}

/* Put a text with every number as one zero: how many bytes. And how long is the text, has it digits enough for a code? */
static int64_t put_skeleton(const uint32_t *points, uint8_t *key, int64_t *length, bool *coded) {
    int64_t count = 0, at = 0;
    int32_t digits = 0, run = 0;
    for (; points[at] != TEXT_END; at++) {
        uint32_t point = points[at];
        if (!is_digit(point)) {
            count += put_point(key + count, point);
            run = 0;
            continue;
        }
        if (!run) key[count++] = '0';
        digits++, run++;
        *coded |= digits >= PHONE_DIGITS || run >= CODE_DIGITS;
    }
    *length = at;
    return count;
}

int32_t nk_keys(const NkEngine *engine, NkWork *work, const NkFolded *texts, const NkKeys *found) {
    const uint16_t *kinds = engine->kinds.of;
    if (nk_has_unknown(kinds, texts->points, texts->count)) return NK_NEEDS_KINDS;
    int64_t keys = 0;
    int32_t codes = 0;
    for (int64_t at = 0; at < texts->texts; at++) {
        uint32_t *points = texts->points + texts->start[at];
        int64_t length = 0, *items = found->codes + codes;
        bool coded = false;
        if (!(texts->state[at] & TEXT_UNEVEN)) mend_zeros(kinds, points);
        begin_anew(work);
        keys += put_skeleton(points, found->key + keys, &length, &coded);
        int32_t more = coded ? put_codes(engine, work, points, length, FIELD_TEXT, items, NULL) : 0;
        if (more == NONE) return NK_NO_MEMORY;
        if (texts->state[at] & TEXT_BLANK) items[0] = EMPTY_ITEM, more = 1;
        if (more) {
            found->key[keys++] = CODES_FOLLOW;
            memcpy(found->key + keys, items, (size_t)more * sizeof *items);
            keys += more * (int64_t)sizeof *items;
        }
        found->end[at] = texts->start[at] + length;
        found->key_end[at] = keys;
        found->code_end[at] = codes += more;
    }
    return NK_DONE;
}

/* ── postcodes ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_byte_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

/* Do six digits begin with a number of so many digits? */
static bool begins(const uint8_t *bytes, int32_t digits, int32_t wanted) {
    int32_t value = 0;
    for (int32_t at = 0; at < digits; at++) value = 10 * value + (bytes[at] - '0');
    return value == wanted;
}

/* The first six digits of a text that begin so. A longer number is looked at six digits at a time. */
static int64_t six_digits(const uint8_t *bytes, int64_t start, int64_t end, int32_t digits, int32_t wanted) {
    int32_t run = 0;
    for (int64_t at = start; at < end; at++) {
        run = is_byte_digit(bytes[at]) ? run + 1 : 0;
        if (run < CODE_DIGITS) continue;
        if (begins(bytes + at + 1 - CODE_DIGITS, digits, wanted)) return at + 1 - CODE_DIGITS;
        run = 0;
    }
    return NONE;
}

void nk_given(const uint8_t *bytes, const int32_t *offset, const NkPosted *posted, int64_t count, int64_t *found) {
    for (int64_t at = 0; at < count; at++) {
        const NkPosted *each = &posted[at];
        found[at] = six_digits(bytes, offset[each->text], offset[each->text + 1], each->digits, each->value);
    }
}
