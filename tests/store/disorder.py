"""A reader's devices with wrong clocks, lives of them: every kind of event, renames, folders synced in any order.

Used by the tests in a short form and by `benchmarks/torture.py` in full.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.catalog import Catalog
from mlflash.scheduler.events import Event, Rating, Review
from mlflash.scheduler.fold import fold, live
from mlflash.store import journal_reader, snapshot
from mlflash.store.paths import Paths, under
from mlflash.store.settings import Settings
from mlflash.store.wrong_clock import future, undo_future
from mlflash.study import new_events, outcomes, session
from mlflash.study.interview_day import outcome_of
from mlflash.study.study import Study

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
DEVICES = ("desk", "phone", "lap")
ERRORS = (0, 0, 0, 0, -400, -40, -1, 1, 30, 400)
"""By how many days a clock may be wrong."""


class Life(NamedTuple):
    """What came of one: grades acknowledged, those without the effect that was promised, what else went wrong."""

    grades: int
    void: int
    after: int
    """Events that stand after one of a later instant."""
    wrong: list[str]


class Device:
    """A device with its own folder and a clock that may be wrong."""

    def __init__(self, catalog: Catalog, home: Path, name: str, chance: random.Random) -> None:
        self.catalog, self.paths, self.name, self.chance = catalog, under(home / name), name, chance
        self.error, self.now = timedelta(), NOW
        self._tokens = count()
        self.study = self._opened()

    def token(self) -> str:
        """Part of an event's id."""
        return f"{self.name}{next(self._tokens):05}"

    def _opened(self) -> Study:
        settings = Settings(timezone="UTC", rollover=0)
        return Study(self.catalog, settings, self.paths, self.name, lambda: self.now + self.error, self.token)

    def restart(self) -> None:
        """The program ends, as it should or killed, and starts again."""
        if self.chance.random() < 0.5:
            self.study.close()
        else:
            self.study.journal.close()
        self.study = self._opened()

    def receive(self, other: Device) -> None:
        """A sync brings another device's files, some of them only in part."""
        self.paths.journal_dir.mkdir(parents=True, exist_ok=True)
        for path in other.paths.journal_dir.glob("*.jsonl"):
            if path.name == f"{self.name}.jsonl":
                continue
            lines = path.read_bytes().splitlines(keepends=True)
            part = len(lines) if self.chance.random() < 0.7 else self.chance.randint(0, len(lines))
            target = self.paths.journal_dir / path.name
            if not target.exists() or target.stat().st_size < sum(map(len, lines[:part])):
                target.write_bytes(b"".join(lines[:part]))
        self.study.refresh()

    def grade(self, card: str) -> bool:
        """Grade a card; whether that gave what was promised."""
        study, rating = self.study, self.chance.randint(1, 4)
        study.start(session.start([card]))
        study.reveal()
        promised = outcomes.memory_previews(study.view(), card)[Rating(rating)]
        study.grade(rating, self.chance.choice([None, (), (1, 2), (1, 2, 3, 4)]), 5000)
        state = study.progress.state(card)
        if state.memory is None or state.rating != rating:
            return False
        if state.memory.at != study.clock().replace(microsecond=0):
            return True  # the clock ran behind this device's last event by less than an hour
        return (state.memory.due, state.memory.day) == (promised.due, promised.day)

    def act(self, card: str, other: str) -> None:
        """Do something else with a card."""
        study, chance = self.study, self.chance
        match chance.randrange(10):
            case 0:
                study.mark(chance.choice(["suspend", "resume", "bury", "flag", "unflag"]), [card])
            case 1:
                study.mark("forget", [card])
            case 2:
                study.write(card, tuple(chance.sample(["w", "x", "y", "z", ""], 4)), chance.choice([None, "note"]))
            case 3:
                study.answer_probe(card, chance.choice("pq"), chance.random() < 0.5)
            case 4:
                study.record([new_events.line(study, card, chance.choice("wxyz"), chance.random() < 0.5)])
            case 5:
                study.record(new_events.asked(study, [card, other], study.day_of(study.clock())))
            case 6:
                study.record([new_events.rename(study, card, other)])
            case 7:
                went, note = chance.choice([None, "well", "badly", ""]), chance.choice([None, "a note", ""])
                study.record([new_events.outcome(study, date(2026, 3, 1), went, note)])
                known = outcome_of(study.progress, date(2026, 3, 1))
                assert went is None or known[0] == (went or None)
                assert note is None or known[1] == (note or None)
            case 8 if study.can_undo:
                study.undo()
            case _:
                self.restart()


def live_in_disorder(catalog: Catalog, place: Path, seed: int, steps: int = 120) -> Life:
    """One life; at its end all devices have seen everything."""
    chance, wrong = random.Random(seed), []
    cards = [head.id for head in catalog][:6]
    devices = [Device(catalog, place, name, chance) for name in DEVICES]
    grades = void = 0
    for number in range(steps):
        device = chance.choice(devices)
        for one in devices:
            one.now += timedelta(seconds=chance.choice((30, 3600, 90_000)))
        if chance.random() < 0.1:
            device.error = timedelta(days=chance.choice(ERRORS))
        if chance.random() < 0.2:
            device.receive(chance.choice([one for one in devices if one is not device]))
        if chance.random() < 0.5:
            grades += 1
            void += not device.grade(chance.choice(cards))
        else:
            device.act(*chance.sample(cards, 2))
        if number % 10 == 0 and device.study.progress != _rebuilt(device.paths):
            wrong.append(f"seed {seed}, step {number}: the state is not the replay's")
    for device in devices:
        device.study.close()
    everything = [
        event for one in devices for event in journal_reader.read_file(one.paths.journal_dir / f"{one.name}.jsonl")
    ]
    wrong += [f"seed {seed}: {what}" for what in _of_a_set(everything, devices, chance)]
    return Life(grades, void, sum(getattr(event, "after", None) is not None for event in everything), wrong)


def _rebuilt(paths: Paths) -> object:
    return snapshot.rebuild(paths.journal_dir, Settings().parameters).progress


def _of_a_set(events: list[Event], devices: list[Device], chance: random.Random) -> Iterator[str]:
    """What is wrong with the state that all events give, in whatever order and files they come."""
    parameters = Settings().parameters
    whole = fold(events, parameters)
    for _ in range(3):
        chance.shuffle(events)
        if fold([*events, *events[:20]], parameters) != whole:
            yield "another order gives another state"
    counted = [event for event in live(events) if isinstance(event, Review)]
    if sum(day.reviews for day in whole.days.values()) != len(counted):
        yield "a review is lost or counts twice"
    for device in devices:
        for other in devices:
            path = other.paths.journal_dir / f"{other.name}.jsonl"
            if path.exists() and device is not other:
                (device.paths.journal_dir / path.name).write_bytes(path.read_bytes())
        if snapshot.current(device.paths.journal_dir, device.paths.progress, parameters).progress != whole:
            yield f"{device.name} caught up gives another state"
    last = devices[0]
    undone = undo_future(last.paths, "desk", NOW, NOW.date(), last.token)
    after = snapshot.current(last.paths.journal_dir, last.paths.progress, parameters).progress
    if after != _rebuilt(last.paths) or undone != len(future(events, NOW)):
        yield "what was undone is not what the replay has undone"
    reading = journal_reader.read(last.paths.journal_dir)
    if future(reading.events, NOW):
        yield "something in the future still counts"
