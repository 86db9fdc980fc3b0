"""Probes: which to ask, and a round of them as a pure state."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from mlflash.bank.catalog import Catalog, Entry
from mlflash.bank.sheet import ProbeSheet, open_sheet
from mlflash.memory.progress import Progress
from mlflash.memory.scheduling import recall
from mlflash.store.config import Settings
from mlflash.study.queueing import Moment, resting

MOST = 15
"""Questions in a lightning drill at most."""


class Asked(NamedTuple):
    """A probe with the question it belongs to."""

    question: str
    probe: ProbeSheet


class Round(NamedTuple):
    """Probes in order, and the answers given so far: `right[i]` belongs to `probes[i]`."""

    probes: tuple[Asked, ...]
    right: tuple[bool, ...] = ()
    shown: bool = False

    @property
    def current(self) -> Asked | None:
        """The probe that is asked, None at the end."""
        return self.probes[len(self.right)] if len(self.right) < len(self.probes) else None

    @property
    def wrong(self) -> tuple[Asked, ...]:
        """The probes that were not known."""
        return tuple(asked for asked, right in zip(self.probes, self.right, strict=False) if not right)

    def show(self) -> Round:
        """The same with the answer on screen."""
        return self._replace(shown=self.current is not None)

    def answer(self, right: bool) -> Round:
        """The next probe, this one known or not."""
        return self._replace(right=(*self.right, right), shown=False)

    def back(self) -> Round:
        """The probe before, its answer on screen to be judged again."""
        return self._replace(right=self.right[:-1], shown=True) if self.right else self

    def stop(self) -> Round:
        """The same, over with what has been answered."""
        return Round(self.probes[: len(self.right)], self.right)

    def again(self) -> Round:
        """A new round of those that were not known."""
        return Round(self.wrong)


def round_of(catalog: Catalog, progress: Progress, questions: Iterable[str]) -> Round:
    """The probes of the questions given: one of each in that order, then the next of each.

    Of a question those not known last time come first. One after the other they would give each other away.
    """
    each: list[list[Asked]] = []
    for question in questions:
        wrong = progress.recall(question).wrong_probes
        probes = open_sheet(catalog, question).probes
        each.append([Asked(question, one) for one in sorted(probes, key=lambda one: one.hash not in wrong)])
    return Round(tuple(asked for turn in zip_longest(*each) for asked in turn if asked is not None))


def lightning(
    catalog: Catalog, progress: Progress, settings: Settings, moment: Moment, most: int = MOST
) -> list[str]:
    """Questions whose probes to drill alone.

    Questions already learned come before new ones, those with probes not known before the rest; then by what
    forgetting would cost, for new ones by likelihood. What is suspended or buried stays out.
    """
    decay = settings.parameters.decay

    def rank(entry: Entry) -> tuple[bool, bool, float]:
        state = progress.recall(entry.id)
        chance = recall(state.memory, moment.day, decay) if state.memory is not None else 0.0
        return state.memory is None, not state.wrong_probes, -entry.weight * (1 - chance)

    awake = [entry for entry in catalog if not resting(progress.recall(entry.id), moment)]
    chosen: list[str] = []
    for entry in sorted(awake, key=rank):
        if len(chosen) == most:
            break
        if catalog.card_data(entry.id).get("probes"):
            chosen.append(entry.id)
    return chosen
