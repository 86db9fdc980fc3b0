"""Detect reviews that have disappeared from the journals, and keep warning until they are restored.

A journal can be removed by a sync tool, a script or by mistake. mlflash goes on without it; but a reader whose
cards are all new again has to know why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from datetime import date
from pathlib import Path

from mlflash.amounts import count_of
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import Progress
from mlflash.store.paths import Paths

Lost = Mapping[date, int]
"""Study days that had more reviews than the journals have now, each with the number it had."""


def losses_since(
    known: Lost, before: Progress | None, after: Progress, reviews: Callable[[Set[str]], int] = len
) -> Lost:
    """The reviews lost now: those `known` to be lost already, and those of the progress before a rebuild.

    `reviews` counts the reviews among the ids of events: a review undone in the meantime is not lost.
    """
    had = dict(known)
    for day, totals in before.days.items() if before is not None else ():
        had[day] = max(had.get(day, 0), totals.reviews)
    fewer = {day: reviews for day, reviews in had.items() if reviews > _reviews_on(day, after)}
    if not fewer or before is None or known:
        return fewer if missing(fewer, after) > 0 else {}
    return fewer if missing(fewer, after) > reviews(after.undone - before.undone) else {}


def losses_after(lost: Lost, before: Progress, after: Progress) -> Lost:
    """The reviews lost after events were recorded or undone: a new review does not replace a lost one."""
    return {day: reviews + _reviews_on(day, after) - _reviews_on(day, before) for day, reviews in lost.items()}


def missing(lost: Lost, progress: Progress) -> int:
    """How many reviews have disappeared."""
    return sum(max(0, reviews - _reviews_on(day, progress)) for day, reviews in lost.items())


def _reviews_on(day: date, progress: Progress) -> int:
    totals = progress.days.get(day)
    return totals.reviews if totals is not None else 0


def _may_exist(directory: Path) -> bool:
    """Whether the folder exists; true if the system does not say."""
    try:
        return directory.exists()
    except OSError:
        return True


def loss_message(paths: Paths, lost: Lost, progress: Progress, *, empty: bool) -> str | None:
    """The warning in a line; `empty` if there is no journal at all. None for a new reader."""
    if not lost and not (empty and _may_exist(paths.backups)):
        return None
    from mlflash.store.backup_summary import days_with_journal

    days = None
    with suppress(MlflashError):
        days = days_with_journal(paths)
    if not lost and days is None:
        return None
    gone = missing(lost, progress)
    reviews = count_of(gone, "review")
    if not empty:
        what = f"{reviews} {'is' if gone == 1 else 'are'} gone from the journal"
    elif gone:
        what = f"the journal is gone, with {reviews}"
    else:
        what = "the journal is gone"
    if days is None:
        return f"{what}, and there is no backup"
    first, last = days
    reach = f"from {first} to {last}" if first != last else f"to {first}"
    return f"{what}; backups reach {reach}: `mlflash restore`"
