"""Rows of progress.json: read back as written, whatever the id, and told apart by due day without being opened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlflash.scheduler.card_state import NO_PROGRESS, CardState, due_on
from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Memory
from mlflash.store.snapshot_rows import END, joined, split

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = NOON.date()


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), max_size=4))
@settings(max_examples=80)
@example({":": "", '\\":': "x", '":': "y", "": "", "a\nb": ""})
def test_any_id_and_note_come_back(notes: dict[str, str]) -> None:
    states = {card_id: CardState(note=note, reps=1) for card_id, note in notes.items()}
    data = joined(states)
    again = split(data + END)
    assert joined(again) == data
    assert again == states


def test_rows_cut_short_are_refused() -> None:
    with pytest.raises(ValueError, match="cut short"):
        split(joined({"a": CardState(reps=1)}))


STATES = st.builds(
    lambda state, days, instant, suspended, note: CardState(
        memory=Memory(
            state,
            None,
            5.0,
            5.0,
            DAY,
            NOON,
            NOON + timedelta(days=days) if instant else DAY + timedelta(days=days),
        ),
        suspended=suspended,
        note=note,
    ),
    st.sampled_from((LEARNING, REVIEW, RELEARNING)),
    st.integers(-400, 400),
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, '"due":"9999-01-01"', '{"memory":{"state":"review"')),
)


@given(STATES, st.integers(-400, 400))
@settings(max_examples=150)
def test_what_is_told_to_wait_is_not_due(state: CardState, days: int) -> None:
    if state.memory is not None and (state.memory.state == REVIEW) == isinstance(state.memory.due, datetime):
        return  # a review card has a due day, one in its steps an instant
    day = DAY + timedelta(days=days)
    rows = split(joined({"q": state}) + END)
    waits = NO_PROGRESS._replace(states=rows).waiting(day)("q")
    assert state.memory is not None
    if waits:
        assert not due_on(state.memory, NOON + timedelta(days=days), day)
    else:
        assert state.memory.state != REVIEW or due_on(state.memory, NOON, day)


@given(STATES, st.sampled_from((None, DAY)))
@settings(max_examples=80)
def test_a_glimpse_shows_the_memory_and_whether_it_rests(state: CardState, buried: date | None) -> None:
    rows = split(joined({"q": state._replace(buried=buried), "marked": CardState(flagged=True)}) + END)
    seen = rows.glimpse("q")
    assert seen is not None
    assert (seen.memory, seen.suspended, seen.buried) == (state.memory, state.suspended, buried)
    assert rows.glimpse("marked") == CardState(flagged=True)


def test_a_question_only_marked_is_not_told_to_wait() -> None:
    rows = split(joined({"q": CardState(flagged=True)}) + END)
    assert not NO_PROGRESS._replace(states=rows).waiting(date(2026, 3, 1))("q")
