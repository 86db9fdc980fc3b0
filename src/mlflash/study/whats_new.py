"""Tell a reader once, after an update, what is new: in five lines, which the About screen shows too."""

from __future__ import annotations

from pathlib import Path

from mlflash import __version__
from mlflash.study.version_mark import read_mark, write_mark

WHATS_NEW = (
    "i on a card shows its history: reviews, stability, what each grade does next.",
    "N adds a card of your own; mlflash import takes cards from Anki, tables and Markdown.",
    "L drills the lines you keep missing, one at a time.",
    "s in the filter saves it under a name: mlflash drill --filter NAME.",
    "The plan promises a range and says on every line why a card comes.",
)
"""What is new in this version, at most five lines."""
MARK = "shown-version"
"""The file in the cache that holds the version whose news was shown last."""


def news_after_update(cache: Path) -> tuple[str, ...]:
    """The lines of this version where another one was used before, once; none at the first start."""
    before = read_mark(cache, MARK)
    if before == __version__ or not cache.exists():  # a first look leaves no trace
        return ()
    kept = write_mark(cache, MARK, __version__)
    # Where no mark can be kept, each start would tell them again.
    return WHATS_NEW if kept and before is not None else ()
