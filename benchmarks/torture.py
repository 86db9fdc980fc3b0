"""Try to make the store lose a grade: `make torture`, a few minutes; exit 1 if one is lost.

Every system call of an append, a snapshot, a backup, a merge, a restore, a repair, an undoing of the future, a
change of settings and of whole commands is made to fail, fall short, or be the last; other programs write the
journal again in place during a session; journals arrive in which events share ids; real processes are killed at
random, run two at once and out of room; a year is lived through, and many lives with wrong clocks and renamed
cards. `--quick` takes a tenth of it, `--seed` another course of chance.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mlflash.store.paths import under
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog
from tests.store import processes
from tests.store.arrivals import arrival_trials
from tests.store.commands import command_trials
from tests.store.deeds import DEEDS
from tests.store.disorder import live_in_disorder
from tests.store.rewriting import rewriting_trials
from tests.store.trials import Outcome, append_trials, deed_trials
from tests.store.years import day_of_each, live_through, written_bank


class Row(NamedTuple):
    """A line of the table."""

    what: str
    tried: int
    acknowledged: int
    lost: int
    doubled: int
    wrong: list[str]


def of_outcomes(what: str, outcomes: Iterable[Outcome]) -> Row:
    """The sum of many trials."""
    tried = acknowledged = lost = doubled = 0
    wrong = []
    for outcome in outcomes:
        tried += 1
        acknowledged += outcome.acknowledged
        lost += outcome.lost
        doubled += outcome.doubled
        if outcome.bad:
            wrong.append(f"{outcome.trial}: {outcome.wrong or 'a promise was broken'}")
    return Row(what, tried, acknowledged, lost, doubled, wrong)


def of_processes(what: str, tally: processes.Tally) -> Row:
    """What real processes did."""
    wrong = [tally.wrong] if tally.wrong else []
    if tally.notices:
        wrong.append(f"{tally.notices} notices")
    tried = tally.refused or tally.lives
    return Row(what, tried, tally.acknowledged, tally.lost, tally.doubled, wrong)


def year(place: Path, days: int, daily: int, seed: int) -> Row:
    """A year of study, over both changes of the clocks and a leap day."""
    settings, paths = Settings(), under(place / "home")
    catalog = open_catalog(settings, [written_bank(place / "bank", 600)], place / "cache")
    every = 5 if days > 100 else 1
    evenings = list(
        live_through(catalog, paths, date(2028, 1, 1), days, daily=daily, seed=seed, check_every=every)
    )
    wrong = [f"on {evening.day} the state is not the replay's" for evening in evenings if not evening.equal]
    odd = day_of_each(paths, evenings)
    return Row(
        f"{days} days of {daily} reviews: state = replay",
        sum(number % every == 0 for number in range(days)),
        sum(evening.grades for evening in evenings),
        0,
        0,
        wrong + [odd] * bool(odd),
    )


def lives(place: Path, count: int, seed: int) -> Row:
    """Three devices with wrong clocks; a grade without the effect that was promised counts as lost."""
    catalog = open_catalog(Settings(), [written_bank(place / "bank", 40)], place / "cache")
    lived = [live_in_disorder(catalog, place / f"{n}", 1000 * seed + n, 200) for n in range(count)]
    wrong = [what for life in lived for what in life.wrong]
    grades, void = sum(life.grades for life in lived), sum(life.void for life in lived)
    return Row("lives with wrong clocks and renames", count, grades, void, 0, wrong)


def main() -> int:
    """Run it all and print the table."""
    parser = argparse.ArgumentParser(description="Try to make the store lose a grade.")
    parser.add_argument("--quick", action="store_true", help="a tenth of it")
    parser.add_argument("--seed", type=int, default=1, help="another course of chance (default 1)")
    args = parser.parse_args()
    thorough, begun = not args.quick, time.monotonic()
    part = 1 if thorough else 10
    rows: list[Row] = []
    print(f"{'':42}{'tried':>8}{'acknowledged':>14}{'lost':>6}{'doubled':>9}   seconds")

    def tell(row: Row, since: float) -> None:
        rows.append(row)
        figures = f"{row.tried:8,}{row.acknowledged:14,}{row.lost:6}{row.doubled:9}"
        print(f"{row.what:42}{figures}{time.monotonic() - since:10.1f}", flush=True)
        for wrong in row.wrong[:5]:
            print(f"    WRONG: {wrong}", flush=True)

    with tempfile.TemporaryDirectory(prefix="mlflash-torture-") as name:
        place = Path(name)
        since = time.monotonic()
        tell(of_outcomes("faults in appending grades", append_trials(place / "a", thorough=thorough)), since)
        for number, deed in enumerate(DEEDS):
            since = time.monotonic()
            outcomes = deed_trials(place / f"d{number}", deed, thorough=thorough)
            tell(of_outcomes(f"faults in: {deed.name}", outcomes), since)
        since = time.monotonic()
        tell(of_outcomes("faults in whole commands", command_trials(place / "c", thorough=thorough)), since)
        since, seeds = time.monotonic(), range(args.seed * 10_000, args.seed * 10_000 + 1000 // part)
        tell(of_outcomes("journals rewritten in place", rewriting_trials(place / "r", seeds)), since)
        since = time.monotonic()
        tell(of_outcomes("journals that share ids", arrival_trials(place / "s", seeds)), since)
        since = time.monotonic()
        tally = processes.killed_at_random(place / "k" / "home", 1000 // part, args.seed)
        tell(of_processes("processes killed at random", tally), since)
        since = time.monotonic()
        tally = processes.two_at_once(place / "t" / "home", 500 // part, args.seed)
        tell(of_processes("two processes on one device", tally), since)
        since = time.monotonic()
        tally = processes.out_of_room(place / "o" / "home", 300 // part, args.seed)
        tell(of_processes("grades refused for want of room", tally), since)
        since = time.monotonic()
        tell(year(place / "y", 366 // part, 100 // (1 if thorough else 5), args.seed), since)
        since = time.monotonic()
        tell(lives(place / "l", 100 // part, args.seed), since)
    lost, doubled = sum(row.lost for row in rows), sum(row.doubled for row in rows)
    wrong = sum(len(row.wrong) for row in rows)
    tried, acknowledged = sum(row.tried for row in rows), sum(row.acknowledged for row in rows)
    print(
        f"\ntried: {tried:,}   grades acknowledged: {acknowledged:,}   lost: {lost}   doubled: {doubled}"
        f"   wrong: {wrong}   seed {args.seed}, {time.monotonic() - begun:.0f} s"
    )
    return 1 if lost or doubled or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
