"""The command `nkrisk-geo`.

Exit codes: 0 done, 1 unexpected, 2 wrong use or unreadable input (nothing written), 3 rejected rows under `--strict`,
4 below `--fail-under`, 130 interrupted. A closed pipe is 0. Data goes to standard output, everything else to standard
error. Heavy modules are imported by the command that needs them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from nkrisk_geo.cli.options import parser
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.errors import GazetteerError, InputError

UNEXPECTED, WRONG_USE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the arguments are those of the process by default.

    Returns:
        The exit code.
    """
    _speak_utf8()
    _spare_threads()
    try:
        arguments = parser().parse_args([_whole(text) for text in (sys.argv[1:] if argv is None else argv)])
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # argparse: --help is 0, a wrong option 2
        return end.code if isinstance(end.code, int) else WRONG_USE
    except InputError as error:
        return _failed(str(error), WRONG_USE)
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except KeyboardInterrupt:
        return _failed("interrupted", INTERRUPTED)
    except (GazetteerError, OSError, MemoryError) as error:
        return _failed(str(error) or type(error).__name__, UNEXPECTED)
    return code


def _failed(message: str, code: int) -> int:
    tell(f"nkrisk-geo: {' '.join(message.split())}")
    return code


def _speak_utf8() -> None:
    """UTF-8 on any console, whatever its code page; what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _spare_threads() -> None:
    """No threads for linear algebra, of which there is none: starting them costs each process a fifth of its first answer.

    Of the command's own processes only; where numpy is loaded already this is somebody else's process.
    """
    if "numpy" not in sys.modules:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _whole(argument: str) -> str:
    """An argument that a console without UTF-8 handed over byte by byte."""
    return argument if argument.isascii() else os.fsencode(argument).decode("utf-8", "replace")


def _forget_stdout() -> None:
    """Nobody listens any more: let the flush at the end of the process go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file
        return
