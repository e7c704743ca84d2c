/* Codes in a text. Each kind has a form of bounded length, so a text is gone through once. What may stand in a form at one place never
   begins with the same character: there is one way to read each. `tests/engine/test_codes.py` says the same in patterns. */

#include "codes.h"

#include <string.h>

enum { POSTCODE = 6, LABEL = 24, CREDIT_CODE = 18, CREDIT_TAIL = 10, CREDIT_MODULUS = 31, FAR = 12, MOST_CALLING = 3 };

/* What is searched for; of those that begin at one digit the first of these stands first. */
enum { LABELLED_DIVISION, INTERNATIONAL, NATIONAL, LABELLED_PHONE, CALLING, CREDIT, SIX_DIGITS, FORMS };
static const int32_t KIND_OF[FORMS] = {CODE_DIVISION, CODE_CHINESE_AREA, CODE_AREA, CODE_AREA, CODE_CALLING, CODE_REGISTRATION, CODE_POSTCODE};

/* What a label begins with that makes six digits something else than a postcode, what may stand behind that, and what a division code
   and a telephone number are called. */
static const uint32_t *const OTHER_NUMBERS[] = {
    U"hs", U"hts", U"tariff", U"p/o", U"po", U"l/c", U"lc", U"ref", U"inv", U"invoice", U"order", U"lot", U"item", U"style", U"model",
    U"art", U"sku", U"batch", U"contract", U"booking", NULL};
static const uint32_t *const NUMBERS[] = {U"code", U"no", U"nr", U"number", U"num", NULL};
static const uint32_t *const DIVISION_CODES[] = {U"adcode", U"区划代码", U"行政区划", NULL};
static const uint32_t *const PHONES[] = {U"tel", U"phone", U"fax", U"ph", U"电话", U"传真", NULL};

typedef struct {
    const uint16_t *kinds;
    const uint32_t *points; /* a TEXT_END behind them: nothing looks beyond it */
    int64_t length;
    NkCode *found;
    int64_t count, room;
    int64_t next[FORMS]; /* where each form may begin again: those of a form do not overlap */
    int64_t division;    /* where the last labelled division code stands */
} Search;

/* ── characters ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_space(const Search *text, int64_t at) { return (text->kinds[text->points[at]] & SPACE) != 0; }

static bool is_word(const Search *text, int64_t at) {
    return (text->kinds[text->points[at]] & ALPHANUMERIC) || text->points[at] == '_';
}

static bool is_of_code(uint32_t point) { return is_latin(point) || is_digit(point); }

/* How many characters in a row are blank or some of these. */
static int64_t gap(const Search *text, int64_t at, const uint32_t *some) {
    int64_t end = at;
    while (text->points[end] != TEXT_END && (is_space(text, end) || among(some, text->points[end]))) end++;
    return end - at;
}

static int64_t digits(const Search *text, int64_t at) {
    int64_t end = at;
    while (is_digit(text->points[end])) end++;
    return end - at;
}

/* How long a word is, if it stands here; 0 where it does not. */
static int64_t said(const Search *text, int64_t at, const uint32_t *word) {
    int64_t length = 0;
    for (; word[length]; length++)
        if (text->points[at + length] != word[length]) return 0;
    return length;
}

static int64_t one_said(const Search *text, int64_t at, const uint32_t *const *words) {
    int64_t length = 0;
    for (; *words && !length; words++) length = said(text, at, *words);
    return length;
}

/* ── telephones ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Each form: where what matches ends, NONE where nothing does; its digits go into `code`. */

/* Put an area code, 10, 24 or 415, into `code`: its length, 0 where there is none. */
static int64_t area(const Search *text, int64_t at, NkCode *code) {
    uint32_t first = text->points[at];
    int64_t length = first == '1' || first == '2' ? 2 : 3;
    if (!is_digit(first) || first == '0' || digits(text, at) < length || (first == '1' && text->points[at + 1] != '0')) return 0;
    code->start = (int32_t)at, code->end = (int32_t)(at + length);
    return length;
}

/* 2123456, 212 3456: three or four digits twice and no more. */
static int64_t local(const Search *text, int64_t at) {
    int64_t whole = digits(text, at);
    for (int64_t first = 4; first >= 3; first--) {
        if (whole < first) continue;
        int64_t rest = at + first, between = is_space(text, rest) || text->points[rest] == '-';
        int64_t more = digits(text, rest + between);
        if (more == 3 || more == 4) return rest + between + more;
    }
    return NONE;
}

/* +86-415-2123456, (0086) 0415 2123456. */
static int64_t international(const Search *text, int64_t at, NkCode *code) {
    bool has_sign = text->points[at] == '+' || text->points[at] == '(';
    if (!has_sign && at && is_word(text, at - 1)) return NONE;
    at += has_sign ? 1 : 0;
    at += said(text, at, U"00");
    if (!said(text, at, U"86")) return NONE;
    at += 2;
    int64_t before = gap(text, at, U"-()"), most = 5;
    if (before <= 3 && text->points[at + before] == '0') at += before + 1, before = gap(text, at, U"-()"), most = 2;
    int64_t length = before <= most ? area(text, at + before, code) : 0;
    if (!length) return NONE;
    at += before + length;
    int64_t behind = gap(text, at, U"-()");
    return behind <= 2 ? local(text, at + behind) : NONE;
}

/* 0415-2123456. */
static int64_t national(const Search *text, int64_t at, NkCode *code) {
    if (text->points[at] != '0' || (at && is_digit(text->points[at - 1]))) return NONE;
    int64_t length = area(text, at + 1, code), end = at + 1 + length;
    if (!length) return NONE;
    int64_t behind = gap(text, end, U"-)");
    return behind == 1 || behind == 2 ? local(text, end + behind) : NONE;
}

/* tel. no. (0415)2123456, 电话04152123456. */
static int64_t labelled_phone(const Search *text, int64_t at, NkCode *code) {
    int64_t label = one_said(text, at, PHONES), before = gap(text, at + label, U":.,");
    if (!label || before > 3) return NONE;
    at += label + before;
    if (said(text, at, U"no")) {
        before = gap(text, at + 2, U".:");
        if (before > 2) return NONE;
        at += 2 + before;
    }
    at += text->points[at] == '(';
    int64_t length = text->points[at] == '0' ? area(text, at + 1, code) : 0;
    if (!length) return NONE;
    at += 1 + length;
    int64_t behind = gap(text, at, U"-)"), rest = behind <= 2 ? digits(text, at + behind) : 0;
    return rest == 7 || rest == 8 ? at + behind + rest : NONE;
}

/* Do four digits stand not far on, behind nothing but digits and what parts them? */
static bool is_called(const Search *text, int64_t at) {
    int row = 0;
    for (int64_t end = at + FAR; at < end && row < 4; at++) {
        uint32_t point = text->points[at];
        if (point == TEXT_END || !(is_digit(point) || is_space(text, at) || among(U"-().", point))) return false;
        row = is_digit(point) ? row + 1 : 0;
    }
    return row == 4;
}

/* +82 2 1234 5678, 007 495 123-45-67: the code of another country. */
static int64_t calling(const Search *text, int64_t at, NkCode *code) {
    bool zeros = said(text, at, U"00") && !(at && (is_digit(text->points[at - 1]) || text->points[at - 1] == '.'));
    if (!zeros && text->points[at] != '+') return NONE;
    at += zeros ? 2 : 1;
    at += text->points[at] == '(' || is_space(text, at);
    if (text->points[at] == '0' || said(text, at, U"86")) return NONE;
    int64_t length = digits(text, at);
    for (length = length < MOST_CALLING ? length : MOST_CALLING; length; length--)
        if (is_called(text, at + length)) break;
    code->start = (int32_t)at, code->end = (int32_t)(at + length);
    return length ? at + length : NONE;
}

/* ── divisions ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* How long the name of the standard is, gb/t 2260; 0 where it does not stand here. */
static int64_t standard(const Search *text, int64_t at) {
    int64_t start = at, length = said(text, at, U"gb");
    if (!length) return 0;
    at += length;
    at += text->points[at] == '/';
    at += text->points[at] == 't';
    at += is_space(text, at);
    length = said(text, at, U"2260");
    return length ? at + length - start : 0;
}

/* adcode 210600, gb/t 2260: 210600. */
static int64_t labelled_division(const Search *text, int64_t at, NkCode *code) {
    int64_t label = one_said(text, at, DIVISION_CODES);
    if (!label) label = standard(text, at);
    if (!label) return NONE;
    at += label;
    for (int64_t end = at + 4; at < end && text->points[at] != TEXT_END && !is_digit(text->points[at]);) at++;
    if (digits(text, at) != POSTCODE) return NONE;
    code->start = (int32_t)at, code->end = (int32_t)at + POSTCODE;
    return code->end;
}

/* The value of a character of a credit code; o and i are digits that were misread. NONE for s, v, z and others. */
static int32_t credit_value(uint32_t point) {
    static const char LETTERS[] = "abcdefghjklmnpqrtuwxy";
    if (is_digit(point)) return (int32_t)point - '0';
    if (point == 'o') return 0;
    if (point == 'i') return 1;
    const char *letter = is_latin(point) ? strchr(LETTERS, (char)point) : NULL;
    return letter ? 10 + (int32_t)(letter - LETTERS) : NONE;
}

/* Is the check character right? The weights are the powers of 3, modulo 31. */
static bool is_checked(const uint32_t *code) {
    int32_t sum = 0, weight = 1;
    for (int at = 0; at < CREDIT_CODE - 1; at++, weight = weight * 3 % CREDIT_MODULUS) sum += credit_value(code[at]) * weight;
    return (sum + credit_value(code[CREDIT_CODE - 1])) % CREDIT_MODULUS == 0;
}

/* A unified social credit code, of which digits 3 to 8 are the division. One whose check character is wrong is none, and still nothing
   begins in it. */
static int64_t credit(const Search *text, int64_t at, NkCode *code) {
    const uint32_t *point = text->points + at;
    bool opens = !(at && is_of_code(point[-1])) && *point != '0' && credit_value(*point) != NONE;
    if (!opens || !is_digit(point[1]) || point[1] == '0' || point[2] < '1' || point[2] > '6' || digits(text, at + 3) < POSTCODE - 1)
        return NONE;
    for (int64_t each = CREDIT_CODE - CREDIT_TAIL; each < CREDIT_CODE; each++)
        if (credit_value(point[each]) == NONE) return NONE;
    if (is_of_code(point[CREDIT_CODE])) return NONE;
    code->start = (int32_t)at + 2, code->end = code->start + (is_checked(point) ? POSTCODE : 0);
    return at + CREDIT_CODE;
}

/* ── six digits ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool ends_with(const Search *text, int64_t first, int64_t end, const uint32_t *word) {
    int64_t length = 0;
    while (word[length]) length++;
    return end - length >= first && said(text, end - length, word);
}

static bool one_ends(const Search *text, int64_t first, int64_t end, const uint32_t *const *words) {
    for (; *words; words++)
        if (ends_with(text, first, end, *words)) return true;
    return false;
}

/* Does what begins behind a word lead up to the six digits: three of these signs, perhaps *number*, three more? */
static bool leads_up(const Search *text, int64_t at, int64_t end) {
    for (int64_t before = gap(text, at, U".:#"); before >= 0; before--) {
        if (before > 3) continue;
        int64_t middle = at + before;
        if (middle <= end && middle + 3 >= end && middle + gap(text, middle, U".:#") >= end) return true;
        for (const uint32_t *const *word = NUMBERS; *word; word++) {
            int64_t length = said(text, middle, *word), behind = middle + length;
            if (length && behind <= end && behind + 3 >= end && behind + gap(text, behind, U".:#") >= end) return true;
        }
    }
    return false;
}

/* Does a label before six digits say that they are no postcode: HS CODE, P/O, LOT? */
static bool is_labelled(const Search *text, int64_t start) {
    int64_t first = start > LABEL ? start - LABEL : 0, end = start;
    while (end > first && among(U" .:#\t", text->points[end - 1])) end--;
    if (!one_ends(text, first, end, OTHER_NUMBERS) && !one_ends(text, first, end, NUMBERS)) return false;
    for (int64_t at = first; at < end; at++) {
        if (at > first && is_word(text, at - 1)) continue;
        for (const uint32_t *const *word = OTHER_NUMBERS; *word; word++) {
            int64_t length = said(text, at, *word);
            if (length && at + length <= start && leads_up(text, at + length, start)) return true;
        }
    }
    return false;
}

/* Six digits that are no part of a longer number or word, and not labelled as something else. */
static int64_t six_digits(const Search *text, int64_t at, NkCode *code) {
    if (digits(text, at) != POSTCODE || at == text->division) return NONE;
    uint32_t before = at ? text->points[at - 1] : TEXT_END;
    bool joined = (before == '-' || before == '/') && at > 1 && is_digit(text->points[at - 2]);
    if (joined || is_latin(before) || (at && is_labelled(text, at))) return NONE;
    code->start = (int32_t)at, code->end = (int32_t)at + POSTCODE;
    return code->end;
}

/* ── the search ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef int64_t (*Form)(const Search *text, int64_t at, NkCode *code);
static const Form FORM[FORMS] = {labelled_division, international, national, labelled_phone, calling, credit, six_digits};

/* Put a code where it belongs among those before: by where it stands, then by its form (kept in `kind` until the end). */
static void put_code(Search *text, NkCode code) {
    int64_t at = text->count++;
    if (at >= text->room) return;
    for (; at; at--) {
        const NkCode *before = &text->found[at - 1];
        if (before->start < code.start || (before->start == code.start && before->kind <= code.kind)) break;
        text->found[at] = *before;
    }
    text->found[at] = code;
}

static void look_for(Search *text, int32_t form, int64_t at) {
    if (at < text->next[form]) return;
    NkCode code = {form, 0, 0};
    int64_t end = FORM[form](text, at, &code);
    if (end == NONE) return;
    text->next[form] = end;
    if (form == LABELLED_DIVISION) text->division = code.start;
    if (code.end > code.start) put_code(text, code);
}

/* Look for what may begin with a character. Only a number as a whole can begin anything. */
static void look_at(Search *text, int64_t at) {
    uint32_t point = text->points[at];
    if (is_digit(point)) {
        look_for(text, INTERNATIONAL, at);
        if (point == '0') look_for(text, NATIONAL, at), look_for(text, CALLING, at);
        look_for(text, CREDIT, at);
        look_for(text, SIX_DIGITS, at);
    } else if (is_latin(point)) {
        if (point == 'a' || point == 'g') look_for(text, LABELLED_DIVISION, at);
        if (point == 't' || point == 'p' || point == 'f') look_for(text, LABELLED_PHONE, at);
        if (is_digit(text->points[at + 1])) look_for(text, CREDIT, at);
    } else if (point == '+' || point == '(') {
        look_for(text, INTERNATIONAL, at);
        if (point == '+') look_for(text, CALLING, at);
    } else if (point > 'z') {
        look_for(text, LABELLED_DIVISION, at);
        look_for(text, LABELLED_PHONE, at);
    }
}

int64_t nk_codes(const uint16_t *kinds, const uint32_t *points, int64_t length, NkCode *found, int64_t room) {
    Search text = {kinds, points, length, found, 0, room, {0}, NONE};
    for (int64_t at = 0; at < length; at++) {
        look_at(&text, at);
        if (is_digit(points[at])) at += digits(&text, at) - 1;
    }
    for (int64_t at = 0; at < text.count && at < room; at++) found[at].kind = KIND_OF[found[at].kind];
    return text.count;
}
