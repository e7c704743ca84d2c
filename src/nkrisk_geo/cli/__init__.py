"""The command `nkrisk-geo`.

Exit codes: 0 done, 1 unexpected, 2 wrong use or unreadable input (nothing written), 3
rejected rows or sheets that were not read under `--strict`, 4 below `--fail-under`, 130
interrupted, 143 and 129 ended by SIGTERM and SIGHUP. A closed pipe is 0. Data goes to
standard output, everything else to standard error. Heavy modules are imported by the
command that needs them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from nkrisk_geo.cli.exits import (
    WRONG_USE,
    describe_error,
    end_on_signals,
    forget_stdout,
)
from nkrisk_geo.cli.options import parser
from nkrisk_geo.cli.terminal import tell


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the arguments are those of the process by default.

    Returns:
        The exit code.
    """
    _speak_utf8()
    _spare_threads_and_memory()
    try:
        with end_on_signals():
            typed = sys.argv[1:] if argv is None else argv
            arguments = parser().parse_args([*map(_whole, typed)])
            code: int = arguments.run(arguments)
            # At the end of the process a full disk would show as a traceback.
            sys.stdout.flush()
    except SystemExit as end:  # argparse: --help is 0, a wrong option 2
        return end.code if isinstance(end.code, int) else WRONG_USE
    except BrokenPipeError:
        forget_stdout()
        return 0
    except (KeyboardInterrupt, Exception) as error:
        return _failed(*describe_error(error))
    return code


def _failed(message: str, code: int) -> int:
    # One line, whatever stands in the message.
    tell(f"nkrisk-geo: {' '.join(message.split())}")
    return code


def _speak_utf8() -> None:
    """UTF-8 on any console, whatever its code page; what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        # Notebooks and tests put streams of their own in their place.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _spare_threads_and_memory() -> None:
    """Libraries that take less of the machine; of the command's own processes only.

    No threads for linear algebra, of which there is none: starting them costs each
    process a fifth of its first answer. And the system's allocator for Arrow, whose own
    keeps a fifth more of the memory of a large file and is no faster.
    """
    # With numpy loaded already, this is somebody else's process.
    if "numpy" not in sys.modules:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def _whole(argument: str) -> str:
    """An argument that a console without UTF-8 handed over byte by byte.

    One that is no UTF-8 names a file that is none.
    """
    if argument.isascii():
        return argument
    # Python keeps such bytes as halves of surrogate pairs, and gives them back.
    try:
        return os.fsencode(argument).decode("utf-8")
    except ValueError:
        return argument
