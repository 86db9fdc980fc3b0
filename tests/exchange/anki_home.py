"""A home with every kind of card in it, for the script that asks Anki of a package and the tests that compare."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from mlflash.exchange.export_file import ExportRequest, export_cards
from mlflash.scheduler.events import Rating
from mlflash.store.paths import bundled_bank, under
from mlflash.store.settings import Settings
from mlflash.study import new_events
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


ODD_BANK = r"""
version: 1
title: Odd
sections:
  - id: odd
    title: "A :: B \"quoted\""
    questions:
      - id: odd-text
        question: "<ESC> & &amp; {{c1::x}} [sound:a.mp3] [latex]x[/latex] cafe\u0301 \x1f"
        answer: ["a\nb", "  two  spaces\there", "$x_1 < 2$ or $5 and $6", "d", "e\n6. f", "6. g", "h", "i"]
        code: "if a < b:\n    print('$x$ &lt; \\(y\\)')\n"
        formula: "\\alpha_1 + \\frac{a}{b}"
        probes: [{q: "Q: why?\nA: no", a: "So."}]
        references: [{title: "A (2015) title", url: "https://a.b/c(d)"}]
"""
"""A bank of what an importer may stumble over."""


def home_of_odd_cards(home: Path, now: datetime) -> Study:
    """A study of that bank."""
    home.mkdir()
    bank = home / "odd.yaml"
    bank.write_text(ODD_BANK, "utf-8")
    return opened(home, now, [bank])


def home_of_all_kinds(home: Path, now: datetime) -> Study:
    """A study of the bundled bank at an instant, with these reviews in its journal."""
    study = opened(home, now, [bundled_bank()])
    ids = list(study.catalog.ids)
    for card_id, history in zip(ids, HISTORIES, strict=False):
        for ago, rating in history:
            at = now - timedelta(days=ago)
            event = new_events.review(study, card_id, Rating(rating), None, 5_000, mode="drill", at=at)
            study.record_final([event])
    study.mark("suspend", [ids[SUSPENDED]])
    study.mark("flag", [ids[FLAGGED]])
    study.mark("forget", [ids[FORGOTTEN]])
    return study


def export_of(study: Study, path: Path, *, progress: bool = True) -> Path:
    """A package of all cards of the study."""
    return export_cards(study, ExportRequest(path, progress=progress, force=True)).path


def opened(home: Path, now: datetime, banks: list[Path]) -> Study:
    """A study in UTC, whose clock stands still."""
    tokens, paths = count(), under(home)
    return Study(
        catalog=open_catalog(Settings(), banks, paths.cache),
        settings=Settings(timezone="UTC", welcome=False),
        paths=paths,
        device="desk",
        clock=lambda: now,
        token=lambda: f"{next(tokens):08x}",
    )
