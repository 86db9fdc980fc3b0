"""Every status follows from a card's state, the instant and the study day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mlflash.bank.filter import STATES
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.events import AGAIN
from mlflash.scheduler.schedule import DECAY, LEARNING, REVIEW, Memory, Phase
from mlflash.study.status import Status, status

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = NOW.date()
EARLIER = NOW - timedelta(days=5)


def memory(phase: Phase, wait: timedelta) -> Memory:
    at = EARLIER if phase is REVIEW else NOW - timedelta(minutes=1)
    step, due = (None, ((NOW + wait).date(), None)) if phase is REVIEW else (0, (at.date(), NOW + wait))
    return Memory(phase, step, 500.0, 5.0, at.date(), at, *due)


DUE = memory(REVIEW, timedelta())
LATER = memory(REVIEW, timedelta(days=3))
STEP_UP = memory(LEARNING, timedelta(minutes=-1))
STEP = memory(LEARNING, timedelta(minutes=5))
IN_REVIEW, OUT = Status.REVIEW, Status.SUSPENDED


@pytest.mark.parametrize(
    ("state", "expected", "word", "phase"),
    [
        (CardState(), Status.NEW, "new", "new"),
        (CardState(memory=DUE), Status.REVIEW | Status.DUE, "due", "review"),
        (CardState(memory=LATER), Status.REVIEW, "review", "review"),
        (CardState(memory=STEP_UP), Status.LEARNING | Status.DUE, "learning", "learning"),
        (CardState(memory=STEP), Status.LEARNING, "learning", "learning"),
        (CardState(memory=DUE, buried=DAY), Status.REVIEW | Status.BURIED, "buried", "review"),
        (CardState(memory=DUE, buried=EARLIER.date()), Status.REVIEW | Status.DUE, "due", "review"),
        (CardState(memory=DUE, suspended=True), IN_REVIEW | OUT, "suspended", "suspended"),
        (CardState(suspended=True, buried=DAY), Status.NEW | OUT | Status.BURIED, "suspended", "suspended"),
        (CardState(flagged=True), Status.NEW | Status.FLAGGED, "new", "new"),
        (CardState(memory=LATER, rating=AGAIN), Status.REVIEW | Status.WEAK, "review", "review"),
        (CardState(memory=LATER, rating=AGAIN, suspended=True), IN_REVIEW | OUT, "suspended", "suspended"),
        (CardState(memory=LATER, lapses=5, expected=0.1, suspended=True),
         IN_REVIEW | OUT | Status.LEECH, "suspended", "suspended"),
    ],
)  # fmt: skip
def test_a_status_holds_all_that_a_card_is(state: CardState, expected: Status, word: str, phase: str) -> None:
    found = status(state, NOW, DAY, DECAY)
    assert (found, found.word, found.phase) == (expected, word, phase)
    assert found.drillable is not bool(found & (Status.SUSPENDED | Status.BURIED))


def test_weakness_is_left_open_without_the_curve() -> None:
    weak = CardState(memory=LATER, rating=AGAIN)
    assert status(weak, NOW, DAY) == status(weak, NOW, DAY, DECAY) & ~Status.WEAK


def test_every_word_of_the_filter_is_a_status() -> None:
    # Whether a card changed is seen only with its head: `View.words` adds it.
    assert set(STATES) - {"changed"} <= {one.name.lower() for one in Status if one.name}
    assert (Status.REVIEW | Status.DUE | Status.WEAK).words == {"review", "due", "weak"}
