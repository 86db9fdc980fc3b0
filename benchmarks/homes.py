"""Homes to measure in: banks of any number of questions, journals of any number of reviews, made by arithmetic."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mlflash.bank.loading import load_text
from mlflash.store.paths import bundled_bank

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""When all of it is measured: `MLFLASH_NOW`."""
DEVICE = "bench"
YEARS = timedelta(days=1400)
"""How long the reader of a made journal has been at it."""
SHARES = (8, 12, 60, 20)
"""Out of 100, how often each grade is given."""
PART = 20_000
"""Questions a file: one with a million values and more is refused."""
KEPT = ("question", "difficulty", "likelihood", "answer", "pitfall", "tags")
"""What a made card has of the bundled one it is a copy of."""


def environment(home: Path) -> dict[str, str]:
    """What a program is told so that it is measured in this home, at the same instant each time."""
    return {"MLFLASH_HOME": str(home), "MLFLASH_NOW": NOW.isoformat(), "MLFLASH_DEVICE": DEVICE}


def bundled_ids() -> list[str]:
    """The ids of the bundled bank's questions."""
    return [card_id.id for card_id in load_text(bundled_bank().read_bytes(), bundled_bank()).bank.questions]


def write_bank(folder: Path, questions: int) -> list[str]:
    """Write a folder of banks with so many questions in all, `PART` a file; returns the ids."""
    folder.mkdir()
    ids = []
    for first in range(0, questions, PART):
        ids += _write_part(folder / f"part-{first:07}.yaml", first, min(questions, first + PART))
    return ids


def _write_part(path: Path, first: int, end: int) -> list[str]:
    """Write the questions from `first` up to `end`, the bundled ones over and over under new ids."""
    source = load_text(bundled_bank().read_bytes(), bundled_bank()).bank
    by_section: dict[str, list[dict[str, Any]]] = {section.id: [] for section in source.sections}
    cards = [
        (section.id, card_id.id, card_id.model_dump(include=set(KEPT), exclude_defaults=True))
        for section in source.sections
        for card_id in section.questions
    ]
    for number in range(first, end):
        section, name, card = cards[number % len(cards)]
        by_section[section].append({"id": f"{name[:70]}-{number}", **card})
    ids = []
    with path.open("w", encoding="utf-8") as file:
        file.write('version: 1\ntitle: "A large bank"\nsections:\n')
        for section, copies in by_section.items():
            file.write(f"  - id: {section}\n    title: {json.dumps(section)}\n    questions:\n")
            if not copies:
                file.write("      []\n")
            for copy in copies:
                ids.append(copy["id"])
                file.write(f"      - {json.dumps(copy, ensure_ascii=False)}\n")
    return ids


def write_journal(home: Path, ids: list[str], reviews: int) -> None:
    """Write a journal of so many reviews, spread over the questions and the years before `NOW`."""
    place = home / "journal" / f"{DEVICE}.jsonl"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rng = random.Random(reviews)
    gap = YEARS / max(1, reviews)
    grades = rng.choices((1, 2, 3, 4), SHARES, k=reviews)
    begun = NOW - YEARS
    name, failed = "", False
    with place.open("w", encoding="utf-8") as file:
        for number, grade in enumerate(grades):
            at = begun + number * gap
            day = (at - timedelta(hours=4)).date()
            stamp = at.isoformat(timespec="milliseconds").removesuffix("+00:00")
            if failed:  # a question missed is asked again at once, and passed
                grade = 3
            else:
                name = ids[rng.randrange(len(ids))]
            failed = grade == 1
            lines = "[1,2,3,4]" if grade > 2 else "[1,3]" if grade == 2 else "[2]"
            file.write(
                f'{{"v":1,"id":"{int(at.timestamp() * 1000):011x}{number:08x}","at":"{stamp}Z","day":"{day}",'
                f'"type":"review","question":"{name}","rating":{grade},"lines":{lines},"ms":21000,"mode":"drill"}}\n'
            )
    place.chmod(0o600)


def make(home: Path, reviews: int, questions: int | None = None) -> Path:
    """A home with a journal of so many reviews, on the bundled bank or on one of so many questions.

    Caches are left to the program's first start. With a large bank a sitting is as long as what is due.
    """
    home.mkdir(parents=True, mode=0o700)
    if questions is None:
        ids = bundled_ids()
    else:
        ids = write_bank(home / "bank", questions)
        settings = [
            "reviews_per_day = 9999",
            "bundled = false",
            f"banks = [{json.dumps(str(home / 'bank'))}]",
        ]
        (home / "config.toml").write_text("\n".join(settings) + "\n", encoding="utf-8")
    if reviews:
        write_journal(home, ids, reviews)
    return home
