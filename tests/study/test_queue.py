"""The queue of a sitting is the same whether or not rows were opened before, and opens none itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import LIKELIHOODS, Catalog
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import NO_PROGRESS, CardState
from mlflash.scheduler.card_states import CardStates
from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Memory
from mlflash.store.settings import Settings
from mlflash.store.snapshot_rows import END, joined, split
from mlflash.study.queue import build_queue
from mlflash.study.view import View

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _memory(state: str, stability: float, ago: int, wait: int) -> Memory:
    at = NOW - timedelta(hours=ago)
    due = at.date() + timedelta(days=wait) if state == REVIEW else at + timedelta(minutes=wait)
    return Memory(state, None if state == REVIEW else 0, stability, 5.0, at.date(), at, due)


MEMORIES = st.builds(
    _memory,
    st.sampled_from((LEARNING, REVIEW, REVIEW, RELEARNING)),
    st.floats(0.1, 100.0),
    st.integers(0, 2000),
    st.integers(0, 100),
)
STATES = st.builds(
    CardState,
    memory=st.none() | MEMORIES,
    suspended=st.booleans(),
    buried=st.sampled_from((None, None, NOW.date())),
    note=st.sampled_from((None, '"suspended":', '"buried":')),
)


@given(states=st.lists(STATES, max_size=60), caps=st.tuples(st.integers(0, 60), st.integers(0, 90)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queue_is_the_same_from_rows_as_they_were_read(
    catalog: Catalog, states: list[CardState], caps: tuple[int, int]
) -> None:
    known = dict(zip(catalog.ids, states, strict=False))
    rows = split(joined(known) + END)
    capped = Settings(reviews_per_day=caps[0], new_per_day=caps[1])
    opened = View(
        catalog=catalog,
        progress=NO_PROGRESS._replace(states=known),
        settings=capped,
        now=NOW,
        day=NOW.date(),
    )
    read = opened._replace(progress=NO_PROGRESS._replace(states=rows))
    queue = build_queue(opened, EVERYTHING)
    assert build_queue(read, EVERYTHING) == queue
    assert all(isinstance(row, bytes) for _, row in rows.rows())
    assert build_queue(read, Filter(likelihoods=LIKELIHOODS)) == queue
    some = tuple(known)[::2]
    again = CardStates(dict(known)).replaced({card_id: rows[card_id] for card_id in some})
    assert build_queue(opened._replace(progress=NO_PROGRESS._replace(states=again)), EVERYTHING) == queue
