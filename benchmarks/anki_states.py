"""Have Anki's library recompute the FSRS states of as many reviews as a journal holds; prints the seconds.

    /tmp/anki/bin/python benchmarks/anki_states.py JOURNAL

Run by benchmarks/run.py with an interpreter that has Anki's library.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 3
"""How often FSRS is turned on; the median counts."""


def filled(place: Path, journal: Path) -> Any:
    """A collection with a card for each question and the journal's reviews in its review log."""
    from anki.collection import Collection

    col = Collection(str(place / "collection.anki2"))
    cards: dict[str, int] = {}
    rows, last = [], 0
    kind = col.models.by_name("Basic")
    with journal.open(encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            question = event["question"]
            known = question in cards
            if not known:
                note = col.new_note(kind)
                note["Front"] = question
                col.add_note(note, 1)
                cards[question] = note.cards()[0].id
            last = max(last + 1, int(datetime.fromisoformat(event["at"]).timestamp() * 1000))
            rows.append((last, cards[question], -1, event["rating"], 10, 5, 2500, 20_000, 1 if known else 0))
    col.db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    col.db.execute("update cards set type = 2, queue = 2, ivl = 10, due = 10, reps = 10, factor = 2500")
    return col


def main() -> None:
    """Fill a collection, turn FSRS on a few times, which recomputes every card, and say how long that took."""
    from anki.deck_config_pb2 import UpdateDeckConfigsRequest

    with tempfile.TemporaryDirectory() as place:
        col = filled(Path(place), Path(sys.argv[1]))
        taken = []
        for fsrs in (True, False) * ROUNDS:
            now = col.decks.get_deck_configs_for_update(1)
            request = UpdateDeckConfigsRequest(
                target_deck_id=1,
                configs=[one.config for one in now.all_config],
                fsrs=fsrs,
                limits=now.current_deck.limits,
            )
            begun = time.perf_counter()
            col.decks.update_deck_configs(request)
            if fsrs:
                taken.append(time.perf_counter() - begun)
                done = col.db.scalar("select count() from cards where data like '%\"s\":%'")
                print(f"{done} cards, {taken[-1]:.3f} s")
        print(f"{col.db.scalar('select count() from revlog')} reviews, seconds: {median(taken):.3f}")
        col.close()


if __name__ == "__main__":
    main()
