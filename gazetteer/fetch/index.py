"""A source distribution from the package index, fetched as a file and nothing more.

`pip download` builds the metadata of a source distribution to see what it needs, which runs its `setup.py` before the file is
compared with any hash. So the file is looked up in the index that pip is configured for (PEP 503 and 691), and read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import ssl
import subprocess
import sys
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import Request, urlopen

LARGEST_PAGE, LARGEST_FILE = 50_000_000, 500_000_000
"""Bytes of a page of the index, and of a package, that are read."""
SECONDS = 60
_ACCEPTED = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.5, text/html;q=0.1"


def fetch(name: str, file: str, sha256: str, target: Path) -> None:
    """Write a file of a package to a path that does not exist yet, after its hash was compared.

    Raises:
        ValueError: the index does not have it, or it is another file.
    """
    page = urljoin(
        f"{index().rstrip('/')}/", f"{re.sub(r'[-_.]+', '-', name).lower()}/"
    )
    content, kind, page = _read(page, LARGEST_PAGE)
    found = _links(content, kind)
    if file not in found:
        raise ValueError(
            f"the index has no {file} among its {len(found):,} files of {name}"
        )
    archive, _, _ = _read(urljoin(page, found[file]), LARGEST_FILE)
    check_hash(file, archive, sha256)
    with target.open("xb") as opened:
        opened.write(archive)


def check_hash(file: str, content: bytes, sha256: str) -> None:
    """Refuse another file than the pinned one.

    Raises:
        ValueError: it is another.
    """
    digest = hashlib.sha256(content).hexdigest()
    if digest != sha256:
        raise ValueError(f"{file}: sha256 is {digest}, sources.toml says {sha256}")


def index() -> str:
    """The address of the index, as pip would choose it."""
    own = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return configured("index-url") or _pip("-c", own)


def configured(option: str) -> str:
    """What pip's environment variables and files say of an option; nothing where they say nothing."""
    told = os.environ.get(f"PIP_{option.replace('-', '_').upper()}", "")
    for section in ("download", "global", "install"):
        told = told or _pip("-m", "pip", "config", "get", f"{section}.{option}")
    return told


def _pip(*arguments: str) -> str:
    """What pip says; nothing where it knows nothing."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def _read(address: str, most: int) -> tuple[bytes, str, str]:
    """Content, its type and the address where it was found in the end.

    Raises:
        ValueError: it is longer than expected, or not of the web.
    """
    if urlsplit(address).scheme not in ("https", "http"):
        raise ValueError(
            f"an address of the index is no web address: {address[:200]!r}"
        )
    trusted = ssl.create_default_context(cafile=configured("cert") or None)
    request = Request(address, headers={"Accept": _ACCEPTED})
    with urlopen(request, timeout=SECONDS, context=trusted) as answer:
        content: bytes = answer.read(most + 1)
        about: Message = answer.headers
        found: str = answer.url
    if len(content) > most:
        raise ValueError(f"{address}: has more than {most:,} bytes")
    return content, about.get_content_type(), found


def _links(content: bytes, kind: str) -> dict[str, str]:
    """The address of each file of a package."""
    if kind.endswith("json"):
        return {each["filename"]: each["url"] for each in json.loads(content)["files"]}
    page = _Page()
    page.feed(content.decode("utf-8", "replace"))
    return page.links


class _Page(HTMLParser):
    """The links of a page, by the file at their end."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a":
            self.links[unquote(urlsplit(address).path).rpartition("/")[2]] = address
