"""Is it instant? Every row of the table in docs/performance.md, measured beside its yardstick in this run.

    python benchmarks/run.py [--quick] [--only WORD] [--anki PYTHON] [--write]

Prints each ratio, its bar and whether it held; exit code 1 where one did not. `--anki` names an interpreter that
has Anki's library (a throw-away virtual environment with `pip install anki`); `--write` puts the table into the
document.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from typing import NamedTuple

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from benchmarks import measures  # noqa: E402
from benchmarks.homes import make  # noqa: E402
from benchmarks.measures import BARE, MLFLASH, OF, PYTHON, Samples, ended, painted, ratio  # noqa: E402

DOCUMENT = TOP / "docs" / "performance.md"
REBUILDS = 3
"""How often a rebuild is measured; the median counts."""
BEGIN, FINISH = "<!-- measured -->", "<!-- end -->"


class Row(NamedTuple):
    """A line of the table; no bar where a figure is told, not held."""

    what: str
    figure: float
    bar: float | None
    words: str

    @property
    def held(self) -> bool:
        return self.bar is None or self.figure <= self.bar

    def cells(self) -> tuple[str, ...]:
        """What, figure, bar, whether it held, and the times behind it."""
        if self.bar is None:
            return self.what, f"{self.figure:.2f}", "", "", self.words
        return self.what, f"{self.figure:.2f}", f"≤ {self.bar:g}", "yes" if self.held else "no", self.words


class Homes(NamedTuple):
    """Where it is measured, and how much is in the large ones."""

    used: Path
    middle: Path
    large: Path
    full: Path
    first: Path
    reviews: int


def made_in(place: Path, quick: bool) -> Homes:
    """Make the homes, and let the program fill its caches."""
    reviews = 100_000 if quick else 1_000_000
    made = Homes(
        make(place / "used", 10_000),
        make(place / "middle", 100_000, 2_000),
        make(place / "large", reviews, 10_000),
        make(place / "full", 100_000, 10_000),
        make(place / "first", 0),
        reviews,
    )
    for home in made[:4]:
        ended([MLFLASH, "due"], home)
    return made


def starting(homes: Homes, rounds: int) -> list[Row]:
    """From the spawn to the first question."""
    drill = [MLFLASH, "drill"]
    samples = measures.starts(
        {
            "bare": lambda: painted(BARE, "ready 0"),
            "used": lambda: painted(drill, OF, homes.used),
            "middle": lambda: painted(drill, OF, homes.middle),
            "large": lambda: painted(drill, OF, homes.large),
            "first": lambda: measures.first_run(homes.first),
        },
        rounds,
    )
    return [
        row("drill: spawn to question, bundled bank, 10,000 reviews", samples, "used", "bare", 1.2),
        row("the same, 2,000 questions, 100,000 reviews", samples, "middle", "bare", 1.3),
        row(f"the same, 10,000 questions, {homes.reviews:,} reviews", samples, "large", "bare", 1.8),
        row("first run, no cache, bundled bank", samples, "first", "bare", 1.6),
    ]


def commands(homes: Homes, rounds: int) -> list[Row]:
    """Commands against an interpreter that does nothing."""
    samples = measures.starts(
        {
            "pass": lambda: ended([PYTHON, "-c", "pass"]),
            "due": lambda: ended([MLFLASH, "due"], homes.used),
            "help": lambda: ended([MLFLASH, "--help"], homes.used),
            "version": lambda: ended([MLFLASH, "--version"], homes.used),
        },
        2 * rounds,
    )
    bars = (("due", 5.5), ("help", 3.0), ("version", 3.0))
    return [
        row(f"`mlflash {'' if name == 'due' else '--'}{name}`", samples, name, "pass", bar) for name, bar in bars
    ]


def keys(homes: Homes, rounds: int) -> list[Row]:
    """From the grade key to the next question."""
    samples = measures.answered(10 * rounds, homes.full)
    last, bare, sync = (
        sorted(samples[name])[int(0.99 * len(samples[name]))] for name in ("grade", "bare", "sync")
    )
    return [
        row("grade key to next question, p50", samples, "grade", "bare", 1.5),
        Row("the same, p99 in units of 16 ms", last / 0.016, 1.0, f"{1000 * last:.1f} ms"),
        Row("the bare app's key, p99 in units of 16 ms", bare / 0.016, None, f"{1000 * bare:.1f} ms"),
        Row("a line appended and synced, p99 in units of 16 ms", sync / 0.016, None, f"{1000 * sync:.1f} ms"),
        row("the same, p50, against a bare app that repaints 20 rows", samples, "grade", "page", None),
        row("space to answer, p50, against 20 rows", samples, "reveal", "page", None),
    ]


def keeping(homes: Homes, rounds: int) -> list[Row]:
    """From the grade to the disk."""
    return [row("grade to durable", measures.synced(20 * rounds, homes.first), "grade", "raw", 2.0)]


def memory(homes: Homes, rounds: int) -> list[Row]:
    """Resident memory."""
    rows = []
    for home, size, bar in (
        (homes.middle, "2,000 questions, 100,000 reviews", 1.5),
        (homes.large, f"10,000 questions, {homes.reviews:,} reviews", 1.8),
    ):
        found = measures.memories(home)
        words = f"{found['drill'] / 2**20:.0f} MiB against {found['bare'] / 2**20:.0f}"
        rows.append(Row(f"memory, {size}", found["drill"] / found["bare"], bar, words))
    return rows


def rebuilding(homes: Homes, anki: str | None) -> list[Row]:
    """Folding the whole journal anew, against a tenth of it and against Anki's library."""
    parts, wholes, theirs = [], [], []
    with anki_recomputing(anki, homes.large) if anki else nullcontext() as recomputed:
        for _ in range(REBUILDS):
            parts.append(measures.rebuilt(homes.full))
            wholes.append(measures.rebuilt(homes.large))
            if recomputed:
                theirs.append(recomputed())
    part, whole = median(parts), median(wholes)
    words = f"{part:.1f} s for 100,000, {whole:.1f} s for {homes.reviews:,}"
    found = [
        Row("cold rebuild: seconds a review, against 100,000", whole / part * 100_000 / homes.reviews, 1.2, words)
    ]
    if theirs:
        words = f"Anki {median(theirs):.1f} s"
        found.append(Row("cold rebuild against Anki's library", whole / median(theirs), 1.0, words))
    return found


def exporting(homes: Homes, anki: str | None) -> list[Row]:
    """A package of 10,000 cards with 100,000 reviews, against Anki's own export and import of the same."""
    package = homes.full / "out.apkg"
    ours, peak, theirs = [], 0, []
    for _ in range(REBUILDS):
        seconds, peak = measures.exported(homes.full, package)
        ours.append(seconds)
    what, words = "export of 10,000 cards with 100,000 reviews", f"{median(ours):.1f} s, {peak / 2**20:.0f} MiB"
    rebuild = measures.rebuilt(homes.full)
    found = [Row(f"{what}, against a cold rebuild", median(ours) / rebuild, None, words)]
    taken, most = zip(*(_imported(package) for _ in range(REBUILDS)), strict=True)
    whole, words = "import of the same", f"{median(taken):.1f} s, {max(most) / 2**20:.0f} MiB"
    found.append(Row(f"{whole}, against a cold rebuild", median(taken) / rebuild, None, words))
    if anki:
        with anki_waiting(anki, "anki_packages.py", package) as exchanged:
            theirs = [[float(word) for word in exchanged().split()[-2:]] for _ in range(REBUILDS)]
        imported, exported = (median(times) for times in zip(*theirs, strict=True))
        words = f"Anki {exported:.1f} s, and {imported:.1f} s to import ours"
        found.append(Row(f"{what}, against Anki's own", median(ours) / exported, None, words))
        found.append(Row(f"{whole}, against Anki's own", median(taken) / imported, None, words))
    return found


def _imported(package: Path) -> tuple[float, int]:
    """Seconds and bytes of an import into a home that is made for it."""
    with tempfile.TemporaryDirectory() as place:
        return measures.imported(Path(place) / "home", package)


@contextmanager
def anki_recomputing(anki: str, home: Path) -> Iterator[Callable[[], float]]:
    """Anki's library with a home's reviews in a collection; a call has it recompute them and gives the seconds."""
    with anki_waiting(anki, "anki_states.py", next((home / "journal").glob("*.jsonl"))) as told:
        yield lambda: float(told().split()[-1])


@contextmanager
def anki_waiting(anki: str, script: str, path: Path) -> Iterator[Callable[[], str]]:
    """A script that runs with Anki's library and a file; a call has it do its work once and gives what it says."""
    command = [anki, str(Path(__file__).with_name(script)), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, said = process.stdin, process.stdout
        said.readline()

        def again() -> str:
            print("again", file=told, flush=True)
            return said.readline()

        yield again
        told.close()


def row(what: str, samples: Samples, name: str, yardstick: str, bar: float | None) -> Row:
    """A row of two medians."""
    ours, theirs = 1000 * median(samples[name]), 1000 * median(samples[yardstick])
    return Row(what, ratio(samples, name, yardstick), bar, f"{ours:.3g} ms against {theirs:.3g}")


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    head = ("what", "ratio", "bar", "held", "medians")
    lines = [head, ("---",) * 5, *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Measure, print, and where asked write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few rounds, a tenth of the reviews")
    parser.add_argument(
        "--only",
        default="",
        metavar="WORD",
        help="starting, commands, keys, keeping, memory, rebuilding, exporting",
    )
    parser.add_argument("--anki", metavar="PYTHON", help="an interpreter with Anki's library")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    args = parser.parse_args()
    rounds = 5 if args.quick else 20
    parts: list[Callable[[Homes, int], list[Row]]] = [starting, commands, keys, keeping, memory]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        made = made_in(Path(place), args.quick)
        for part in parts:
            if args.only in part.__name__:
                rows += part(made, rounds)
        if args.only in "rebuilding":
            rows += rebuilding(made, args.anki)
        if args.only in "exporting":
            rows += exporting(made, args.anki)
    print(table(rows))
    if args.write:
        text = DOCUMENT.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{table(rows)}\n{FINISH}{rest.partition(FINISH)[2]}", "utf-8")
    return 0 if all(row.held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
