/* The memory of a call as work.c of the engine gives it, but each piece by itself and no longer than was asked for: so that the address
   sanitizer sees where one is overrun. */

#include "passage.h"

#include <stdlib.h>

enum { ALIGNMENT = 16, HEAD = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

NkWork *nk_work_new(void) { return calloc(1, sizeof(NkWork)); }

static void empty(NkWork *work) {
    for (Block *block = work->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    work->first = work->now = NULL;
}

void nk_work_free(NkWork *work) {
    if (!work) return;
    empty(work);
    text_done(work->text);
    free(work);
}

void begin_anew(NkWork *work) {
    empty(work);
    work->wrong = NK_DONE;
}

void *taken(NkWork *work, size_t count, size_t size) {
    Block *block = count && size > (SIZE_MAX / 4) / count ? NULL : malloc(HEAD + count * size);
    if (!block) {
        work->wrong = NK_NO_MEMORY;
        return NULL;
    }
    *block = (Block){work->first, count * size, count * size};
    work->first = block;
    return (char *)block + HEAD;
}
