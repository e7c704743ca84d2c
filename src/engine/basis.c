/* What a place rests on: the parts of its record (BASE_…) whose clues speak for it, the loudest first.

   A clue speaks for a place where it means the place, something in it or something around it. What means no more than a country or a
   province bears nothing finer: LIAONING beside the firm DANDONG EXAMPLE leaves Dandong resting on the name alone. JILIN, which is a
   province and a city in it, bears the city too; and where nothing finer speaks, what there is bears the place. */

#include "model.h"

_Static_assert(BASES < 1 << BASE_BITS, "a part has so many bits, and none is a number too");
_Static_assert(BASES * BASE_BITS < 64, "all parts have room in one number");

/* The loudest clue of each part, and not their sum: names of one chain (province, city) say one thing. */
typedef struct {
    double weight[BASES];
    bool is_heard[BASES];
    int32_t count;
} Heard;

static void hear(Heard *heard, int32_t part, double weight) {
    if (heard->is_heard[part] && heard->weight[part] >= weight) return;
    heard->count += !heard->is_heard[part];
    heard->is_heard[part] = true;
    heard->weight[part] = weight;
}

/* The place lies in what a clue means: is that fine enough to bear it? */
static bool bears(const NkEngine *engine, int32_t unit, int32_t place) {
    if (engine->level[unit] != LEVEL_COUNTRY && engine->level[unit] != LEVEL_PROVINCE) return true;
    int32_t inner = engine->namesake[unit];
    return inner != NONE && within(engine, place, inner);
}

/* Of parts that are as loud the first comes first. */
static int32_t loudest(const Heard *heard) {
    int32_t found = NONE;
    for (int32_t part = 0; part < BASES; part++)
        if (heard->is_heard[part] && (found == NONE || heard->weight[part] > heard->weight[found])) found = part;
    return found;
}

int64_t basis_of(const NkEngine *engine, Part whole, int32_t place, const NkClue *clues, int32_t count) {
    Heard near = {.count = 0}, broad = {.count = 0};
    if (place == NONE) return 0;
    for (int32_t at = 0; at < count; at++) {
        int32_t unit = clues[at].unit, part = BASE_OF_CLUE[clues[at].rule][field_of(whole.items[clues[at].item])];
        if (within(engine, unit, place)) hear(&near, part, clues[at].weight);
        else if (within(engine, place, unit)) hear(bears(engine, unit, place) ? &near : &broad, part, clues[at].weight);
    }
    Heard *heard = near.count ? &near : &broad;
    int64_t found = 0;
    for (int32_t rank = 0; rank < heard->count; rank++) {
        int32_t part = loudest(heard);
        heard->is_heard[part] = false;
        found |= (int64_t)(part + 1) << BASE_BITS * rank;
    }
    return found;
}
