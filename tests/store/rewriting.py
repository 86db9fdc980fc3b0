"""Trials in which other programs write a journal again in place while a session goes on."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Rating, Review, Undo
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal, journal_reader, snapshot
from mlflash.store.paths import under
from mlflash.study.ledger import Ledger
from tests.store.faults import unsynced
from tests.store.making import NOON, QUESTIONS, line, put, review, reviews
from tests.store.trials import Outcome

PARAMETERS = Parameters()
OLD, STEPS = (0, 5, 60, 900), 14
"""Reviews in the journal before the session: the last number fills more than is compared at every look."""


def _foreign(chance: random.Random, size: int) -> bytes:
    """Lines that no session wrote, at least so many bytes of them."""
    data = b""
    while len(data) < size:
        data += line(review(chance.randrange(10**5, 10**6), chance.choice(QUESTIONS)))
    return data


def _edited(data: bytes, chance: random.Random) -> bytes:
    places = [n for n in range(len(data)) if data.startswith(b'"rating":', n)]
    at = chance.choice(places) + len(b'"rating":') if places else 0
    return data[:at] + str(chance.randrange(1, 5)).encode() + data[at + 1 :] if places else data


def _as_long(data: bytes, chance: random.Random) -> bytes:
    made = _foreign(chance, len(data))[: max(0, len(data) - 1)]
    return made + b"\n" if data else b""


def _without_a_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _older(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[: chance.randrange(len(lines) + 1)])


WAYS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a rating edited": _edited,
    "other lines, as long": _as_long,
    "other lines, longer": lambda data, chance: _foreign(chance, len(data) + 1),
    "other lines before": lambda data, chance: _foreign(chance, 1) + data,
    "other lines after": lambda data, chance: data + _foreign(chance, 1),
    "sorted": lambda data, chance: b"".join(sorted(data.splitlines(keepends=True), reverse=True)),
    "an older state": _older,
    "an older state, longer": lambda data, chance: _older(data, chance) + _foreign(chance, len(data)),
    "a line less": _without_a_line,
    "cut in a line": lambda data, chance: data[: chance.randrange(len(data) + 1)],
    "emptied": lambda data, chance: b"",
    "as it was": lambda data, chance: data,
}


def rewrite(path: Path, way: str, chance: random.Random) -> None:
    """Write a file again in place, as `cp` and some editors do."""
    if path.exists():
        data = WAYS[way](path.read_bytes(), chance)
        with path.open("r+b", buffering=0) as file:
            file.write(data)
            file.truncate()


@contextmanager
def at_call(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Do something just before one of the system calls to come."""
    names, calls = ("fstat", "lseek", "read", "write", "fsync", "stat"), count()
    real = {name: getattr(os, name) for name in names}

    def standing_in(name: str) -> Callable[..., object]:
        def call(*arguments: object, **others: object) -> object:
            if next(calls) == number:
                act()
            return real[name](*arguments, **others)

        return call

    for name in names:
        setattr(os, name, standing_in(name))
    try:
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)


class Session:
    """A reader at work, another process on the same device, and programs that write the journal again."""

    def __init__(self, home: Path, seed: int) -> None:
        self.chance, self.paths = random.Random(seed), under(home)
        self.own = self.paths.journal_dir / "desk.jsonl"
        self.ticks, self.tokens = count(), count()
        self.acknowledged: list[str] = []
        self.wrong: list[str] = []
        self.old = self.chance.choice(OLD)
        if self.old:
            put(self.own, reviews(self.old))
        self.ledger = self._ledger()
        if self.old == OLD[-1]:
            self.grade()  # of a long journal that was not written to only the end is known

    def _journal(self) -> journal.Journal:
        return journal.Journal(
            self.own,
            lambda: NOON + timedelta(days=400, seconds=next(self.ticks)),
            lambda: f"{next(self.tokens):08x}",
        )

    def _ledger(self) -> Ledger:
        return Ledger(self.paths, self._journal(), PARAMETERS)

    def grade(self) -> None:
        """Grade in the session."""
        try:
            name, at = self.ledger.stamp()
            self.ledger.record([Review(name, at, at.date(), self.chance.choice(QUESTIONS), Rating.GOOD)])
        except MlflashError as error:
            self.wrong.append(str(error))
            return
        self.acknowledged.append(name)

    def take_back(self) -> None:
        """Take back a grade of the session: it stays in the journal."""
        if self.acknowledged:
            name, at = self.ledger.stamp()
            self.ledger.retract([Undo(name, at, at.date(), self.acknowledged[-1])], None, self.acknowledged[-1:])

    def grade_elsewhere(self) -> None:
        """Grade in another process, which looks at nothing and ends at once."""
        other = self._journal()
        name, at = other.stamp()
        other.append([Review(name, at, at.date(), self.chance.choice(QUESTIONS), Rating.HARD)])
        other.close()

    def rewrite(self) -> None:
        """Another program at work, between two grades or in the midst of one."""
        way = self.chance.choice(list(WAYS))
        if self.old < OLD[-1] and self.chance.random() < 0.5:
            with at_call(self.chance.randrange(40), lambda: rewrite(self.own, way, self.chance)):
                self.grade()
        else:
            rewrite(self.own, way, self.chance)

    def look(self) -> None:
        """Come back to the first screen: then all is as the journal has it."""
        self.ledger.refresh()
        self.compare("the session", self.ledger.progress)

    def leave(self) -> None:
        """End the session and begin another."""
        self.ledger.close()
        self.compare(
            "progress.json", snapshot.current(self.paths.journal_dir, self.paths.progress, PARAMETERS).progress
        )
        reading = journal_reader.read(self.paths.journal_dir)
        found = {event.id for event in reading.events}
        self.lost = sum(name not in found for name in self.acknowledged)
        self.ledger = self._ledger()

    def compare(self, what: str, progress: object) -> None:
        """Hold what is remembered against the journal."""
        if progress != snapshot.rebuild(self.paths.journal_dir, PARAMETERS).progress:
            self.wrong.append(f"{what} is not what the journal comes to")


def rewriting_trial(home: Path, seed: int) -> Outcome:
    """A session of some steps in any order."""
    session = Session(home, seed)
    steps = [session.grade] * 5 + [session.rewrite] * 4 + [session.look] * 2
    steps += [session.ledger.save, session.grade_elsewhere, session.take_back]
    for _ in range(STEPS):
        session.chance.choice(steps)()
    session.look()
    session.leave()
    session.ledger.close()
    return Outcome(f"seed {seed}", len(session.acknowledged), session.lost, 0, 0, "; ".join(session.wrong))


def rewriting_trials(place: Path, seeds: range) -> Iterator[Outcome]:
    """A trial for each seed."""
    for seed in seeds:
        home = place / f"{seed}"
        with unsynced():
            yield rewriting_trial(home, seed)
        shutil.rmtree(home, ignore_errors=True)
