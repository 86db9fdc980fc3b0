"""Fit the FSRS-6 weights to the reader's own reviews, and accept them if they predict better.

The fitting itself is done by fsrs-rs-python, an optional extra. This module decides whether to use its weights:
fitted to the earlier reviews, they must predict the later ones better than the weights in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import log
from operator import itemgetter
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.scheduler import fold
from mlflash.scheduler.events import AGAIN, Event, Mark, Rating, Review
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS, FsrsModel, model_for
from mlflash.scheduler.schedule import WEIGHT_BOUNDS, Parameters

FEW = 64
"""The number of cards reviewed on a later day that it takes to fit the first four weights."""

MANY = 1000
"""The number of reviews on a later day that it takes to fit all weights."""

HELD_OUT = 0.2
"""The share of later-day reviews, the latest, that the fit does not see."""

INSTALL = (
    "fitting needs an optional library; in a checkout of mlflash, by the way it was installed: "
    "pip install '.[fit]', pipx install --force '.[fit]' or uv tool install --force '.[fit]'"
)

History = tuple[tuple[date, Rating], ...]
"""The reviews of a card: study day and rating, in order."""

Steps = list[tuple[int, int]]
"""A history for the library: rating and days since the review before, up to a review on a later day."""

Trainer = Callable[[Sequence[Steps]], Sequence[float]]
"""A function that fits the weights to histories."""


class Fit(NamedTuple):
    """The result of a fit."""

    accepted: bool
    """Whether the new weights predict better."""
    weights: tuple[float, ...]
    """The weights fitted to all reviews; the weights in use if not accepted."""
    which: str
    """The weights fitted: first four or all."""
    before: float
    """Mean log loss of the reviews held out, under the weights in use."""
    after: float
    """The same under weights fitted to the earlier reviews."""
    reviews: int
    """The number of reviews on a later day than the review before."""
    held_out: int
    """The number of these, the latest, that were held out."""


def histories(events: Iterable[Event]) -> list[History]:
    """Each card's reviews that count for its memory, from a set of events; those before a `forget` are left out.

    Reviews that a clock that was ahead dated after a later review are moved back to the day of that review.
    """
    every_history: list[History] = []
    for own in fold.histories(events).values():
        history: list[tuple[date, Rating]] = []
        for event in own:
            match event:
                case Review(counts=True):
                    if event.after is not None and history and history[-1][0] > event.day:
                        history = [(min(day, event.day), rating) for day, rating in history]
                    day = max(event.day, history[-1][0]) if history else event.day
                    history.append((day, event.rating))
                case Mark(type="forget"):
                    history = []
        if history:
            every_history.append(tuple(history))
    return every_history


def optimize(known: Sequence[History], parameters: Parameters, trainer: Trainer | None = None) -> Fit:
    """Fit the weights, and compare them with the weights in use on reviews held out.

    Raises `MlflashError` if there are too few reviews, or if the library is missing or cannot fit them.
    """
    returned = sum(any(day > history[0][0] for day, _ in history) for history in known)
    if returned < FEW:
        short = FEW - returned
        raise MlflashError(
            f"too few reviews to fit: {returned} cards were reviewed on a later day, "
            f"{short} more {'has' if short == 1 else 'have'} to be"
        )
    trainer = trainer or _library()
    later = sorted(day for history in known for (before, _), (day, _) in pairwise(history) if day > before)
    split = later[int(len(later) * (1 - HELD_OUT))]
    earlier = [kept for history in known if (kept := tuple(step for step in history if step[0] < split))]
    used = parameters.weights or DEFAULT_WEIGHTS
    before, held_out = log_loss(known, model_for(parameters), split)
    losses = {}
    for which in ("first four", "all") if len(later) >= MANY else ("first four",):
        weights = _fitted(earlier, used, which, trainer)
        losses[which], _ = log_loss(known, model_for(Parameters(weights)), split)
    which, after = min(losses.items(), key=itemgetter(1))
    accepted = after < before
    weights = _fitted(known, used, which, trainer) if accepted else used
    return Fit(accepted, weights, which, before, after, len(later), held_out)


def verdict(fit: Fit) -> str:
    """The fit in one sentence."""
    losses = f"log loss on {fit.held_out} reviews held out {fit.before:.4f} before, {fit.after:.4f} after"
    if fit.accepted:
        return f"fitted {fit.which} weights to {fit.reviews} reviews: {losses}"
    return f"the weights in use predict no worse and are kept: {losses}"


def log_loss(known: Iterable[History], model: FsrsModel, since: date) -> tuple[float, int]:
    """Mean log loss of predicted recall over later-day reviews on or after a day, and their number."""
    total, n = 0.0, 0
    for history in known:
        state = model.initial_state(history[0][1])
        for (last, _), (day, rating) in pairwise(history):
            if day == last:
                state = model.short_term_state(*state, rating)
                continue
            recall = model.retrievability(state.stability, (day - last).days)
            if day >= since:
                recall = min(max(recall, 1e-6), 1 - 1e-6)
                total -= log(recall if rating > AGAIN else 1 - recall)
                n += 1
            state = model.next_state(*state, recall, rating)
    return (total / n, n) if n else (0.0, 0)


def steps(known: Iterable[History], first_only: bool) -> list[Steps]:
    """Histories for the library: one up to each later-day review, or only up to the first of each card."""
    items: list[Steps] = []
    for history in known:
        item: Steps = [(history[0][1], 0)]
        for (last, _), (day, rating) in pairwise(history):
            days = (day - last).days
            item.append((rating, days))
            if days:
                items.append([*item])
                if first_only:
                    break
    return items


def _fitted(known: Sequence[History], used: tuple[float, ...], which: str, trainer: Trainer) -> tuple[float, ...]:
    """New weights within the scheduler's bounds; for the first four, with the other weights in use."""
    fitted = trainer(steps(known, first_only=which == "first four"))
    if len(fitted) != len(used):
        raise MlflashError("the fitting library gave weights of another FSRS version")
    merged = [*fitted] if which == "all" else [*fitted[:4], *used[4:]]
    return tuple(
        round(min(max(float(weight), low), high), 4)
        for weight, (low, high) in zip(merged, WEIGHT_BOUNDS, strict=True)
    )


def _library() -> Trainer:
    """The optional library as a function from histories to weights."""
    try:
        import fsrs_rs_python as library
    except ImportError:
        raise MlflashError(INSTALL) from None

    def train(items: Sequence[Steps]) -> Sequence[float]:
        review_items = [
            library.FSRSItem([library.FSRSReview(rating, days) for rating, days in item]) for item in items
        ]
        try:
            weights: list[float] = library.FSRS([*DEFAULT_WEIGHTS]).compute_parameters(review_items)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic in the library is not an Exception
            raise MlflashError(f"the reviews could not be fitted: {' '.join(str(error).split())}") from None
        return weights

    return train
