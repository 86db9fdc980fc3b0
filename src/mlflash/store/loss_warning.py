"""Reviews that the journals held and hold no longer: noticed when they are folded anew, told until they are back.

A journal can be taken away by a sync tool, a script or a slip of the hand. Nothing is refused because of it; but a
reader whose cards all turn new is to know why.
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
"""Study days that had more reviews than the journals now give, with how many they had."""


def losses_since(
    known: Lost, before: Progress | None, after: Progress, reviews: Callable[[Set[str]], int] = len
) -> Lost:
    """What is lost now, of what was `known` to be and of what progress held `before` all was folded anew.

    `reviews` tells how many reviews there are among the ids of events: those taken back since are not lost.
    """
    had = dict(known)
    for day, tally in before.days.items() if before is not None else ():
        had[day] = max(had.get(day, 0), tally.reviews)
    fewer = {day: reviews for day, reviews in had.items() if reviews > _now(after, day)}
    if not fewer or before is None or known:
        return fewer if missing(fewer, after) > 0 else {}
    return fewer if missing(fewer, after) > reviews(after.undone - before.undone) else {}


def losses_after(lost: Lost, before: Progress, after: Progress) -> Lost:
    """What is lost once more was done, or taken back, on these days: new reviews make up for none."""
    return {day: reviews + _now(after, day) - _now(before, day) for day, reviews in lost.items()}


def missing(lost: Lost, progress: Progress) -> int:
    """How many reviews are gone."""
    return sum(max(0, reviews - _now(progress, day)) for day, reviews in lost.items())


def _now(progress: Progress, day: date) -> int:
    tally = progress.days.get(day)
    return tally.reviews if tally is not None else 0


def _may_be(directory: Path) -> bool:
    """Whether there is such a folder, or that cannot be told."""
    try:
        return directory.exists()
    except OSError:
        return True


def loss_message(paths: Paths, lost: Lost, progress: Progress, *, empty: bool) -> str | None:
    """What there is to say of it in a line; `empty` where there is no journal at all. None for a new reader."""
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
