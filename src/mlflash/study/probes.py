"""Probes: which to ask, and a round of them as a pure state."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from mlflash.bank.card import CardProbe
from mlflash.bank.catalog import CardHead
from mlflash.study.selection import drillable_cards
from mlflash.study.view import View

LIGHTNING_PROBES, LIGHTNING_SECONDS = 10, 15
"""The probes of a lightning round, and the seconds for each."""


class ProbeItem(NamedTuple):
    """A probe with the card it belongs to."""

    card_id: str
    """The card it belongs to."""
    probe: CardProbe
    """The probe."""


class ProbeRound(NamedTuple):
    """Probes in order, and the answers given so far: `right[i]` belongs to `probes[i]`."""

    probes: tuple[ProbeItem, ...]
    """The probes to ask, in order."""
    right: tuple[bool, ...] = ()
    """The answers given so far: `right[i]` belongs to `probes[i]`."""
    shown: bool = False
    """Whether the answer of the current probe is on screen."""

    @property
    def current(self) -> ProbeItem | None:
        """The probe that is asked, None at the end."""
        return self.probes[len(self.right)] if len(self.right) < len(self.probes) else None

    @property
    def wrong(self) -> tuple[ProbeItem, ...]:
        """The probes that were not known."""
        return tuple(asked for asked, right in zip(self.probes, self.right, strict=False) if not right)

    def show(self) -> ProbeRound:
        """The same round with the answer shown."""
        return self._replace(shown=self.current is not None)

    def answer(self, right: bool) -> ProbeRound:
        """Record whether the probe was known, and ask the next."""
        return self._replace(right=(*self.right, right), shown=False)

    def back(self) -> ProbeRound:
        """Show the probe answered last, to be judged again."""
        return self._replace(right=self.right[:-1], shown=True) if self.right else self

    def stop(self) -> ProbeRound:
        """End the round with the probes answered so far."""
        return ProbeRound(self.probes[: len(self.right)], self.right)

    def again(self) -> ProbeRound:
        """A new round of the probes that were not known."""
        return ProbeRound(self.wrong)


def probe_round(view: View, card_ids: Iterable[str]) -> ProbeRound:
    """The probes of the cards: the first of each card in the order given, then the second of each.

    Probes of one card in a row would give each other away. Those not known last time come first.
    """
    by_card: list[list[ProbeItem]] = []
    for card_id in card_ids:
        wrong = view.state(card_id).wrong_probes
        card = view.catalog.card_if_readable(card_id)
        in_order = sorted(card.probes if card else (), key=lambda probe: probe.hash not in wrong)
        by_card.append([ProbeItem(card_id, probe) for probe in in_order])
    return ProbeRound(tuple(item for turn in zip_longest(*by_card) for item in turn if item is not None))


def lightning_round(view: View) -> ProbeRound:
    """Ten probes of ten cards, or more of each where fewer cards have probes.

    Cards already learned come before new cards, and cards with probes not known last time before the others; then
    they come by expected loss, new cards by likelihood. Suspended and buried cards have none.
    """

    def rank(card: CardHead) -> tuple[bool, bool, float]:
        chance = view.recall(card.id)
        return chance is None, not view.state(card.id).wrong_probes, -view.weight(card) * (1 - (chance or 0.0))

    chosen: list[str] = []
    for card in sorted(drillable_cards(view), key=rank):
        if len(chosen) == LIGHTNING_PROBES:
            break
        opened = view.catalog.card_if_readable(card.id)
        if opened is not None and opened.probes:
            chosen.append(card.id)
    return ProbeRound(probe_round(view, chosen).probes[:LIGHTNING_PROBES])
