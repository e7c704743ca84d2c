/* Questions about one stretch of characters without white space. */

#include "passage.h"

void nk_tails(const NkEngine *engine, const uint32_t *points, int32_t count, const int32_t *at, int32_t places, int32_t *rows) {
    Line line = {.points = (uint32_t *)points, .length = count};
    for (int32_t place = 0; place < places; place++) {
        Tail tail = tail_at(&engine->han, &line, at[place]);
        rows[2 * place] = tail.klass, rows[2 * place + 1] = tail.length;
    }
}

int32_t nk_stands(const NkEngine *engine, const uint32_t *points, int32_t count, int32_t start, int32_t end) {
    Line line = {.points = (uint32_t *)points, .length = count};
    int64_t cuts = 0;
    return stands(&engine->han, &line, start, end, &cuts);
}

int32_t nk_cut(const NkEngine *engine, const uint32_t *points, int32_t count, int32_t *following) {
    if (count > LONGEST_KNOT) return 0;
    cut_words(&engine->han, points, count, following);
    return 1;
}
