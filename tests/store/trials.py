"""Trials of the store: something is done on a failing disk, the program starts again, and the loss is counted.

Used by the tests in a short form and by `benchmarks/torture.py` in full.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Rating, Review
from mlflash.scheduler.fold import live
from mlflash.store import journal, journal_reader
from tests.store.faults import Disk, Fault, Killed, faults, unsynced
from tests.store.making import NOON, line, put, review

GRADES = 3
BEGINNINGS = ("none", "empty", "some", "torn", "unended")


class Outcome(NamedTuple):
    """One trial: grades acknowledged, those of them gone, those counted twice, notices given, what went wrong."""

    trial: str
    acknowledged: int
    lost: int
    doubled: int
    notices: int
    wrong: str = ""

    @property
    def bad(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.lost or self.doubled or self.notices > 1 or self.wrong)


class Writer:
    """A process that grades: question after question, each tried again when it could not be written."""

    def __init__(self, folder: Path, name: str) -> None:
        ticks, tokens = count(), count()
        self.name = name
        self.acknowledged: list[str] = []
        self.journal = journal.Journal(
            folder / "desk.jsonl",
            lambda: NOON + timedelta(days=9, seconds=next(ticks)),
            lambda: f"{name}{next(tokens):04}",
        )

    def grade(self, card_id: str) -> bool:
        """Whether a grade was acknowledged."""
        try:
            name, at = self.journal.stamp()
            self.journal.append([Review(name, at, at.date(), card_id, Rating.GOOD)])
        except MlflashError as error:
            assert "\n" not in str(error), "an error is one line"
            return False
        self.acknowledged.append(card_id)
        return True


def begin(folder: Path, beginning: str) -> list[str]:
    """A journal folder as an earlier run left it; returns the questions acknowledged in it."""
    if beginning == "none":
        return []
    own = folder / "desk.jsonl"
    if beginning == "empty":
        put(own, [])
        return []
    put(own, [review(n, f"old{n}") for n in range(3)])
    last = line(review(4, "unacknowledged"))
    if beginning != "some":
        with own.open("ab") as file:
            file.write(last[:-1] if beginning == "unended" else last[:40])
    return [f"old{n}" for n in range(3)]


def append_trial(home: Path, beginning: str, fault: Fault | None, *, rival: bool) -> tuple[Outcome, Disk]:
    """Grade on a failing disk, with another process grading after each failure if `rival`; then start again."""
    folder = home / "journal"
    acknowledged = begin(folder, beginning)
    one, other = Writer(folder, "one"), Writer(folder, "other")
    disk = Disk(home, fault)
    with disk:
        try:
            for n in range(GRADES):
                for _ in range(3):
                    if one.grade(f"one{n}"):
                        break
                    if rival:
                        with disk.idle():
                            other.grade(f"other{len(other.acknowledged)}")
                else:
                    break  # the reader gives up: nothing after it may be accepted
            one.journal.close()
        except Killed:
            pass
        if not disk.dead:
            other.journal.close()
    acknowledged += one.acknowledged + other.acknowledged
    after = Writer(folder, "after")
    wrong = "" if after.grade("after") else "after starting again nothing can be written"
    after.journal.close()
    reading = journal_reader.read(folder)
    counted = Counter(event.card_id for event in live(reading.events) if isinstance(event, Review))
    notices = len(reading.complaints) + len(after.journal.complaints)
    wanted = [*acknowledged, *after.acknowledged]
    return (
        Outcome(
            f"{beginning} {fault} {rival}",
            len(wanted),
            sum(counted[card_id] == 0 for card_id in wanted),
            sum(n > 1 for n in counted.values()),
            notices,
            wrong,
        ),
        disk,
    )


def append_trials(place: Path, *, thorough: bool) -> Iterator[Outcome]:
    """A trial for every fault at every call of a few appends, from every beginning, alone and with a rival."""
    numbers = count()
    for beginning in BEGINNINGS if thorough else BEGINNINGS[::3]:
        for rival in (False, True):
            home = place / f"{next(numbers)}"
            with unsynced():
                calm, disk = append_trial(home, beginning, None, rival=rival)
            yield calm
            for fault in faults(disk.calls, thorough=thorough):
                home = place / f"{next(numbers)}"
                with unsynced():
                    outcome, _ = append_trial(home, beginning, fault, rival=rival)
                yield outcome
                shutil.rmtree(home, ignore_errors=True)


class Deed(NamedTuple):
    """Something other than an append that is done in a home: what is there first, what is done, what must hold.

    `holds` returns what is wrong, empty where nothing is; it is told whether the deed was done to its end.
    """

    name: str
    before: Callable[[Path], None]
    act: Callable[[Path], object]
    holds: Callable[[Path, bool], str]


def deed_trials(place: Path, deed: Deed, *, thorough: bool) -> Iterator[Outcome]:
    """A trial for every fault at every call of a deed."""

    def attempt(fault: Fault | None) -> tuple[Outcome, Disk]:
        home = place / f"{next(numbers)}"
        home.mkdir(mode=0o700, parents=True)
        deed.before(home)
        disk, done = Disk(home, fault), False
        with disk:
            try:
                deed.act(home)
                done = True
            except (Killed, MlflashError):
                pass
        outcome = Outcome(f"{deed.name} {fault}", 0, 0, 0, 0, deed.holds(home, done))
        shutil.rmtree(home)
        return outcome, disk

    numbers = count()
    with unsynced():
        calm, disk = attempt(None)
    yield calm
    for fault in faults(disk.calls, thorough=thorough):
        with unsynced():
            outcome, _ = attempt(fault)
        yield outcome
