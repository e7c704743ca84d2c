/* Numbers in Chinese addresses: what each counts, by its word, and without one by what stands before it.

   人民路18号        a house on the road; 21-25号 is a range of them, 18-2号 the second part of house 18
   和平小区8-3-502    building, entrance, room: the last is the smallest
   12楼1203         a room */

#include "components.h"

enum {
    LONGEST_RANGE = 12, /* houses or rooms between the ends of a range; numbers farther apart are two of different kinds */
    POSTCODE = 6,       /* digits of a postcode: a bare number of so many is one */
    ROOM = 3,           /* digits from which on a number is more often a room, whose first digits are the floor, than a building */
    NUMBER_OF_RANGE = 6,
};

static bool digit_at(const Stretch *text, int32_t at) { return is_digit(point_at(text, at)); }
static bool latin_at(const Stretch *text, int32_t at) { return is_latin(point_at(text, at)); }
static bool joins(uint32_t point) { return point == '-' || point == '~' || point == '/' || point == U'、'; }
static bool numeral_at(const Stretch *text, int32_t at) { return has_point(text, at, at + 1, LIST_CHINESE_NUMERAL); }

static int32_t digits_at(const Stretch *text, int32_t at, int32_t most) {
    int32_t count = 0;
    while (count < most && digit_at(text, at + count)) count++;
    return count;
}

/* ── where one stands ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The longest word of a set that begins at an offset and is shorter than so many characters: what it stands for, NONE for none. */
int32_t word_at(const Lexicon *words, const Stretch *text, int32_t at, int32_t *length, int32_t shorter) {
    int32_t value = NONE;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t end = at; end < text->length && end - at + 1 < shorter; end++) {
        hash = hashed(hash, text->points[end]);
        if (!lexicon_begins(words, hash)) break;
        int32_t found = lexicon_value(words, hash, text->points + at, end + 1 - at);
        if (found != NONE) value = found, *length = end + 1 - at;
    }
    return value;
}

/* 8, a8, 8a: where it ends, NONE where there is none. */
static int32_t arabic_end(const Stretch *text, int32_t at) {
    for (int32_t letters = 0; letters < 2 && latin_at(text, at); letters++) at++;
    if (!digit_at(text, at)) return NONE;
    while (digit_at(text, at)) at++;
    return latin_at(text, at) && point_at(text, at) != 'f' ? at + 1 : at;
}

/* Numbers joined by hyphens, with what may stand before them: 第8, 附8-3. */
static int32_t arabic_chain_end(const Stretch *text, int32_t at) {
    int32_t end = arabic_end(text, at + has_point(text, at, at + 1, LIST_BEFORE_A_NUMBER));
    for (int32_t next = end; next != NONE && joins(point_at(text, end));) {
        next = arabic_end(text, end + 1);
        if (next != NONE) end = next;
    }
    return end;
}

/* 三 in 三号楼, not in 文三路 or 三元里. */
static int32_t chinese_end(const Stretch *text, int32_t at) {
    int32_t start = at + (point_at(text, at) == U'第'), end = start;
    if (numeral_at(text, start - 1)) return NONE;
    while (numeral_at(text, end)) end++;
    if (end == start) return NONE;
    Ends counts = ends_of(text, end, LIST_COUNTS_A_CHINESE_NUMERAL);
    for (int32_t length = 1; counts >> length; length++)
        if (counts >> length & 1 && !begins_with(text, end + length, LIST_ROAD_BEHIND_A_COUNT)) return end;
    return NONE;
}

static int32_t value_end(const Stretch *text, int32_t at) {
    int32_t end = arabic_chain_end(text, at);
    if (end != NONE) return end;
    if (latin_at(text, at) && !latin_at(text, at - 1) && !latin_at(text, at + 1)) return at + 1;
    return chinese_end(text, at);
}

/* What a number counts that ends at an offset, and where the word for it ends. */
static void read_count(const Stretch *text, Counted *found) {
    const Lexicon *counts = &text->engine->address_counts;
    int32_t length = 0, shorter = INT32_MAX;
    for (;;) {
        int32_t count = word_at(counts, text, found->value, &length, shorter);
        if (count == NONE) return;
        if (!begins_with(text, found->value + length, LIST_BEHIND_NO_COUNT)) {
            found->count = count, found->end = found->value + length;
            return;
        }
        shorter = length;
    }
}

/* 电话0415-2123456, +86 and digits, or digits as many as a telephone number has: where it ends. */
static int32_t phone_end(const Stretch *text, int32_t at) {
    enum { LEAST = 6, MOST = 20, COUNTRY = 3 };
    int32_t label = longest_of(ends_of(text, at, LIST_BEFORE_A_TELEPHONE_NUMBER)), count = 0;
    if (label > 0) {
        int32_t first = at + label + (point_at(text, at + label) == ':' || point_at(text, at + label) == '.');
        if (digit_at(text, first) || point_at(text, first) == '+' || point_at(text, first) == '(') {
            for (int32_t at_next = first + 1; count < MOST; count++, at_next++)
                if (!digit_at(text, at_next) && !has_point(text, at_next, at_next + 1, LIST_IN_A_TELEPHONE_NUMBER)) break;
            if (count >= LEAST) return first + 1 + count;
        }
    }
    if (digit_at(text, at - 1)) return NONE;
    if (point_at(text, at) == '+') {
        if (point_at(text, at + 1) != '8' || point_at(text, at + 2) != '6') return NONE;
        at += COUNTRY;
    }
    for (int32_t area = digits_at(text, at, 4); area >= 3; area--) {
        int32_t rest = at + area + (point_at(text, at + area) == '-'), digits = digits_at(text, rest, 9);
        if (digits == 7 || digits == 8) return rest + digits;
    }
    return NONE;
}

static bool is_joint(uint32_t point) { return point == '-' || point == '_' || point == '/' || point == '~' || point == '?'; }
static bool is_mark(const Stretch *text, int32_t at) {
    return at < text->length && !has_kind(text, at, ALPHANUMERIC) && point_at(text, at) != '_';
}

/* What stands at an offset that ends a name: a number with what it counts, punctuation, a word of forms. */
bool counted_at(const Stretch *text, int32_t at, Counted *found) {
    int32_t length = longest_of(ends_of(text, at, LIST_POST_BOX)), end = at;
    *found = (Counted){TOKEN_BOX, at, at + length, NONE, NONE};
    if (length > 0) return true;
    *found = (Counted){TOKEN_PHONE, at, phone_end(text, at), NONE, NONE};
    if (found->end != NONE) return true;
    length = longest_of(ends_of(text, at, LIST_FLOORS));
    *found = (Counted){TOKEN_FLOORS, at, at + length, NONE, NONE};
    if (length > 0) return true;
    int32_t value = value_end(text, at);
    *found = (Counted){TOKEN_VALUE, at, value, value, NONE};
    if (value != NONE) {
        read_count(text, found);
        return true;
    }
    while (is_joint(point_at(text, end))) end++;
    *found = (Counted){TOKEN_JOINT, at, end, NONE, NONE};
    if (end > at) return true;
    while (is_mark(text, end)) end++;
    *found = (Counted){TOKEN_HARD, at, end, NONE, NONE};
    if (end > at) return true;
    bool noise = word_at(&text->engine->address_words, text, at, &length, INT32_MAX) == WORD_NOISE;
    *found = (Counted){TOKEN_NOISE, at, at + length, NONE, NONE};
    return noise;
}

/* ── what one is ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The label of a number without a word, by what stands before it, how many digits it has and how many numbers are left. */
static int32_t bare(int32_t digits, int32_t left, int32_t before) {
    if (before == LABEL_ROAD || before == NONE || is_place(before)) return LABEL_ROAD_NUMBER;
    if (before == LABEL_FLOOR || before == LABEL_ROOM) return LABEL_ROOM;
    if (left > 1) return LABEL_BUILDING;
    return before == LABEL_BUILDING || digits >= ROOM ? LABEL_ROOM : LABEL_BUILDING;
}

/* The label of a number with 号. */
static int32_t numbered(const Stretch *text, const Counted *number, int32_t before, bool is_short) {
    int32_t length = number->value - number->start, last = number->value;
    if (before == LABEL_FLOOR || before == LABEL_ROOM) return LABEL_ROOM;
    if (before == LABEL_BUILDING) return length >= ROOM ? LABEL_ROOM : LABEL_BUILDING;
    if ((before != LABEL_ROAD_NUMBER && !is_named(before)) || is_short) return LABEL_ROAD_NUMBER;
    while (last > number->start && !joins(point_at(text, last - 1))) last--;
    return before != LABEL_ROAD_NUMBER && number->value - last > ROOM ? LABEL_ROOM : LABEL_BUILDING;
}

static int32_t number_of(const Stretch *text, int32_t at, int32_t digits) {
    int32_t number = 0;
    for (int32_t each = 0; each < digits; each++) number = 10 * number + (int32_t)(point_at(text, at + each) - '0');
    return number;
}

/* Is a value a range of houses, floors or rooms (21-25), no two numbers of different kinds (18-502)? */
static bool is_range(const Stretch *text, const Counted *number) {
    int32_t first = digits_at(text, number->start, NUMBER_OF_RANGE), mark = number->start + first;
    if (!first || mark >= number->value || (point_at(text, mark) != '-' && point_at(text, mark) != '~')) return false;
    int32_t second = digits_at(text, mark + 1, NUMBER_OF_RANGE);
    if (!second || mark + 1 + second != number->value) return false;
    int32_t between = number_of(text, mark + 1, second) - number_of(text, number->start, first);
    return between > 0 && between <= LONGEST_RANGE;
}

/* The label of a whole number: by its word, and where it has none it may be a postcode. NONE where its parts say it. */
static int32_t label_of(const Stretch *text, const Counted *number, int32_t before, bool is_short) {
    int32_t kind = number->count, length = number->end - number->start;
    if (kind == WORD_LANE) return before == LABEL_ROAD && point_at(text, number->value) == U'弄' ? LABEL_ROAD_NUMBER : LABEL_ROAD;
    if (kind == WORD_STREET) return is_named(before) ? LABEL_BUILDING : LABEL_ROAD;
    if (kind == WORD_NUMBER) return numbered(text, number, before, is_short);
    return kind == NONE && length == POSTCODE && digits_at(text, number->start, POSTCODE) == POSTCODE ? LABEL_POSTCODE : kind;
}

/* Numbers joined by hyphens, 8-3-502: the last is the room or what its word says, those before it buildings. */
static void put_parts(HanReader *reader, const Counted *number, int32_t kind, int32_t before) {
    const Stretch *text = &reader->han->text;
    int32_t parts = 0, label = before, reached = number->start, all;
    for (int32_t at = number->start; at < number->value; at++)
        parts += !joins(point_at(text, at)) && (at == number->start || joins(point_at(text, at - 1)));
    all = parts;
    for (int32_t start = number->start, end; start < number->value; start = end) {
        end = start;
        while (end < number->value && joins(point_at(text, end))) end++;
        if (end > start) {
            put_read(reader, LABEL_OTHER, reached, end);
            reached = end;
            continue;
        }
        while (end < number->value && !joins(point_at(text, end))) end++;
        if (parts == 1 && kind != NONE) label = kind == LABEL_ROAD_NUMBER && all > 1 ? LABEL_BUILDING : kind;
        else if (!(parts == 1 && all == 2 && end - start < ROOM && label == LABEL_BUILDING)) label = bare(end - start, parts, label);
        reached = parts-- == 1 ? number->end : end;
        put_read(reader, label, start, reached);
    }
}

/* The pieces of a number.

   `is_short`: a short name without a generic word stands before it, which is more often a hamlet than an estate. */
void put_number(HanReader *reader, const Counted *number, bool is_short) {
    const Stretch *text = &reader->han->text;
    int32_t before = reader->last, kind = label_of(text, number, before, is_short);
    bool range = is_range(text, number);
    if (range && kind == NONE && number->value - number->start > 2 * ROOM) kind = bare(ROOM, 1, before);
    if (kind == LABEL_ROAD || kind == LABEL_VILLAGE || kind == LABEL_POSTCODE || (kind != NONE && range))
        put_read(reader, kind, number->start, number->end);
    else put_parts(reader, number, kind, before);
}
