"""How time and memory grow with questions and with reviews: a table for docs/performance.md.

    python benchmarks/growth.py [--quick]

A warm start is from the spawn to the first question; a rebuild folds the whole journal; a search goes through
every question for two words, as each key in a search field does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from benchmarks.homes import environment, make
from benchmarks.measures import MLFLASH, OF, painted, rebuilt
from benchmarks.terminals import Terminal

QUESTIONS, REVIEWS = (100, 1_000, 10_000, 100_000), (1_000, 10_000, 100_000, 1_000_000)
FIXED, BANK = 10_000, 1_000
"""Reviews where questions grow, questions where reviews grow."""
ROUNDS = 5


def searched(home: Path) -> float:
    """Seconds to pass every question of a home's bank through a search."""
    from mlflash.bank.cache import load_catalog
    from mlflash.bank.filter import Filter, select

    catalog = load_catalog([home / "bank"], home / "cache")
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        select(catalog, Filter(search="gradient descent"), lambda card: frozenset())
        taken.append(time.perf_counter() - begun)
    return median(taken)


def resident(home: Path) -> float:
    """MiB of a drill on screen."""
    terminal = Terminal([MLFLASH, "drill"], environment(home))
    try:
        terminal.until(OF)
        terminal.drain(1.0)
        return terminal.memory() / 2**20
    finally:
        terminal.close()


def measured(place: Path, questions: int, reviews: int) -> str:
    """A line of the table, measured in a home made in this place."""
    home = make(place, reviews, questions)
    begun = time.perf_counter()
    rebuilt(home)  # and the bank parsed
    first, cold = time.perf_counter() - begun, rebuilt(home)
    warm = median(painted([MLFLASH, "drill"], OF, home) for _ in range(ROUNDS))
    cells = (f"{first:.2f} s", f"{cold:.2f} s", f"{1000 * warm:.0f} ms", f"{1000 * searched(home):.1f} ms")
    return f"| {questions:,} | {reviews:,} | {' | '.join(cells)} | {resident(home):.0f} MiB |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the largest of each")
    quick = parser.parse_args().quick
    print("| questions | reviews | bank and journal cold | journal cold | warm start | search | memory |")
    print("|---|---|---|---|---|---|---|")
    last = -1 if quick else None
    sizes = [(questions, FIXED) for questions in QUESTIONS[:last]]
    sizes += [(BANK, reviews) for reviews in REVIEWS[:last]]
    for questions, reviews in sizes:
        with tempfile.TemporaryDirectory() as place:
            print(measured(Path(place) / "home", questions, reviews), flush=True)


if __name__ == "__main__":
    main()
