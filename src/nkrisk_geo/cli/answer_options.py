"""Options of what gives answers: their language and form, zones, the threshold."""

from __future__ import annotations

import argparse

from nkrisk_geo.model.wording import LANGUAGES


def add_language(command: argparse.ArgumentParser, what: str) -> None:
    """In which language something is said."""
    command.add_argument(
        "--lang",
        choices=LANGUAGES,
        default="en",
        help=f"language of {what} (default en)",
    )


def add_answering(command: argparse.ArgumentParser) -> None:
    """How addresses are answered."""
    command.add_argument(
        "--names",
        choices=["en", "zh"],
        default="en",
        help="language of place names (default en)",
    )
    command.add_argument(
        "--evidence",
        choices=["text", "json"],
        default="text",
        help="form of the reasons (default text)",
    )
    command.add_argument(
        "--datum",
        choices=["wgs84", "gcj02", "bd09"],
        default="wgs84",
        help="datum of latitude and longitude (default wgs84)",
    )
    command.add_argument("--zones", metavar="TOML", help="file with your own zones")
    command.add_argument(
        "--threshold",
        type=float,
        metavar="P",
        help="how probable a place must be to be the answer (default 0.8)",
    )
