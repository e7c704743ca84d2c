"""Upstream packages are copied, compared and unpacked; nothing in them runs, and nothing is believed because it lies there."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "gazetteer"))

from fetch import index, upstream

MARK = "it ran"


def archive(marked: Path) -> bytes:
    """A source distribution that says so when it is run."""
    files = {
        "sample-1.0/setup.py": f"open({str(marked)!r}, 'w').write({MARK!r})\nimport setuptools; setuptools.setup(name='sample')",
        "sample-1.0/sample/names.txt": "丹东",
    }
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, text in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(text.encode())
            tar.addfile(about, io.BytesIO(text.encode()))
    return made.getvalue()


class Index(BaseHTTPRequestHandler):
    """A package index of one package, as JSON or as a page."""

    content: ClassVar[bytes] = b""
    as_json: ClassVar[bool] = True

    def do_GET(self) -> None:
        name, kind = "sample-1.0.tar.gz", "text/html"
        body = f'<a href="../../files/{name}#sha256=0">{name}</a>'.encode()
        if self.path.endswith(name):
            body, kind = self.content, "application/octet-stream"
        elif self.as_json:
            kind = "application/vnd.pypi.simple.v1+json"
            body = json.dumps(
                {"files": [{"filename": name, "url": f"../../files/{name}"}]}
            ).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A pinned source distribution, an index that has it, and an empty cache."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Index.content, Index.as_json = archive(tmp_path / "mark"), True
    digest = hashlib.sha256(Index.content).hexdigest()
    pin = {
        "kind": "pip",
        "name": "Sam_ple",
        "version": "1.0",
        "file": "sample-1.0.tar.gz",
        "sha256": digest,
    }
    monkeypatch.setattr(upstream, "pins", lambda: {"sample": pin})
    monkeypatch.setenv("NKRISK_UPSTREAM", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    upstream.folder.cache_clear()
    yield tmp_path
    upstream.folder.cache_clear()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_source_distribution_is_fetched_and_never_run(pinned: Path, as_json: bool) -> None:
    Index.as_json = as_json
    found = upstream.folder("sample")
    assert (found / "sample-1.0" / "sample" / "names.txt").read_text("utf-8") == "丹东"
    assert not (pinned / "mark").exists()
    assert [each.name for each in (pinned / "cache").iterdir()] == ["sample-1.0.tar.gz"]


def test_another_file_than_the_pinned_one_is_refused_and_not_kept(pinned: Path) -> None:
    Index.content = archive(pinned / "another")
    with pytest.raises(ValueError, match=r"sha256 is .* sources\.toml says"):
        upstream.folder("sample")
    assert list((pinned / "cache").iterdir()) == []


def test_what_lies_in_the_cache_is_compared_again(pinned: Path) -> None:
    upstream.folder("sample")
    kept = pinned / "cache" / "sample-1.0.tar.gz"
    kept.write_bytes(archive(pinned / "another"))
    (pinned / "cache" / "sample-1.0").mkdir()
    upstream.folder.cache_clear()
    found = upstream.folder("sample")
    assert not found.is_relative_to(pinned / "cache"), "an unpacked folder has no hash"
    assert kept.read_bytes() == Index.content


@pytest.mark.skipif(sys.platform == "win32", reason="has other permissions")
def test_a_cache_that_others_may_write_in_is_refused(pinned: Path) -> None:
    (pinned / "cache").mkdir()
    (pinned / "cache").chmod(0o777)
    with pytest.raises(ValueError, match="others may write in it"):
        upstream.folder("sample")
    (pinned / "cache").rmdir()
    (pinned / "cache").symlink_to(pinned)
    with pytest.raises(ValueError, match="others may write in it"):
        upstream.folder("sample")


def test_the_cache_is_made_for_its_user_alone(pinned: Path) -> None:
    upstream.folder("sample")
    if os.name != "nt":
        assert (pinned / "cache").stat().st_mode & 0o777 == 0o700


def test_no_client_of_packages_builds_or_runs_one() -> None:
    assert {"--only-binary", ":all:", "--no-deps", "--require-hashes"} <= {*upstream.CLIENTS["pip"]}
    assert "--ignore-scripts" in upstream.CLIENTS["npm"]
    for pin in upstream.pins().values():
        assert len(pin["sha256"]) == 64
        assert pin["kind"] in upstream.CLIENTS


def test_an_index_elsewhere_than_on_the_web_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", tmp_path.as_uri())
    with pytest.raises(ValueError, match="no web address"):
        index.fetch("sample", "sample-1.0.tar.gz", "0" * 64, tmp_path / "new")
