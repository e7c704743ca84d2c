"""The engine under a fuzzer without Python: `engine_fuzzer.c`, with libFuzzer where clang has it, else with `fuzzer_driver.c`."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path
from typing import NamedTuple

from hostile.sanitizers import HERE, MEMORY, build, compiler, sources

OF_CLANG = ["-std=c11", "-fsanitize=fuzzer", *MEMORY]
OF_GCC = ["-std=gnu11", "-fsanitize-coverage=trace-pc", *MEMORY]
PROBE = """
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size);
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size) { return size && data[0] ? 0 : 0; }
"""
OWN_PROBE = """
void __sanitizer_cov_trace_pc(void);
__attribute__((no_sanitize_coverage)) void __sanitizer_cov_trace_pc(void) {}
int main(void) { return 0; }
"""
SECONDS_OF_AN_INPUT, LONGEST = 60, 1024


class Fuzzer(NamedTuple):
    """A program that tries inputs.

    Attributes:
        program: where it is.
        is_libfuzzer: is it libFuzzer's, and not our own driver's?
        tables: the file of tables that it reads.
    """

    program: Path
    is_libfuzzer: bool
    tables: Path

    @staticmethod
    def built(folder: Path) -> Fuzzer | None:
        """Compile it in a folder; None where no compiler can."""
        program, tables = folder / "engine_fuzzer", folder / "tables"
        target, own = str(HERE / "engine_fuzzer.c"), str(HERE / "fuzzer_driver.c")
        clang = compiler(("clang",), OF_CLANG, folder, PROBE)
        gcc = None if clang else compiler(("gcc", "cc"), OF_GCC, folder, OWN_PROBE)
        if clang:
            build([clang, *OF_CLANG, target, *sources(apart=True)], program)
        elif gcc:
            build([gcc, *OF_GCC, target, own, *sources(apart=True)], program)
        else:
            return None
        write_tables(tables)
        return Fuzzer(program, clang is not None, tables)

    def run(self, what: str, seed: int, seconds: float, failing: Path) -> int:
        """Try inputs for a time.

        Args:
            what: `records` or `tables`.
            seed: what chance begins with.
            seconds: how long.
            failing: where an input is put that fails.
        """
        failing.parent.mkdir(parents=True, exist_ok=True)
        own = [str(seed), str(seconds), str(failing)]
        of_libfuzzer = [
            f"-seed={seed}", f"-max_total_time={int(seconds) or 1}", f"-max_len={LONGEST}", f"-timeout={SECONDS_OF_AN_INPUT}",
            f"-exact_artifact_path={failing}", "-verbosity=0", "-print_final_stats=1", "-detect_leaks=1",
            # The most memory that a process had is counted from that of the one that started it.
            "-rss_limit_mb=0", "-malloc_limit_mb=1024",
        ]  # fmt: skip
        return self._called(what, *(of_libfuzzer if self.is_libfuzzer else own))

    def again(self, what: str, failing: Path) -> int:
        """Try the input in a file."""
        return self._called(what, str(failing))

    def _called(self, what: str, *arguments: str) -> int:
        environment = {
            **os.environ,
            "NKRISK_GEO_TABLES": str(self.tables),
            "NKRISK_GEO_FUZZ": what,
            "ASAN_OPTIONS": "allocator_may_return_null=1",
            "UBSAN_OPTIONS": "print_stacktrace=1",
        }
        return subprocess.run(
            [str(self.program), *arguments], env=environment, check=False
        ).returncode


def write_tables(path: Path) -> None:
    """Write the tables of the packaged gazetteer as the fuzzer reads them: how many, how long each is, then each."""
    from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    from nkrisk_geo.gazetteer.vocabulary import TABLES
    from nkrisk_geo.native.characters import KINDS
    from nkrisk_geo.text.bulk import BulkFolding

    gazetteer = Gazetteer.default()
    KINDS.know(range(0x110000))
    own = {
        "kinds": KINDS.memory,
        "folding": BulkFolding(gazetteer.normalizer)._table.data,
    }
    names = (*TABLES, "zone_share", "zone_is_far", "folding")
    tables = [own[name] if name in own else gazetteer.table(name) for name in names]
    with path.open("wb") as file:
        file.write(
            struct.pack(
                f"={len(tables) + 1}q", len(tables), *[table.nbytes for table in tables]
            )
        )
        for table in tables:
            file.write(table)
