"""How the engine lays out what it gives back; `engine.h` in `src/engine` says what each number means."""

from __future__ import annotations

import struct

DECISION, CLUE, CANDIDATE = struct.Struct("=9d9i??2x"), struct.Struct("=d4i"), struct.Struct("=di4x")
"""A decision, one of its clues, one of its candidates."""
MENTION = struct.Struct("=7iBB2x")
"""A name in a text."""
SIZES = DECISION.size + 1000 * CLUE.size + 1_000_000 * CANDIDATE.size
"""Compared with what the compiled engine has."""
