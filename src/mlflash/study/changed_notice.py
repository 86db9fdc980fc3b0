"""Tell a reader once that an update has changed the text of many of their cards."""

from __future__ import annotations

from pathlib import Path

from mlflash import __version__
from mlflash.study.version_mark import read_mark, write_mark
from mlflash.study.view import View

MANY_CHANGED = 10
"""From this many changed cards on, a start reports them."""
MARK = "changed-notice"
"""The file in the cache that holds the version whose changes were reported."""


def changed_notice(view: View) -> str | None:
    """Say how many cards have new text since they were graded; None for a few."""
    changed = sum(view.changed(card) for card in view.cards())
    if changed < MANY_CHANGED:
        return None
    return f"{changed} cards have new text since you graded them: `mlflash drill --state changed` drills them"


def changed_notice_once(view: View, cache: Path) -> str | None:
    """The notice, unless this version has given it already; a mark in the cache remembers that."""
    notice = changed_notice(view)
    if notice is None or read_mark(cache, MARK) == __version__:
        return None
    write_mark(cache, MARK, __version__)
    return notice
