"""Tell a reader once, after an update, what is new and how many of their cards have new text.

A mark in the cache holds the version that has said it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mlflash import __version__
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, write_atomically
from mlflash.study.view import View

WHATS_NEW = (
    "i on a card shows its history: reviews, stability, what each grade does next.",
    "N adds a card of your own; mlflash import takes cards from Anki, tables and Markdown.",
    "L drills the lines you keep missing, one at a time.",
    "s in the filter saves it under a name: mlflash drill --filter NAME.",
    "The plan promises a range and says on every line why a card comes.",
)
"""What is new in this version, at most five lines."""
NEWS_MARK = "shown-version"
"""The file in the cache that holds the version whose news was shown last."""
MANY_CHANGED = 10
"""From this many changed cards on, a start reports them."""
CHANGES_MARK = "changed-notice"
"""The file in the cache that holds the version whose changed cards were reported last."""


def news_after_update(cache: Path) -> tuple[str, ...]:
    """The lines of this version, once, if another version was used before; none at the first start."""
    before = _read_mark(cache, NEWS_MARK)
    if before == __version__ or not cache.exists():  # a first look leaves no trace
        return ()
    # Without a mark, every start would show them again.
    return WHATS_NEW if _write_mark(cache, NEWS_MARK) and before is not None else ()


def changed_notice_once(view: View, cache: Path) -> str | None:
    """Say how many cards have new text since they were graded; None for a few, or if this version has said it."""
    if _read_mark(cache, CHANGES_MARK) == __version__:
        return None
    changed = sum(view.changed(card) for card in view.cards())
    if changed < MANY_CHANGED:
        return None
    _write_mark(cache, CHANGES_MARK)
    return f"{changed} cards have new text since you graded them: `mlflash drill --state changed` drills them"


def _read_mark(cache: Path, name: str) -> str | None:
    """The version in a mark; None where there is none."""
    with suppress(OSError):
        return read_regular(cache / name, 64).decode("utf-8", "replace")
    return None


def _write_mark(cache: Path, name: str) -> bool:
    """Set a mark to this version; returns whether it could be written."""
    with suppress(OSError, MlflashError):
        make_private(cache)
        write_atomically(cache / name, __version__.encode(), durable=False)
        return True
    return False
