"""The compiled part of the library, which is called with numbers and addresses.

It is a shared library that knows nothing of Python.

Its sources are in `src/engine`; building the package compiles them. While it works, other
threads run.
"""

from __future__ import annotations

import ctypes
import os
import sys
from enum import IntFlag
from functools import cache
from typing import Any

_NAMES = {"win32": "libengine.dll", "darwin": "libengine.dylib"}
LIBRARY = os.path.join(
    os.path.dirname(os.path.dirname(__file__)),
    _NAMES.get(sys.platform, "libengine.so"),
)


class TextContent(IntFlag):
    """What a text may hold.

    Two letters of an alphabet in a row (ASCII counts as such), Chinese or Korean characters,
    common Chinese ones, Hangul, a short ending behind a hyphen, as Korean generics are, what
    may part addresses (see `nkrisk_geo.resolver.address_separators`), digits enough for a code.
    """

    WORDS = 1
    CHARACTERS = 2
    CHINESE = 4
    HANGUL = 8
    ENDING = 16
    MARK = 32
    CODED = 64


_POINTER = ctypes.c_void_p
_INT, _INT32, _COUNT = ctypes.c_int, ctypes.c_int32, ctypes.c_int64
_REAL = ctypes.c_double
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "nk_fold": (_COUNT, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_has_unknown": (_INT, (_POINTER, _POINTER, _COUNT)),
    "nk_new_numbers": (_POINTER, (_INT32, _COUNT)),
    "nk_forget_numbers": (None, (_POINTER,)),
    "nk_number": (_COUNT, (_POINTER, _POINTER, _POINTER, _COUNT, _POINTER, _POINTER)),
    "nk_recall": (None, (_POINTER, _POINTER, _COUNT, _POINTER, _POINTER)),
    "nk_distinct": (
        _COUNT,
        (_POINTER, _POINTER, _POINTER, _COUNT, _INT32, _POINTER, _POINTER),
    ),
    "nk_keys": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_given": (None, (_POINTER, _POINTER, _POINTER, _COUNT, _POINTER)),
    "nk_gather_numbers": (
        _COUNT,
        (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER),
    ),
    "nk_gather_ends": (
        _COUNT,
        (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER),
    ),
    "nk_gather_bytes": (
        None,
        (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER),
    ),
    "nk_column": (
        _COUNT,
        (_POINTER, _COUNT, _POINTER, _COUNT, _COUNT, _POINTER, _POINTER),
    ),
    "nk_phrase_ends": (
        _COUNT,
        (_POINTER, _INT32, _POINTER, _COUNT, _COUNT, _POINTER, _POINTER, _POINTER),
    ),
    "nk_phrase_bytes": (
        None,
        (_POINTER, _INT32, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER),
    ),
    "nk_codes": (_COUNT, (_POINTER, _POINTER, _COUNT, _POINTER, _COUNT)),
    "nk_nearest": (
        None,
        (_POINTER, _INT32, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER),
    ),
    "nk_new_net": (_POINTER, (_POINTER, _INT32, _POINTER, _INT32, _REAL, _REAL, _REAL)),
    "nk_free_net": (None, (_POINTER,)),
    "nk_nearest_listed": (
        None,
        (_POINTER, _POINTER, _POINTER, _POINTER, _COUNT, _POINTER, _POINTER, _POINTER),
    ),
    "nk_engine_abi": (ctypes.c_uint64, ()),
    "nk_checksum": (ctypes.c_uint64, (_POINTER, _COUNT)),
    "nk_engine_new": (_POINTER, ()),
    "nk_engine_free": (None, (_POINTER,)),
    "nk_engine_table": (_INT32, (_POINTER, _INT32, _POINTER, _COUNT)),
    "nk_engine_units": (_INT32, (_POINTER, _POINTER)),
    "nk_engine_ready": (_INT32, (_POINTER, _POINTER)),
    "nk_make_lexicon": (
        None,
        (_POINTER, _POINTER, _POINTER, _INT32, _POINTER, _INT32, _POINTER, _INT32),
    ),
    "nk_make_forms": (_INT32, (_POINTER, _POINTER, _INT32, _POINTER, _POINTER, _INT32)),
    "nk_make_names": (
        None,
        (_POINTER, _POINTER, _POINTER, _POINTER, _INT32, _POINTER, _POINTER),
    ),
    "nk_tails": (None, (_POINTER, _POINTER, _INT32, _POINTER, _INT32, _POINTER)),
    "nk_stands": (_INT32, (_POINTER, _POINTER, _INT32, _INT32, _INT32)),
    "nk_cut": (_INT32, (_POINTER, _POINTER, _INT32, _POINTER)),
    "nk_read": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_components": (
        _INT32,
        (_POINTER, _POINTER, _POINTER, _INT32, _POINTER, _POINTER),
    ),
    "nk_work_new": (_POINTER, ()),
    "nk_work_free": (None, (_POINTER,)),
    "nk_decide": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
    "nk_distance": (
        _INT32,
        (_POINTER, _POINTER, _POINTER, _POINTER, _INT32, _REAL, _INT32, _POINTER),
    ),
    "nk_mean": (_INT32, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
}
_BUILD = "`pip install .` in the folder of the project builds it"


@cache
def library() -> ctypes.CDLL:
    """The shared library, with what its functions take and return."""
    if not os.path.exists(LIBRARY):
        raise ImportError(f"{LIBRARY} is missing: the package was not built; {_BUILD}")
    library = ctypes.CDLL(LIBRARY)
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name, None)
        if function is None:
            raise ImportError(
                f"{LIBRARY} was built from other sources, it has no {name}; {_BUILD}"
            )
        function.restype, function.argtypes = result, arguments
    return library


def checksum_of(memory: memoryview) -> int:
    """XXH64 of some memory, which has to be one that can be written to."""
    found: int = library().nk_checksum(address_of(memory), memory.nbytes)
    return found


def address_of(memory: memoryview) -> int:
    """Where some memory is, which has to be one that can be written to; nothing writes there."""
    if not memory.nbytes:
        return 0
    return ctypes.addressof(ctypes.c_char.from_buffer(memory))
