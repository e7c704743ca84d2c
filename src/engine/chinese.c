/* Names in Chinese and Korean texts, and their roles: the role comes from the characters behind the name.

   上海丹东路            丹东 names a road
   丹东华洋服装有限公司    丹东 heads the name of a company
   丹东银行沈阳分行       沈阳 is the seat of a branch
   丹东市               carries its generic
   普通化工厂            通化 only seems to stand there */

#include "han.h"

/* Mountains and rivers that begin like a division. */
static const uint32_t *const FEATURES[] = {U"长白山", U"图们江", U"鸭绿江", NULL};
/* Behind a country's name: an ethnic group, a street, a cuisine. 朝鲜族 is a Chinese word for Chinese citizens. */
static const uint32_t *const NO_COUNTRY[] = {U"族", U"街", U"路", U"村", U"屯", U"巷", U"料理", U"烧烤", U"风味", U"特色",
                                             U"人", U"语", U"式", U"餐", U"菜", U"冷面", NULL};
static const uint32_t NAME_ENDS[] = U"原现省市区县州旗盟镇乡道村路街巷号楼厦层室屯组委办处城国内外与和及或在于到至由是的、";
/* A road that is called by two of them alone names none: 义县东北街 is in Yixian. */
static const uint32_t SIDES[] = U"东西南北";
/* What towns and villages of Japanese and Korean 郡 are called. */
static const uint32_t TOWNS_OF_COMMANDERIES[] = U"町村邑面里";

/* How far behind a city Japanese words are sought, and what stands there in Chinese addresses. */
enum { REACH_OF_CITY = 12 };
static const uint32_t CHINESE_BELOW_CITIES[] = U"区县镇乡路街";
static const uint32_t WAY_CLASSES[] = U"国省县乡";

/* The longest name that begins at an offset: its number, and where it ends. */
int32_t longest_name(const Han *han, const Line *line, int32_t start, int32_t *end) {
    int32_t name = NONE;
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = start; at < line->length - 1; at++) {
        hash = hashed(hash, line->points[at]);
        if (!lexicon_begins(&han->names, hash)) break;
        int32_t found = lexicon_value(&han->names, hash);
        if (found != NONE) name = found, *end = at + 1;
    }
    return name;
}

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
static bool is_behind_highway(const Line *line, int32_t start) {
    return at_offset(line, start - 1) == U'道' && among(WAY_CLASSES, at_offset(line, start - 2)) &&
           is_digit(at_offset(line, start - 3));
}

static Layout layout_of(const Han *han, const Line *line, const Match *names, int32_t count, int32_t which) {
    const Match *name = &names[which];
    bool first = which == 0, last = which == count - 1;
    uint32_t before = at_offset(line, name->start - 1), behind = at_offset(line, name->end);
    Layout layout = {
        .opens = !name->start || line->breaks[name->start] || !is_kind(han, before, ALPHANUMERIC) || before < 128 ||
                 is_behind_highway(line, name->start),
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
                among(NAME_ENDS, before);
    return sure ? ROLE_TYPED : ROLE_LOOSE;
}

/* Does a name of one character and its generic name a road? 义县路 is one. */
static bool is_road_of_two(const Line *line, const Match *name, Tail tail) {
    bool two_sides = tail.length > 1 && among(SIDES, at_offset(line, name->end)) && among(SIDES, at_offset(line, name->end + 1));
    return tail.klass == ROAD_WORD && !two_sides;
}

/* The role of a country's name; opening a text before something unknown it may head a firm's name. 香港中路 is a road of Qingdao,
   香港花园 an estate anywhere. */
static int32_t role_of_country(const Han *han, const Line *line, const Match *name, const Layout *layout) {
    if (starts_with_any(line, name->end, NO_COUNTRY)) return ROLE_WORD;
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
    static const uint32_t *const NUMBERED[] = {U"丁目", U"番地", NULL};
    if (line->points[name->end - 1] != U'市' || name->end - name->start > 3) return false; /* 石川県白山市 is Japan's name */
    for (int32_t at = name->end; at < name->end + REACH_OF_CITY; at++) {
        uint32_t point = at_offset(line, at);
        if (among(CHINESE_BELOW_CITIES, point) || !(is_kind(han, point, LETTER) || point == U'0')) return false;
        if (point == U'町' || spelling_of(point) > 1 || starts_with_any(line, at, NUMBERED)) return true;
    }
    return false;
}

/* Does a name that is a mountain stand by itself, for the land around it: 吉林省长白山? 长白山人参 is sold elsewhere. */
static bool is_land(const Line *line, const Match *name, const Layout *layout) {
    static const uint32_t *const MOUNTAINS[] = {U"长白山", NULL};
    return name->end - name->start == 3 && layout->closes && (layout->opens || layout->chained) &&
           starts_with_any(line, name->start, MOUNTAINS);
}

/* Is a name called a 郡? China has none today: 福岛县伊达郡桑折町 is in Japan, 庆尚北道安东郡 in Korea. Estates are called so too: 郡府. */
static bool is_commandery(const Han *han, const Line *line, const Match *name) {
    if (at_offset(line, name->end) != U'郡') return false;
    uint32_t behind = at_offset(line, name->end + 1);
    if (!is_kind(han, behind, LETTER) || line->breaks[name->end + 1]) return true;
    for (int32_t at = name->end + 1; at < name->end + 8 && is_kind(han, at_offset(line, at), LETTER); at++)
        if (among(TOWNS_OF_COMMANDERIES, at_offset(line, at))) return true;
    return false;
}

/* Is a name the beginning of a mountain or river? 鸭绿江断桥 is more than the river. */
static bool is_feature(const Line *line, const Match *name) {
    for (int32_t at = 0; FEATURES[at]; at++) {
        const uint32_t *const feature[] = {FEATURES[at], NULL};
        int32_t length = 0;
        while (FEATURES[at][length]) length++;
        if (name->end - name->start <= length && starts_with_any(line, name->start, feature)) return true;
    }
    return false;
}

static Reading reading_of(const Han *han, const Line *line, const Match *name, const Layout *layout, bool roughly,
                             Cutting *cutting) {
    uint8_t sense = han->senses[name->name];
    int32_t length = name->end - name->start;
    if (spelling_of(line->points[name->start])) return reading_of_spelt(han, line, name, layout);
    if (is_japanese_city(han, line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_clear(line, name, layout, sense)) return (Reading){ROLE_TYPED, GENERIC_NONE};
    if (length == 1) return (Reading){layout->opens && layout->followed ? ROLE_PLAIN : ROLE_WORD, GENERIC_NONE};
    if (sense & OF_COUNTRY_HAN) return (Reading){role_of_country(han, line, name, layout), GENERIC_NONE};
    if (sense & COMPLETE) {
        int32_t role = role_of_whole(han, line, name, layout);
        bool road = length == 2 && role != ROLE_INSIDE && is_road_of_two(line, name, tail_at(han, line, name->end));
        return (Reading){road ? ROLE_ROAD : role, GENERIC_NONE};
    }
    if (is_japanese(line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_commandery(han, line, name)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (is_land(line, name, layout)) return (Reading){ROLE_PLAIN, GENERIC_NONE};
    if (is_feature(line, name)) return (Reading){ROLE_ROAD, GENERIC_NONE};
    return reading_of_short(han, line, name, layout, tail_at(han, line, name->end), roughly, cutting);
}

void han_roles(const Han *han, const Line *line, const Match *names, int32_t count, bool roughly, Mention *rows, Cutting *cutting) {
    for (int32_t at = 0; at < count; at++) {
        const Match *name = &names[at];
        Layout layout = layout_of(han, line, names, count, at);
        Reading read = reading_of(han, line, name, &layout, roughly, cutting);
        rows[at] = (Mention){name->text, name->name, read.role, read.generic, name->start, name->end};
    }
}
