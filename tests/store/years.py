"""A reader's days, simulated: grades at all hours, trips across time zones, nights past midnight, two devices.

Used by the tests for some weeks and by `benchmarks/torture.py` for a year.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mlflash.bank.catalog import Catalog
from mlflash.scheduler.events import Review
from mlflash.scheduler.study_day import study_day
from mlflash.store import journal_reader, snapshot
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import session
from mlflash.study.study import Study

HOME = "Europe/Berlin"
TRIPS = ("America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Kiritimati", "Asia/Kolkata")


class Evening(NamedTuple):
    """One day's sitting: local start, the zone the reader is in, and what was counted."""

    day: date
    zone: str
    grades: int
    equal: bool


def live_through(
    catalog: Catalog, paths: Paths, first: date, days: int, *, daily: int, seed: int = 0, check_every: int = 1
) -> Iterator[Evening]:
    """Study every day, saving and opening anew each time; every so often compare with a clean replay.

    A day in ten is abroad, one in five goes past midnight, one in seven is on another device, and one in thirty
    ends without saving, as a killed process does.
    """
    chance, tokens = random.Random(seed), count()
    entries = [card.id for card in catalog]
    for number in range(days):
        day = first + timedelta(days=number)
        zone = chance.choice(TRIPS) if chance.random() < 0.1 else HOME
        hour, minute = (23, 40) if chance.random() < 0.2 else (chance.randrange(5, 22), chance.randrange(60))
        now = datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)
        settings = Settings(timezone=zone, new_per_day=daily, reviews_per_day=daily)
        device = "phone" if chance.random() < 1 / 7 else "desk"

        def clock() -> datetime:
            return now  # noqa: B023 (used up before the loop goes on)

        study = Study(catalog, settings, paths, device, clock, lambda: f"{next(tokens):08x}")
        study.start(session.start(chance.sample(entries, min(daily, len(entries)))))
        grades = 0
        while grades < daily:
            if study.session.current is None:
                study.start(session.start(chance.sample(entries, min(daily, len(entries)))))
            study.reveal()
            rating = chance.choices((1, 2, 3, 4), (15, 10, 65, 10))[0]
            study.grade(rating, (1, 2, 3)[: chance.randrange(4)], chance.randrange(2000, 60_000))
            grades += 1
            if chance.random() < 0.02:
                study.undo()
            if chance.random() < 0.01 and study.session.current is not None:
                study.mark("bury", [study.session.current])
            now += timedelta(seconds=chance.randrange(5, 60))
        if chance.random() < 1 / 30:
            study.journal.close()
        else:
            study.close()
        equal = True
        if number % check_every == 0 or number == days - 1:
            right = snapshot.rebuild(paths.journal_dir, settings.parameters).progress
            again = snapshot.current(paths.journal_dir, paths.progress, settings.parameters)
            equal = right == study.progress == again.progress and not again.complaints
        yield Evening(day, zone, grades, equal)


def day_of_each(paths: Paths, evenings: list[Evening]) -> str:
    """Whether every review lies on a study day of its evening, in the zone it was made in; empty where so."""
    reading = journal_reader.read(paths.journal_dir)
    zones = {evening.day: ZoneInfo(evening.zone) for evening in evenings}
    for event in reading.events:
        zone = zones.get(event.day)
        if isinstance(event, Review) and (zone is None or study_day(event.at, zone, 4) != event.day):
            return f"{event.at} is not of {event.day}"
    return ""


def written_bank(place: Path, count: int) -> Path:
    """A bank file of so many questions."""
    rows = [
        f"      - id: q{n}\n        question: What is fact {n}?\n        answer: [one, two, three, four]\n"
        for n in range(count)
    ]
    head = "version: 1\ntitle: Facts\nsections:\n  - id: facts\n    title: Facts\n    questions:\n"
    place.mkdir(parents=True, exist_ok=True)
    path = place / "facts.yaml"
    path.write_text(head + "".join(rows))
    return path
