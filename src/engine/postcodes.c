/* Which texts may have codes: postcodes, telephone numbers, registration numbers. Python's patterns say what they are
   (nkrisk_geo.grammar.codes); few texts have what one of them needs, and only they are searched. */

#include "reader.h"

enum { POSTCODE = 6, LABEL = 24, CREDIT_CODE = 18, LEAST_AREA = 3, MOST_AREA = 4, SEVEN = 7 };

/* What a label ends in that makes six digits something else than a postcode. */
static const uint32_t *const LABELS[] = {
    U"hs", U"hts", U"tariff", U"p/o", U"po", U"l/c", U"lc", U"ref", U"inv", U"invoice", U"order", U"lot", U"item", U"style",
    U"model", U"art", U"sku", U"batch", U"contract", U"booking", U"code", U"no", U"nr", U"number", U"num", NULL};
/* The last character of words for telephones: tel, phone, fax, ph, 电话, 传真. */
static const uint32_t PHONE_ENDS[] = U"lexh话真";

/* A text, half-open, whose offsets are those of the array. */
typedef struct {
    const uint16_t *kinds;
    const uint32_t *points;
    int64_t start, end;
} Span;

static bool is_space(const Span *text, int64_t at) { return (text->kinds[text->points[at]] & SPACE) != 0; }

static bool ends_with(const Span *text, int64_t end, const uint32_t *word) {
    int64_t length = 0;
    while (word[length]) length++;
    if (end - length < text->start) return false;
    for (int64_t at = 0; at < length; at++)
        if (text->points[end - length + at] != word[at]) return false;
    return true;
}

/* May a label stand before six digits? */
static bool may_be_labelled(const Span *text, int64_t start) {
    int64_t end = start;
    while (end > text->start && end > start - LABEL && among(U" .:#\t", text->points[end - 1])) end--;
    if (end == text->start || !is_latin(text->points[end - 1])) return false;
    for (const uint32_t *const *label = LABELS; *label; label++)
        if (ends_with(text, end, *label)) return true;
    return false;
}

/* Are six digits no part of a longer number or word? */
static bool stands_alone(const Span *text, int64_t start) {
    if (start == text->start) return true;
    uint32_t before = text->points[start - 1];
    bool joined = (before == '-' || before == '/') && start - 1 > text->start && is_digit(text->points[start - 2]);
    return !joined && !is_latin(before);
}

/* 0415-2123456: three or four digits, the first of them zero, a hyphen or the like, and more. */
static bool is_national(const Span *text, int64_t start, int64_t end) {
    int64_t at = end;
    while (at < end + 2 && at < text->end && (text->points[at] == '-' || text->points[at] == ')' || is_space(text, at))) at++;
    return end - start >= LEAST_AREA && end - start <= MOST_AREA && at > end && is_digit(text->points[at]);
}

/* Does a word for a telephone stand before a number that begins with zero? */
static bool is_called_phone(const Span *text, int64_t start) {
    int64_t at = start;
    for (int turn = 0; turn < 2; turn++) {
        while (at > text->start && (among(U":.,(", text->points[at - 1]) || is_space(text, at - 1))) at--;
        if (at > text->start && among(PHONE_ENDS, text->points[at - 1])) return true;
        if (at - 2 < text->start || text->points[at - 1] != 'o' || text->points[at - 2] != 'n') return false;
        at -= 2;
    }
    return false;
}

/* + or 00 and then a number with four digits in a row not far on. */
static bool is_calling(const Span *text, int64_t at) {
    if (at < text->end && (text->points[at] == '(' || is_space(text, at))) at++;
    if (!is_digit(text->points[at]) || text->points[at] == '0') return false;
    int row = 0;
    for (int64_t end = at + 15; at < end && at < text->end && row < 4; at++) row = is_digit(text->points[at]) ? row + 1 : 0;
    return row == 4;
}

static bool is_of_code(uint32_t point) { return is_latin(point) || is_digit(point); }

/* Is a run of digits, with the letters around it, a word of as many characters as a credit code has? */
static bool may_be_credit_code(const Span *text, int64_t start, int64_t end) {
    while (start > text->start && end - start <= CREDIT_CODE && is_of_code(text->points[start - 1])) start--;
    while (end < text->end && end - start <= CREDIT_CODE && is_of_code(text->points[end])) end++;
    return end - start == CREDIT_CODE;
}

/* May one of the patterns find something where a run of digits stands? */
static bool may_match(const Span *text, int64_t start, int64_t end) {
    const uint32_t *run = text->points + start;
    int64_t length = end - start;
    bool china = (length >= 2 && run[0] == '8' && run[1] == '6') ||
                 (length >= 4 && run[0] == '0' && run[1] == '0' && run[2] == '8' && run[3] == '6');
    bool zeros = length >= 2 && run[0] == '0' && run[1] == '0';
    return china || (zeros && is_calling(text, start + 2)) || (length >= SEVEN && may_be_credit_code(text, start, end)) ||
           (run[0] == '0' && (is_national(text, start, end) || is_called_phone(text, start)));
}

/* adcode, 区划, 2260: what announces a division code. */
static bool is_division_mark(const Span *text, int64_t at) {
    static const uint32_t *const MARKS[] = {U"adcode", U"区划", U"2260", NULL};
    for (const uint32_t *const *mark = MARKS; *mark; mark++)
        if (text->points[at] == **mark) {
            int64_t same = 0;
            while ((*mark)[same] && text->points[at + same] == (*mark)[same]) same++;
            if (!(*mark)[same]) return true;
        }
    return false;
}

/* Reads one text: the starts of its postcodes, or `*more` when it has to be searched. */
static int64_t postcodes_of(const Span *text, int64_t *starts, uint8_t *more) {
    int64_t count = 0;
    for (int64_t at = text->start; at < text->end;) {
        if (text->points[at] == '+' && is_calling(text, at + 1)) *more = 1;
        if (is_division_mark(text, at)) *more = 1;
        if (!is_digit(text->points[at])) {
            at++;
            continue;
        }
        int64_t start = at;
        while (is_digit(text->points[at])) at++;
        for (int64_t mark = start + 1; mark + 4 <= at; mark++) *more |= is_division_mark(text, mark);
        *more |= may_match(text, start, at);
        if (at - start != POSTCODE || !stands_alone(text, start)) continue;
        *more |= may_be_labelled(text, start);
        starts[count++] = start;
    }
    return count;
}

/* The starts of the postcodes in texts, as offsets of the array, and the texts that have to be searched with patterns, which may have
   other codes or fewer. Returns how many starts there are; there has to be room for a seventh of the characters. */
NK_API int64_t nk_postcodes(const uint16_t *kinds, const uint32_t *points, int64_t count, int64_t *starts, uint8_t *more) {
    int64_t found = 0;
    Span text = {kinds, points, 0, 0};
    for (int64_t at = 0; at < count; at++) {
        if (points[at] != PART) continue;
        text.end = at;
        found += postcodes_of(&text, starts + found, more++);
        text.start = at + 1;
    }
    return found;
}
