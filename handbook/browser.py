"""A browser that opens pages of ours: for the tests, and for the pictures of the handbook.

Chromium is driven over a pipe by the protocol of its developer tools. It has no network: what a page asks for that is no file
and nothing of its own is refused, and counted.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OWN = ("file:", "data:", "blob:", "about:")
"""What a page may ask for."""
PATIENCE = 60.0
"""Seconds until a browser that says nothing is given up."""
_LAUNCH = (
    "import fcntl, os, sys\n"
    "ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]\n"
    "[os.dup2(end, number) for number, end in enumerate(ends, 3)]\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)
"""A browser reads from its file 3 and writes to 4: a program that puts a pipe there and becomes the browser."""
Message = dict[str, Any]


def find_browser() -> str | None:
    """The Chromium of this machine."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browser:
    """A browser with one open page.

    Attributes:
        refused: addresses that the page asked the network for.
        downloads: where files are put that the page saves.
    """

    def __init__(self, program: str, folder: Path) -> None:
        self.refused: list[str] = []
        self.downloads = folder / "downloads"
        self._number, self._session, self._rest = 0, "", b""
        self._events: list[Message] = []
        hears, self._says = os.pipe()
        self._hears, says = os.pipe()
        command = [
            sys.executable,
            "-c",
            _LAUNCH,
            str(hears),
            str(says),
            program,
            "about:blank",
        ]
        command += [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-pipe",
        ]
        command += [
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile",
        ]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            command, pass_fds=(hears, says), stdout=quiet, stderr=quiet
        )
        os.close(hears)
        os.close(says)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        found = self.call("Target.attachToTarget", targetId=target, flatten=True)
        saving = {"downloadPath": str(self.downloads), "eventsEnabled": True}
        self.call("Browser.setDownloadBehavior", behavior="allow", **saving)
        self._session = found["sessionId"]
        for part in ("Page", "Runtime", "Fetch"):
            self.call(f"{part}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._says)
        os.close(self._hears)

    def call(self, method: str, **parameters: Any) -> Message:
        """Ask for something, and wait for the answer."""
        number = self._send(method, parameters)
        answer = self._until(lambda message: message.get("id") == number)
        if "error" in answer or "exceptionDetails" in answer["result"]:
            raise RuntimeError(f"{method} {parameters}: {answer}")
        result: Message = answer["result"]
        return result

    def wait(self, method: str, **wanted: Any) -> Message:
        """Wait for an event with such values."""
        event: Message = self._until(
            lambda message: (
                message.get("method") == method
                and wanted.items() <= message["params"].items()
            )
        )["params"]
        return event

    def open(
        self, path: Path, *, width: int = 1280, height: int = 900, scheme: str = "light"
    ) -> None:
        """Open a page in a window of some size (a narrow one is a phone's) and a light or dark scheme."""
        size = {
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": width < 600,
        }
        self.call("Emulation.setDeviceMetricsOverride", **size)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", media="", features=[feature])
        self._events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self.wait("Page.loadEventFired")

    def run(self, expression: str) -> Any:
        """The value of an expression of JavaScript in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    # --- the pipe ------------------------------------------------------------------------------------------------

    def _send(self, method: str, parameters: Message) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._says, json.dumps(message).encode() + b"\0")
        return self._number

    def _until(self, fits: Callable[[Message], bool]) -> Message:
        """The first message that fits, of those heard before or from now on."""
        for message in filter(fits, self._events):
            self._events.remove(message)
            return message
        while not fits(message := self._read()):
            if message.get("method") == "Fetch.requestPaused":
                self._answer(message["params"])
            elif "method" in message:
                self._events.append(message)
        return message

    def _answer(self, asked: Message) -> None:
        """Let a page have what is its own, and nothing else."""
        request, address = {"requestId": asked["requestId"]}, asked["request"]["url"]
        if address.startswith(OWN):
            self._send("Fetch.continueRequest", request)
            return
        self.refused.append(address)
        self._send("Fetch.failRequest", {**request, "errorReason": "AccessDenied"})

    def _read(self) -> Message:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._hears], [], [], PATIENCE)
            part = os.read(self._hears, 1 << 20) if ready else b""
            if not part:
                raise RuntimeError("the browser says nothing")
            self._rest += part
        first, _, self._rest = self._rest.partition(b"\0")
        message: Message = json.loads(first)
        return message
