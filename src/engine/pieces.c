/* Putting labelled stretches of an address behind one another. */

#include "components.h"

void put_piece(Pieces *pieces, int32_t label, int32_t start, int32_t end) {
    if (start < end && pieces->count < pieces->room) pieces->rows[pieces->count++] = (NkComponent){label, start, end};
}

void put_read(HanReader *reader, int32_t label, int32_t start, int32_t end) {
    /* Behind a floor a name is that of who is there: 3楼财务部. */
    if (label == LABEL_POI && (reader->last == LABEL_FLOOR || reader->last == LABEL_ROOM)) label = LABEL_PERSON;
    put_piece(reader->pieces, label, start, end);
    if (label == LABEL_OTHER || label == LABEL_PERSON) return;
    reader->last = label;
    reader->is_loose = false;
}
