"""An address taken apart, and one of its components."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING


@dataclass(frozen=True, slots=True)
class Component:
    """A labelled stretch of an address; `start` and `end` are half-open offsets in the raw text."""

    label: str
    start: int
    end: int
    text: str


# In a class above, for a slot of the dataclass itself would be a field of it.
class _Unwritten:
    """Room for what writes a form that nobody has asked for yet."""

    __slots__ = ("_write",)
    _write: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Address(_Unwritten):
    """An address taken apart.

    Attributes:
        components: in the order of the text; they do not overlap.
        zh: normalized Chinese form, None when the text names no Chinese division.
        en: normalized English form, likewise. `parse` leaves it to be written when
            somebody first asks for it, for comparing and pickling as well: names of
            which nobody knows the words take their time.
    """

    components: tuple[Component, ...]
    zh: str | None
    en: str | None

    @classmethod
    def unwritten(
        cls, components: tuple[Component, ...], zh: str, write: Callable[[], str]
    ) -> Address:
        """An address of which the English form is still to be written."""
        made = object.__new__(cls)
        known = {"components": components, "zh": zh, "_write": write}
        # `en` stays unset: only what is not there is asked of `__getattr__`.
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    # Seen by a type checker, it would give each wrong name a type.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> str:
            """Asked for what is not there: the form that is still to be written, or nothing."""
            if name != "en":
                raise AttributeError(
                    f"{type(self).__name__!r} object has no attribute {name!r}"
                )
            written = self._write()
            object.__setattr__(self, "en", written)
            return written
