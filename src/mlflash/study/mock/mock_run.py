"""A mock interview as a pure state machine: the cards it asks, how far it is, the results so far.

Like `session`, every step gives a new `MockRun`. The clock's instants and the random generator are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum
from random import Random
from typing import NamedTuple

from mlflash.bank.catalog import CardHead
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import CardState
from mlflash.study.view import View

MINUTES = 30.0
LEAST_MINUTES, MOST_MINUTES = 1.0, 240.0
PROJECT_SECONDS, QUESTION_SECONDS = 180, 120
JUDGING_SECONDS = 60
"""Set aside after each answer for ticking its lines and answering its probes."""
PROJECT_SHARE = 1 / 3
"""The share of the time that project cards may take where there are others."""
STRETCH = 1.5
"""How far a countdown may be stretched where few cards share much time."""
LEAST_WEAKNESS = 0.02
"""The least that a card counts as forgotten, so that every card can be asked."""


class MockPhase(Enum):
    """What is happening to the current card of an interview."""

    ANSWER = "answer"
    """It is asked, and its countdown runs."""
    TICKS = "ticks"
    """Its answer is shown, and its lines are ticked."""
    PROBE = "probe"
    """A probe is asked."""
    PROBED = "probed"
    """The answer of the probe is shown."""
    OVER = "over"
    """The interview is over."""


class MockQuestion(NamedTuple):
    """A card to be asked."""

    card_id: str
    """The card to ask."""
    section: str
    """The id of its section."""
    personal: bool
    """Whether the reader writes its answer."""
    seconds: int
    """The seconds on its countdown."""
    probes: tuple[str, ...] = ()
    """The hashes of the probes that follow."""


class MockResult(NamedTuple):
    """How a card went."""

    card_id: str
    """The card that was asked."""
    section: str
    """The id of its section."""
    hit: tuple[int, ...]
    """The lines hit, from 1."""
    of: int
    """How many lines it has."""
    seconds: float
    """The seconds to the answer."""
    limit: int
    """The seconds that the countdown gave."""
    rating: int
    """The grade, 1 to 4."""
    probes: tuple[tuple[str, bool], ...] = ()
    """The probes asked: hash, and whether it was known."""


class MockRun(NamedTuple):
    """An interview."""

    asks: tuple[MockQuestion, ...]
    """The cards to ask, in order."""
    minutes: float
    """How long the interview was meant to take."""
    seed: int
    """The seed that drew its cards."""
    begun: datetime
    """When it began."""
    since: datetime
    """When the current card was asked."""
    at: int = 0
    """The place of the current card in `asks`."""
    phase: MockPhase = MockPhase.ANSWER
    """What is happening to the current card."""
    spent: float = 0.0
    """The seconds spent on its answer."""
    results: tuple[MockResult, ...] = ()
    """How the cards before it went."""

    @property
    def current(self) -> MockQuestion | None:
        """The card being asked."""
        return None if self.phase == MockPhase.OVER else self.asks[self.at]

    @property
    def probe(self) -> str | None:
        """The hash of the probe being asked."""
        if self.phase not in (MockPhase.PROBE, MockPhase.PROBED):
            return None
        return self.asks[self.at].probes[len(self.results[-1].probes)]

    @property
    def finished(self) -> bool:
        """Whether every card was asked."""
        return self.phase == MockPhase.OVER and len(self.results) == len(self.asks)


def check_minutes(minutes: float) -> float:
    """The minutes of an interview; raises `MlflashError` if there are too few or too many."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise MlflashError(
            f"found {minutes:g} minutes, expected {LEAST_MINUTES:g} to {MOST_MINUTES:g} for a mock interview",
            code=2,
        )
    return minutes


def draw(
    cards: Iterable[CardHead], view: View, minutes: float, rng: Random, probes: Callable[[str], Sequence[str]]
) -> tuple[MockQuestion, ...]:
    """The cards of an interview: project cards first in bank order, then others by chance.

    A card's chance grows with likelihood × (1 − recall today); the recall of a card never met is 0.
    `probes` gives the hashes of a card's probes. Raises `MlflashError` where nothing can be asked.
    """
    check_minutes(minutes)
    drillable = [card for card in cards if view.drillable(card.id)]
    if not drillable:
        raise MlflashError("no card is left to ask: choose other sections, or resume suspended cards")
    shuffled = _by_chance(drillable, view, rng)
    projects = [card for card in shuffled if card.personal]
    others = [card for card in shuffled if not card.personal]
    seconds = minutes * 60
    share = PROJECT_SHARE if others else 1.0
    projects = projects[: max(1, int(seconds * share // (PROJECT_SECONDS + JUDGING_SECONDS)))]
    seconds -= len(projects) * (PROJECT_SECONDS + JUDGING_SECONDS)
    fitting = int(seconds // (QUESTION_SECONDS + JUDGING_SECONDS))
    others = others[: max(0 if projects else 1, fitting)]
    place = {card.id: i for i, card in enumerate(drillable)}
    chosen = [*sorted(projects, key=lambda card: place[card.id]), *others]
    # The factor for all countdowns with which the interview fills its time.
    stretch = min(minutes * 60 / sum(_seconds(card) + JUDGING_SECONDS for card in chosen), STRETCH)
    asks = []
    for card in chosen:
        seconds_each = max(15, 5 * round(_seconds(card) * stretch / 5))
        asked = _probes(probes(card.id), view.state(card.id), rng)
        asks.append(MockQuestion(card.id, card.section, card.personal, seconds_each, asked))
    return tuple(asks)


def _by_chance(cards: Sequence[CardHead], view: View, rng: Random) -> list[CardHead]:
    """Cards in the order of a weighted draw without replacement.

    Each gets u^(1/w) with u even in (0, 1): Efraimidis and Spirakis, Information Processing Letters 97, 2006.
    """
    keys = {}
    for card in cards:
        forgotten = 1 - (view.recall(card.id) or 0.0)
        keys[card.id] = rng.random() ** (1 / (view.weight(card) * max(forgotten, LEAST_WEAKNESS)))
    return sorted(cards, key=lambda card: -keys[card.id])


def _seconds(card: CardHead) -> int:
    return PROJECT_SECONDS if card.personal else QUESTION_SECONDS


def _probes(hashes: Sequence[str], state: CardState, rng: Random) -> tuple[str, ...]:
    """One or two of a card's probes, those answered wrong last time first."""
    mixed = rng.sample(hashes, len(hashes))
    mixed.sort(key=lambda probe: probe not in state.wrong_probes)
    return tuple(mixed[: rng.choice((1, 2))])


def seconds_left(run: MockRun, now: datetime) -> float:
    """Seconds on the countdown of the card being asked; negative once its time is over."""
    ask = run.current
    if ask is None:
        return 0.0
    spent = (now - run.since).total_seconds() if run.phase == MockPhase.ANSWER else run.spent
    return ask.seconds - spent


def elapsed(run: MockRun, now: datetime) -> float:
    """Seconds since the interview began."""
    return max(0.0, (now - run.begun).total_seconds())


def reveal(run: MockRun, now: datetime) -> MockRun:
    """Show the lines of the answer, and stop the countdown."""
    if run.phase != MockPhase.ANSWER:
        return run
    return run._replace(phase=MockPhase.TICKS, spent=max(0.0, (now - run.since).total_seconds()))


def judge(run: MockRun, hit: Iterable[int], of: int, rating: int, now: datetime) -> MockRun:
    """Record the lines hit, and ask the first probe or the next card."""
    if run.phase != MockPhase.TICKS:
        return run
    ask = run.asks[run.at]
    result = MockResult(ask.card_id, ask.section, tuple(sorted(hit)), of, round(run.spent, 1), ask.seconds, rating)
    run = run._replace(results=(*run.results, result))
    return run._replace(phase=MockPhase.PROBE) if ask.probes else _next_card(run, now)


def show_probe(run: MockRun) -> MockRun:
    """Show the answer of the probe."""
    return run._replace(phase=MockPhase.PROBED) if run.phase == MockPhase.PROBE else run


def answer_probe(run: MockRun, right: bool, now: datetime) -> MockRun:
    """Record whether the probe was known, and ask the next probe or the next card."""
    probe = run.probe
    if probe is None or run.phase != MockPhase.PROBED:
        return run
    last = run.results[-1]
    last = last._replace(probes=(*last.probes, (probe, right)))
    run = run._replace(results=(*run.results[:-1], last))
    more = len(last.probes) < len(run.asks[run.at].probes)
    return run._replace(phase=MockPhase.PROBE) if more else _next_card(run, now)


def stop(run: MockRun) -> MockRun:
    """End the interview; a card without ticks is not counted."""
    return run._replace(phase=MockPhase.OVER)


def _next_card(run: MockRun, now: datetime) -> MockRun:
    """Ask the next card; end the interview if there is none or the time is over."""
    at = run.at + 1
    if at >= len(run.asks) or elapsed(run, now) >= run.minutes * 60:
        return stop(run)
    return run._replace(at=at, phase=MockPhase.ANSWER, since=now, spent=0.0)
