"""Import and export as rows: what a file will hold, what an import would do. Pure."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import one_line
from mlflash.errors import MlflashError
from mlflash.exchange.export_file import FORMATS
from mlflash.study.format import filter_words
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.text_rows import indented
from mlflash.tui.wrap import wrap

if TYPE_CHECKING:
    from mlflash.bank.catalog import Catalog
    from mlflash.bank.filter import Filter
    from mlflash.exchange.export_file import Exported
    from mlflash.exchange.import_run import Target

PLACES = 6
"""Places of one notice that are listed."""


def export_folder() -> Path:
    """The folder for a bare file name: `exports` below `MLFLASH_HOME`, else the reader's home."""
    home = os.environ.get("MLFLASH_HOME")
    return Path(home).expanduser().absolute() / "exports" if home else Path.home()


def typed_path(text: str, folder: Path) -> Path:
    """The path typed, below a folder if it is relative; raises `MlflashError`."""
    try:
        return folder / Path(text.strip()).expanduser()
    except RuntimeError:
        raise MlflashError(f"{text}: there is no such user", code=2) from None


def export_rows(path: Path, width: int) -> Content:
    """What the file will be, and where."""
    form = FORMATS.get(path.suffix.lower())
    text = f"{form.what}: {one_line(str(path))}" if form else f"The ending says the format: {' '.join(FORMATS)}"
    return Content("\n").join(Content.styled(row, DIM) for row in wrap(text, width))


def chosen_words(chosen: Filter, count: int, catalog: Catalog) -> Content:
    """The label of the box that chooses cards: how many are exported, and by which filter."""
    if not chosen:
        return Content(f"Only some of the {count_of(count, 'card')}")
    return Content(one_line(f"Only {count_of(count, 'card')}: {filter_words(chosen, catalog)}"))


def exported_words(exported: Exported, *, progress: bool) -> str:
    """What was written."""
    reviews = f" with {count_of(exported.reviews, 'review')}" if progress else ""
    return f"Wrote {count_of(exported.cards, 'card')}{reviews} to {one_line(str(exported.path))}"


def import_rows(targets: Sequence[Target], new_reviews: int, width: int, *, progress: bool) -> list[Content]:
    """What an import would do: counts, then the places of cards that are skipped, joined or changed."""
    from mlflash.exchange.foreign import grouped_notices

    rows: list[Content] = []
    for target in targets:
        plan = target.plan
        rows += indented(f"Into the bank {one_line(target.file.path.name)}", width, "bold $primary")
        rows += indented(f"{count_of(len(plan.outcomes), 'card')}: {plan.counts or 'none valid'}", width)
        if progress:
            rows += indented(f"{count_of(new_reviews, 'new review')} in Anki's log", width)
        elif plan.reviews:
            rows += indented(f"{count_of(len(plan.reviews), 'review')} in its log stay out", width, DIM)
        if target.loses_layout:
            rows += indented("The comments and the layout of the bank are not kept", width, "$warning")
        for line in grouped_notices(plan.notices, PLACES):
            kind = line.partition(":")[0]
            rows += [Content(), *indented(one_line(line), width, "$warning" if kind == "skipped" else "")]
    return rows
