"""Trials in which journals of other devices arrive in any order, some with ids that other events have."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

from mlflash.scheduler.events import Event, Mark, Mock, Rating, Review, Undo, Unknown
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal, journal_reader, snapshot
from mlflash.store.merge import merge
from mlflash.store.paths import under
from mlflash.study.ledger import Ledger
from tests.store.faults import unsynced
from tests.store.making import NOON, QUESTIONS, line, put
from tests.store.trials import Outcome

PARAMETERS = Parameters()
STEPS = 16


def _event(chance: random.Random, ids: list[str]) -> Event:
    """An event of any kind, whose id one in eight shares with another."""
    at = NOON + timedelta(minutes=chance.randrange(60_000))
    name = chance.choice(ids) if ids and chance.random() < 0.125 else f"{chance.randrange(16**8):08x}"
    ids.append(name)
    card_id = chance.choice(QUESTIONS)
    match chance.choice(["review"] * 5 + ["undo", "mark", "mock", "unknown"]):
        case "undo":
            return Undo(name, at, at.date(), chance.choice(ids))
        case "mark":
            return Mark(name, at, at.date(), chance.choice(["suspend", "resume", "forget"]), card_id)
        case "mock":
            return Mock(name, at, at.date(), {"asked": chance.randrange(9)})
        case "unknown":
            return Unknown(name, at, at.date(), "of-tomorrow")
    return Review(name, at, at.date(), card_id, Rating(chance.randrange(1, 5)), (1, 2), 900)


def arrival_trial(home: Path, seed: int) -> Outcome:
    """A session that grades while files arrive, are copied and are merged."""
    chance, paths, ticks, tokens = random.Random(seed), under(home), count(), count()
    own = journal.Journal(
        paths.journal_dir / "desk.jsonl",
        lambda: NOON + timedelta(days=chance.randrange(40), seconds=next(ticks)),
        lambda: f"{next(tokens):08x}",
    )
    ids: list[str] = []
    wrong: list[str] = []
    ledger, acknowledged = Ledger(paths, own, PARAMETERS), list[str]()
    for _ in range(STEPS):
        name = chance.choice(["laptop", "phone", "phone (copy)", "desk"])
        match chance.choice(["arrive", "arrive", "grade", "grade", "copy", "merge", "save"]):
            case "arrive":
                paths.journal_dir.mkdir(parents=True, exist_ok=True)
                with (paths.journal_dir / f"{name}.jsonl").open("ab") as file:
                    file.write(b"".join(line(_event(chance, ids)) for _ in range(chance.randrange(1, 6))))
            case "grade":
                event_id, at = ledger.stamp()
                ledger.record([Review(event_id, at, at.date(), chance.choice(QUESTIONS), Rating.GOOD)])
                acknowledged.append(event_id)
                ids.append(event_id)
            case "copy":
                files = journal_reader.files(paths.journal_dir)
                if files:
                    data = chance.choice(files).read_bytes()
                    (paths.journal_dir / "laptop (copy).jsonl").write_bytes(data)
            case "merge":
                put(home / "in" / "other.jsonl", [_event(chance, ids) for _ in range(3)])
                merge(home / "in", paths, NOON)
            case "save":
                ledger.save()
        ledger.refresh()
        if ledger.progress != snapshot.rebuild(paths.journal_dir, PARAMETERS).progress:
            wrong.append("caught up is not rebuilt")
    ledger.close()
    if snapshot.current(paths.journal_dir, paths.progress, PARAMETERS).progress != ledger.progress:
        wrong.append("a start is not what the session was")
    found = {
        event.id for path in journal_reader.files(paths.journal_dir) for event in journal_reader.read_file(path)
    }
    lost = sum(event_id not in found for event_id in acknowledged)
    return Outcome(f"seed {seed}", len(acknowledged), lost, 0, 0, "; ".join(wrong))


def arrival_trials(place: Path, seeds: range) -> Iterator[Outcome]:
    """A trial for each seed."""
    for seed in seeds:
        home = place / f"{seed}"
        with unsynced():
            yield arrival_trial(home, seed)
        shutil.rmtree(home, ignore_errors=True)
