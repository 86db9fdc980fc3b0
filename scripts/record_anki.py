"""Record what Anki's own scheduler makes of random review histories, for the tests to hold ours against.

    python -m venv ANKI && ANKI/bin/pip install anki fsrs
    ANKI/bin/python scripts/record_anki.py

writes tests/scheduler/anki_golden.json. FSRS is on with the default parameters of the fsrs package, desired
retention 0.9, learning steps 1 and 10 minutes, relearning 10 minutes; Anki's test mode leaves its fuzz out.
Time cannot be handed to Anki, so a wait of some days is played by moving the card's last review and its due
day back by as many.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from pathlib import Path
from typing import Any

HISTORIES, REVIEWS, SEED = 160, 14, 20_260
GOLDEN = Path(__file__).parent.parent / "tests" / "scheduler" / "anki_golden.json"
LONGEST_WAIT = 400
RETENTION, STEPS, RELEARNING = 0.9, [1.0, 10.0], [10.0]
AGAIN, EASY = 1, 4
DAY = 86_400


def collection(path: Path, weights: list[float]) -> Any:
    """An empty collection whose default deck schedules with these FSRS weights."""
    from anki.collection import Collection

    col = Collection(str(path))
    col.set_config("fsrs", True)
    config = col.decks.get_config(1)
    config["new"]["delays"], config["lapse"]["delays"] = STEPS, RELEARNING
    config["desiredRetention"], config["fsrsParams6"] = RETENTION, weights
    config["lapse"]["leechAction"] = 1
    col.decks.update_config(config)
    return col


def new_card(col: Any, front: str) -> Any:
    note = col.new_note(col.models.by_name("Basic"))
    note["Front"] = front
    col.add_note(note, 1)
    return note.cards()[0]


def interval(state: Any) -> int:
    """Days to the next review, or minus the seconds of a learning step."""
    normal = state.normal
    match normal.WhichOneof("kind"):
        case "review":
            return int(normal.review.scheduled_days)
        case "relearning":
            return -int(normal.relearning.learning.scheduled_secs)
        case "learning":
            return -int(normal.learning.scheduled_secs)
    raise ValueError(f"no such state: {normal}")


def wait(rng: random.Random, last: int | None) -> int:
    """Days until the next review: mostly when it is due, at times the same day, early or late.

    Hardly over two years, since past a century of stability Anki caps it and the fsrs package does not.
    """
    if last is None:
        return 0
    if last < 0:
        return 0 if rng.random() < 0.85 else rng.randint(1, 4)
    match rng.choices(("due", "late", "early", "same day"), (60, 20, 12, 8))[0]:
        case "late":
            return min(last, LONGEST_WAIT) + rng.randint(1, 1 + min(last, LONGEST_WAIT))
        case "early":
            return rng.randint(0, min(last, LONGEST_WAIT))
        case "same day":
            return 0
    return min(last, LONGEST_WAIT)


def history(col: Any, rng: random.Random, name: str) -> list[list[Any]]:
    """Reviews of one card: days waited, rating, then Anki's stability, difficulty and the four intervals."""
    card, last = new_card(col, name), None
    weights = rng.choice(((15, 10, 65, 10), (25, 25, 25, 25), (8, 40, 47, 5), (4, 4, 90, 2)))
    rows: list[list[Any]] = []
    for _ in range(REVIEWS):
        days = wait(rng, last)
        if days:
            card.last_review_time -= days * DAY
            card.due -= days * DAY if card.queue == 1 else days
            col.update_card(card)
        states = col.sched.col._backend.get_scheduling_states(card.id)
        offered = [interval(state) for state in (states.again, states.hard, states.good, states.easy)]
        rating = rng.choices(range(AGAIN, EASY + 1), weights)[0]
        card.start_timer()
        col.sched.answerCard(card, rating)
        memory = card.memory_state
        rows.append([days, rating, round(memory.stability, 4), round(memory.difficulty, 3), offered])
        last = offered[rating - 1]
    return rows


def main() -> None:
    """Record and write the golden file."""
    os.environ["ANKI_TEST_MODE"] = "1"
    from anki.buildinfo import version
    from fsrs.scheduler import DEFAULT_PARAMETERS

    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        col = collection(Path(folder) / "collection.anki2", list(DEFAULT_PARAMETERS))
        ends = col.sched.day_cutoff
        histories = [history(col, rng, str(n)) for n in range(HISTORIES)]
        if col.sched.day_cutoff != ends:
            raise SystemExit("a study day ended while recording: run again")
        col.close()
    head = {
        "anki": version,
        "weights": DEFAULT_PARAMETERS,
        "retention": RETENTION,
        "learning_steps": STEPS,
        "relearning_steps": RELEARNING,
        "columns": ["days waited", "rating", "stability", "difficulty", "intervals offered: days, or -seconds"],
    }
    lines = ",\n".join(json.dumps(rows, separators=(",", ":")) for rows in histories)
    fields = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    text = "{\n" + ",\n".join([*fields, f'"histories": [\n{lines}\n]']) + "\n}\n"
    GOLDEN.write_text(text, encoding="utf-8")
    print(f"{GOLDEN}: {len(histories)} histories, {sum(map(len, histories))} reviews, Anki {version}")


if __name__ == "__main__":
    main()
