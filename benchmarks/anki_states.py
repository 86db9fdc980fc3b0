"""Have Anki's library recompute the FSRS states of as many reviews as a journal holds, for each line it is told.

    yes | head -3 | PYTHON benchmarks/anki_states.py JOURNAL

Prints a line when the collection is filled, then the seconds of each time. Run by benchmarks/run.py with an
interpreter that has Anki's library, in turns with our own rebuild.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any


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
            card_id = event["question"]
            known = card_id in cards
            if not known:
                note = col.new_note(kind)
                note["Front"] = card_id
                col.add_note(note, 1)
                cards[card_id] = note.cards()[0].id
            last = max(last + 1, int(datetime.fromisoformat(event["at"]).timestamp() * 1000))
            rows.append((last, cards[card_id], -1, event["rating"], 10, 5, 2500, 20_000, 1 if known else 0))
    col.db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    col.db.execute("update cards set type = 2, queue = 2, ivl = 10, due = 10, reps = 10, factor = 2500")
    return col


def recomputed(col: Any, fsrs: bool) -> float:
    """Seconds to turn FSRS on, which recomputes every card, or off."""
    from anki.deck_config_pb2 import UpdateDeckConfigsRequest

    now = col.decks.get_deck_configs_for_update(1)
    request = UpdateDeckConfigsRequest(
        target_deck_id=1,
        configs=[one.config for one in now.all_config],
        fsrs=fsrs,
        limits=now.current_deck.limits,
    )
    begun = time.perf_counter()
    col.decks.update_deck_configs(request)
    return time.perf_counter() - begun


def main() -> None:
    """Fill a collection, then recompute it as often as there are lines."""
    with tempfile.TemporaryDirectory() as place:
        col = filled(Path(place), Path(sys.argv[1]))
        print(f"{col.db.scalar('select count() from revlog')} reviews", flush=True)
        for _ in sys.stdin:
            seconds = recomputed(col, fsrs=True)
            done = col.db.scalar("select count() from cards where data like '%\"s\":%'")
            print(f"{done} cards, seconds: {seconds:.3f}", flush=True)
            recomputed(col, fsrs=False)
        col.close()


if __name__ == "__main__":
    main()
