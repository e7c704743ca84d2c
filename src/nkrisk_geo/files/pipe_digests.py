"""What was read from a pipe so far, known again by a digest: a pipe cannot be asked twice."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from nkrisk_geo.files.chunks import Chunk


class PipeDigests:
    """Digests of what was read so far from a pipe, chunk by chunk.

    Chunks are read ahead of the writer, so some are kept.
    """

    def __init__(self) -> None:
        self._found = hashlib.sha256()
        self._after = {0: ""}
        self._count = 0

    def take(self, chunk: Chunk) -> None:
        """Another chunk was read: all that stands in it."""
        if chunk.records is None:
            sink = pa.BufferOutputStream()
            table = chunk.table
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            self._found.update(sink.getvalue())
        else:
            # The table has the wanted fields alone, and the output all of the record.
            text = "\n".join(chunk.records)
            self._found.update(text.encode("utf-8", "surrogatepass"))
        self._count += 1
        self._after[self._count] = self._found.hexdigest()

    def at(self, chunks: int) -> str:
        """The digest of the first so many chunks; those of fewer are not asked for any more."""
        past = [number for number in self._after if number < chunks]
        for number in past:
            del self._after[number]
        return self._after.get(chunks, "")
