"""The names that the compiled engine shares with Python, as a header.

python -m handbook.vocabulary        writes src/engine/names.h
"""

from __future__ import annotations

from pathlib import Path

from nkrisk_geo.vocabulary import header

HEADER = Path(__file__).resolve().parents[1] / "src" / "engine" / "names.h"


def main() -> None:
    """Writes it."""
    HEADER.write_text(header(), "utf-8")


if __name__ == "__main__":
    main()
