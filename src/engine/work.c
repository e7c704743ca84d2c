/* Memory for one record after another: blocks that are used again and freed at the end. */

#include "passage.h"

#include <stdlib.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 1 << 16 };

static size_t aligned(size_t size) { return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

NkWork *nk_work_new(void) { return calloc(1, sizeof(NkWork)); }

void nk_work_free(NkWork *work) {
    if (!work) return;
    for (Block *block = work->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    text_done(work->text);
    free(work);
}

void begin_anew(NkWork *work) {
    for (Block *block = work->first; block; block = block->next) block->used = 0;
    work->now = work->first;
    work->wrong = NK_DONE;
}

static Block *next_block(NkWork *work, size_t size) {
    Block *last = work->now;
    while (last && last->next) {
        last = last->next;
        if (last->size >= size) return work->now = last;
    }
    size_t room = last ? 2 * last->size : FIRST_BLOCK;
    if (room < size) room = size;
    Block *block = malloc(aligned(sizeof(Block)) + room);
    if (!block) return NULL;
    *block = (Block){.size = room};
    if (last) last->next = block;
    else work->first = block;
    return work->now = block;
}

void *taken(NkWork *work, size_t count, size_t size) {
    if (count && size > (SIZE_MAX / 4) / count) {
        work->wrong = NK_NO_MEMORY;
        return NULL;
    }
    size_t wanted = aligned(count && size ? count * size : 1);
    Block *block = work->now;
    if (!block || block->size - block->used < wanted) block = next_block(work, wanted);
    if (!block) {
        work->wrong = NK_NO_MEMORY;
        return NULL;
    }
    void *found = (char *)block + aligned(sizeof(Block)) + block->used;
    block->used += wanted;
    return found;
}
