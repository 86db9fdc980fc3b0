"""Detect reviews that have disappeared from the journals, and keep warning until they are restored.

A journal can be taken away by a sync tool, a script or by mistake. Nothing is refused because of it; but a reader
whose cards all turn new has to learn why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from datetime import date
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import Progress
from mlflash.store.paths import Paths

Lost = Mapping[date, int]
"""Study days that had more reviews than the journals now give, each with the number it had."""


def losses_since(
    known: Lost, before: Progress | None, after: Progress, reviews: Callable[[Set[str]], int] = len
) -> Lost:
    """The reviews lost now: those `known` to be lost before, and those of the progress before a rebuild.

    `reviews` counts the reviews among the ids of events: reviews undone since are not lost.
    """
    had = dict(known)
    for day, tally in before.days.items() if before is not None else ():
        had[day] = max(had.get(day, 0), tally.reviews)
    fewer = {day: reviews for day, reviews in had.items() if reviews > _now(after, day)}
    if not fewer or before is None or known:
        return fewer if missing(fewer, after) > 0 else {}
    return fewer if missing(fewer, after) > reviews(after.undone - before.undone) else {}


def losses_after(lost: Lost, before: Progress, after: Progress) -> Lost:
    """The reviews lost after more was done, or undone, on these days: new reviews do not make up for lost ones."""
    return {day: reviews + _now(after, day) - _now(before, day) for day, reviews in lost.items()}


def missing(lost: Lost, progress: Progress) -> int:
    """How many reviews have disappeared."""
    return sum(max(0, reviews - _now(progress, day)) for day, reviews in lost.items())


def _now(progress: Progress, day: date) -> int:
    tally = progress.days.get(day)
    return tally.reviews if tally is not None else 0


def _may_be(directory: Path) -> bool:
    """Whether the folder exists; true if that cannot be found out."""
    try:
        return directory.exists()
    except OSError:
        return True


def loss_message(paths: Paths, lost: Lost, progress: Progress, *, empty: bool) -> str | None:
    """The warning in a line; `empty` if there is no journal at all. None for a new reader."""
    if not lost and not (empty and _may_be(paths.backups)):
        return None
    from mlflash.store.backups import listing

    days: list[date] = []
    with suppress(MlflashError):
        days = sorted(backup.day for backup in listing(paths))
    if not lost and not days:
        return None
    gone = missing(lost, progress)
    reviews = f"{gone:,} {'review' if gone == 1 else 'reviews'}"
    if not empty:
        what = f"{reviews} {'is' if gone == 1 else 'are'} gone from the journal"
    elif gone:
        what = f"the journal is gone, with {reviews}"
    else:
        what = "the journal is gone"
    if not days:
        return f"{what}, and there is no backup"
    reach = f"from {days[0]} to {days[-1]}" if len({*days}) > 1 else f"to {days[0]}"
    return f"{what}; backups reach {reach}: `mlflash restore`"
