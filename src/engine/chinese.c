/* Names in Chinese and Korean texts, and their roles: the role comes from the characters behind the name.

   上海丹东路            丹东 names a road
   丹东华洋服装有限公司    丹东 heads the name of a company
   丹东银行沈阳分行       沈阳 is the seat of a branch
   丹东市               carries its generic
   普通化工厂            通化 only seems to stand there */

#include "han.h"

/* How far behind a city Japanese words are sought, and what stands there in Chinese addresses. */
enum { REACH_OF_CITY = 12 };

/* The leftmost names, the longest of each place. */
int32_t han_matches(const Han *han, const Line *line, Match *rows) {
    int32_t count = 0, reached = 0;
    for (int32_t at = 0; at < line->length - 1;) {
        bool spelt = spelling_of(line->points[at]);
        if (spelt && at != reached && is_inside_word(line, at)) {
            at++;
            continue;
        }
        int32_t end = at + 1, name = (spelt ? longest_spelt : longest_name)(han, line, at, &end);
        if (name != NONE) rows[count++] = (Match){0, at, end, name};
        if (name != NONE) reached = end;
        at = end;
    }
    return count;
}

/* G201国道大连: behind a highway a name opens. */
static bool is_behind_highway(const Han *han, const Line *line, int32_t start) {
    return at_offset(line, start - 1) == U'道' && among(list_of(han, LIST_CLASS_OF_HIGHWAY), at_offset(line, start - 2)) &&
           is_digit(at_offset(line, start - 3));
}

static Layout layout_of(const Han *han, const Line *line, const Match *names, int32_t count, int32_t which) {
    const Match *name = &names[which];
    bool first = which == 0, last = which == count - 1;
    uint32_t before = at_offset(line, name->start - 1), behind = at_offset(line, name->end);
    Layout layout = {
        .opens = !name->start || line->breaks[name->start] || !is_kind(han, before, ALPHANUMERIC) || before < 128 ||
                 is_behind_highway(han, line, name->start),
        .closes = line->breaks[name->end] || !is_kind(han, behind, ALPHANUMERIC),
        .chained = !first && name[-1].end == name->start,
        .followed = !last && name[1].start == name->end,
        .heads = !name->start,
        .first = first,
        .alone = first && last,
        .next_end = last ? 0 : name[1].end,
    };
    if (spelling_of(line->points[name->start])) {
        layout.opens |= !is_inside_word(line, name->start);
        return layout;
    }
    layout.risky = (!layout.opens && !layout.chained && is_kind(han, before, LETTER)) ||
                   (!layout.closes && !layout.followed && is_kind(han, behind, LETTER));
    return layout;
}

/* The role of a name with its generic: a division, unless it is short and in doubt (瓯北镇). */
static int32_t role_of_whole(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    uint32_t before = at_offset(line, name->start - 1);
    if (at_offset(line, name->end - 1) == U'市' && at_offset(line, name->end) == U'场') return ROLE_INSIDE;
    bool sure = name->end - name->start > 3 || layout->chained || layout->opens || !is_kind(han, before, LETTER) ||
                among(list_of(han, LIST_END_OF_A_NAME), before);
    return sure ? ROLE_TYPED : ROLE_LOOSE;
}

/* Does a name of one character and its generic name a road? 义县路 is one. */
static bool is_road_of_two(const Han *han, const Line *line, const Match *name, Tail tail) {
    const uint32_t *sides = list_of(han, LIST_SIDE);
    bool two_sides = tail.length > 1 && among(sides, at_offset(line, name->end)) && among(sides, at_offset(line, name->end + 1));
    return tail.klass == ROAD_WORD && !two_sides;
}

/* The role of a country's name; opening a text before something unknown it may head a firm's name. 香港中路 is a road of Qingdao,
   香港花园 an estate anywhere. */
static int32_t role_of_country(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    if (starts_with_any(line, name->end, list_of(han, LIST_BEHIND_A_COUNTRY_S_NAME))) return ROLE_WORD;
    int32_t behind = tail_at(han, line, name->end).klass;
    if (behind == ROAD_WORD) return ROLE_ROAD;
    if (behind == BUILDING_WORD) return ROLE_INSIDE;
    if (layout->closes || layout->followed) return ROLE_PLAIN;
    return layout->heads ? ROLE_HEAD : layout->first ? ROLE_PLAIN : ROLE_INSIDE;
}

/* Most names: whole ones in a chain. */
static bool is_clear(const Line *line, const Match *name, const Layout *layout, uint8_t sense) {
    uint32_t last = line->points[name->end - 1];
    return (sense & COMPLETE) && (layout->chained || layout->heads) && name->end - name->start > 2 && last != U'市' &&
           last != U'路' && last != U'街';
}

/* Is it one of a Japanese town or part of one: 白山町大原, 大東町? */
static bool is_japanese(const Line *line, const Match *name) {
    for (int32_t at = name->end; at < name->end + 2; at++)
        if (at_offset(line, at) == U'町') return true;
    return false;
}

/* Is it a city of Japan, by what stands behind it: 白山市鹤来本町2丁目, 松原市高见の里? Both are cities of Jilin as well. */
static bool is_japanese_city(const Han *han, const Line *line, const Match *name) {
    if (line->points[name->end - 1] != U'市' || name->end - name->start > 3) return false; /* 石川県白山市 is Japan's name */
    for (int32_t at = name->end; at < name->end + REACH_OF_CITY; at++) {
        uint32_t point = at_offset(line, at);
        if (among(list_of(han, LIST_CHINESE_BELOW_A_CITY), point) || !(is_kind(han, point, LETTER) || point == U'0')) return false;
        if (point == U'町' || spelling_of(point) > 1 || starts_with_any(line, at, list_of(han, LIST_JAPANESE_NUMBER))) return true;
    }
    return false;
}

/* The longest word of a list that begins at an offset: its length, 0 for none. */
static int32_t feature_at(const uint32_t *words, const Line *line, int32_t at) {
    int32_t longest = 0;
    for (; *words; words = next_word(words)) {
        int32_t length = (int32_t)(next_word(words) - words) - 1;
        if (length > longest && starts_with(line, at, words)) longest = length;
    }
    return longest;
}

/* Does a name that is a mountain stand by itself, for the land around it: 吉林省长白山? 长白山人参 is sold elsewhere. */
static bool is_land(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    return layout->closes && (layout->opens || layout->chained) &&
           feature_at(list_of(han, LIST_MOUNTAIN_THAT_IS_LAND), line, name->start) == name->end - name->start;
}

/* Is a name called a 郡? China has none today: 福岛县伊达郡桑折町 is in Japan, 庆尚北道安东郡 in Korea. Estates are called so too: 郡府. */
static bool is_commandery(const Han *han, const Line *line, const Match *name) {
    if (at_offset(line, name->end) != U'郡') return false;
    uint32_t behind = at_offset(line, name->end + 1);
    if (!is_kind(han, behind, LETTER) || line->breaks[name->end + 1]) return true;
    for (int32_t at = name->end + 1; at < name->end + 8 && is_kind(han, at_offset(line, at), LETTER); at++)
        if (among(list_of(han, LIST_TOWN_OF_A_COMMANDERY), at_offset(line, at))) return true;
    return false;
}

/* Is a name the beginning of a mountain or river? 鸭绿江断桥 is more than the river. */
static bool is_feature(const Han *han, const Line *line, const Match *name) {
    return name->end - name->start <= feature_at(list_of(han, LIST_MOUNTAIN_OR_RIVER), line, name->start);
}

static Reading reading_of(const Han *han, const Line *line, const Match *name, const Layout *layout, bool roughly,
                             int64_t *cuts) {
    uint8_t sense = han->senses[name->name];
    int32_t length = name->end - name->start;
    if (spelling_of(line->points[name->start])) return reading_of_spelt(han, line, name, layout);
    if (is_japanese_city(han, line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_clear(line, name, layout, sense)) return (Reading){ROLE_TYPED, GENERIC_NONE};
    if (length == 1) return (Reading){layout->opens && layout->followed ? ROLE_PLAIN : ROLE_WORD, GENERIC_NONE};
    if (sense & OF_COUNTRY_HAN) return (Reading){role_of_country(han, line, name, layout), GENERIC_NONE};
    if (sense & COMPLETE) {
        int32_t role = role_of_whole(han, line, name, layout);
        bool road = length == 2 && role != ROLE_INSIDE && is_road_of_two(han, line, name, tail_at(han, line, name->end));
        return (Reading){road ? ROLE_ROAD : role, GENERIC_NONE};
    }
    if (is_japanese(line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_commandery(han, line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_land(han, line, name, layout)) return (Reading){ROLE_PLAIN, GENERIC_NONE};
    if (is_feature(han, line, name)) return (Reading){ROLE_ROAD, GENERIC_NONE};
    return reading_of_short(han, line, name, layout, tail_at(han, line, name->end), roughly, cuts);
}

void han_roles(const Han *han, const Line *line, const Match *names, int32_t count, bool roughly, Mention *rows, int64_t *cuts) {
    for (int32_t at = 0; at < count; at++) {
        const Match *name = &names[at];
        Layout layout = layout_of(han, line, names, count, at);
        Reading read = reading_of(han, line, name, &layout, roughly, cuts);
        rows[at] = (Mention){name->text, name->name, read.role, read.generic, name->start, name->end};
    }
}
