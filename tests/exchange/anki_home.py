"""A home with every kind of card in it, for the script that asks Anki of a package and the tests that compare."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from mlflash.exchange.export_file import ExportRequest, export_cards
from mlflash.scheduler.events import Rating
from mlflash.store.paths import bundled_bank, under
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog
from mlflash.study.study import Study

HISTORIES: list[list[tuple[float, int]]] = [
    [],
    [(0.001, 3)],
    [(0.002, 1)],
    [(0.003, 3), (0.001, 2)],
    [(5, 4)],
    [(40, 3), (39.99, 3), (37, 3), (30, 4), (12, 2)],
    [(40, 3), (39.99, 3), (37, 3), (30, 1), (29.99, 3), (25, 3)],
    [(20, 4), (0.01, 1)],
    [(200, 4), (190, 3), (150, 3), (60, 3)],
    [(9, 1), (8.99, 1), (8.98, 3), (8.97, 3), (1, 1), (0.99, 3)],
]
"""Reviews of the bank's first cards, as days before now and grade."""
SUSPENDED, FLAGGED, FORGOTTEN = 4, 5, 6
"""The places in `HISTORIES` of the cards that are marked so afterwards."""


def home_of_all_kinds(home: Path, now: datetime) -> Study:
    """A study in UTC at an instant, with these reviews in its journal."""
    tokens = count()
    study = Study(
        catalog=open_catalog(Settings(), [bundled_bank()], None),
        settings=Settings(timezone="UTC", welcome=False),
        paths=under(home),
        device="desk",
        clock=lambda: now,
        token=lambda: f"{next(tokens):08x}",
    )
    ids = list(study.catalog.ids)
    for card_id, history in zip(ids, HISTORIES, strict=False):
        for ago, rating in history:
            at = now - timedelta(days=ago)
            event = study.review_event(card_id, Rating(rating), None, 5_000, mode="drill", at=at)
            study.record_review(event)
    study.mark("suspend", [ids[SUSPENDED]])
    study.mark("flag", [ids[FLAGGED]])
    study.mark("forget", [ids[FORGOTTEN]])
    return study


def export_of(study: Study, path: Path, *, progress: bool = True) -> Path:
    """A package of all cards of the study."""
    return export_cards(study, ExportRequest(path, progress=progress, force=True)).path
