"""A process that grades: `python -m tests.store.grader HOME SEED GRADES [FILE_SIZE_LIMIT]`.

It prints the id of each grade once that is acknowledged, saves its snapshot every few, and says REFUSED where a
grade could not be written; after three of those it ends. Made to be killed at any moment.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank, under
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.banks import open_catalog
from mlflash.study.study import Study


def main(home: Path, seed: int, grades: int, limit: int) -> None:
    """Grade so many times."""
    if limit and sys.platform != "win32":
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    chance, settings = random.Random(seed), Settings(timezone="UTC")
    catalog = open_catalog(settings, [bundled_bank()], home.parent / "cache")
    entries = [card.id for card in catalog]
    study = Study(catalog, settings, under(home), "desk", lambda: datetime.now(UTC), lambda: os.urandom(4).hex())
    refused = 0
    for number in range(grades):
        event = new_events.review(study, chance.choice(entries), chance.randrange(1, 5), (1, 2), 900, mode="drill")
        try:
            study.record_final([event])
        except MlflashError:
            refused += 1
            os.write(1, b"REFUSED\n")
            if refused == 3:
                break
            continue
        os.write(1, event.id.encode() + b"\n")
        if number % 7 == 0:
            study.save()
    study.close()


if __name__ == "__main__":
    words = [*sys.argv[2:], "0"]
    main(Path(sys.argv[1]), int(words[0]), int(words[1]), int(words[2]))
