/* What is found in a text, mention by mention. */

#include "passage.h"

#include <string.h>

/* Put a mention behind the others; where it stands in the folded text follows from where it stands in its squeeze. */
bool push(const Context *context, Passage *passage, NkMention mention) {
    if (passage->count == passage->room) {
        int32_t room = passage->room ? 2 * passage->room : 16;
        NkMention *wider = TAKEN(context->work, NkMention, room);
        if (!wider) return false;
        if (passage->count) memcpy(wider, passage->mentions, (size_t)passage->count * sizeof *wider);
        passage->mentions = wider;
        passage->room = room;
    }
    const int32_t *place = mention.unspaced ? passage->line_place : passage->text_place;
    mention.first = passage->kept[place[mention.start]];
    mention.after = passage->kept[place[mention.end - 1]] + 1;
    passage->mentions[passage->count++] = mention;
    return true;
}
