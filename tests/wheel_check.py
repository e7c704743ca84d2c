"""Run by `dev.py test` with the Python of an environment that holds only the built wheel and what it requires.

The network is switched off first; then the list of installed files, the library and the command are looked at.
"""

import contextlib
import io
import json
import socket
import sys
from importlib import metadata
from pathlib import Path
from typing import NoReturn

REPOSITORY = Path(__file__).resolve().parents[1]


def refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("the wheel asked for the network")


def switch_off_the_network() -> None:
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        setattr(socket, name, refuse)


def check_files() -> None:
    """The package, its metadata and the command are installed, and nothing else."""
    files = [str(file).replace("\\", "/") for file in metadata.files("nkrisk-geo") or ()]
    strangers = [
        file for file in files if not file.startswith(("nkrisk_geo/", "nkrisk_geo-", "../"))
    ]
    assert not strangers, strangers
    assert "nkrisk_geo/py.typed" in files
    assert "nkrisk_geo/data/SHA256SUMS" in files
    assert "nkrisk_geo/tested_with.txt" in files
    assert "nkrisk_geo/maps/leaflet/leaflet.js" in files
    for licence in (
        "LICENSE",
        "DATA_LICENSES.md",
        "src/nkrisk_geo/maps/leaflet/LICENSE",
    ):
        assert any(file.endswith(f"licenses/{licence}") for file in files), (
            f"{licence} is not in the wheel"
        )


def check_library() -> None:
    import nkrisk_geo

    assert not Path(nkrisk_geo.__file__).is_relative_to(REPOSITORY / "src"), nkrisk_geo.__file__
    assert nkrisk_geo.__version__ == metadata.version("nkrisk-geo")
    answer = nkrisk_geo.resolve("辽宁省丹东市振兴区").to_dict()
    assert answer["adcode"] == "210603", answer


def check_page() -> None:
    import nkrisk_geo

    page = nkrisk_geo.explore(["DANDONG"]).html
    assert "Leaflet" in page
    assert "A zone is geography" in page


def check_command() -> None:
    [script] = metadata.entry_points(group="console_scripts", name="nkrisk-geo")
    sys.argv = ["nkrisk-geo", "resolve", "--json", "DANDONG"]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as printed:
        try:
            code = script.load()() or 0
        except SystemExit as end:
            code = end.code or 0
    printed.seek(0)
    text = printed.read()
    assert code == 0, code
    assert json.loads(text)["adcode"] == "210600", text


if __name__ == "__main__":
    switch_off_the_network()
    check_files()
    check_library()
    check_page()
    check_command()
