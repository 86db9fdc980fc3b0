"""The queue of a sitting is the same whether or not rows were opened before, and opens none itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import LIKELIHOODS, Catalog
from mlflash.bank.selecting import EVERYTHING, Filter
from mlflash.memory.progress import NOTHING, Recall
from mlflash.memory.recalls import Recalls
from mlflash.memory.scheduling import LEARNING, RELEARNING, REVIEW, Memory
from mlflash.store.config import Settings
from mlflash.store.rows import END, joined, split
from mlflash.study.queueing import Moment, build

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MOMENT = Moment(NOW, NOW.date())


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
    Recall,
    memory=st.none() | MEMORIES,
    suspended=st.booleans(),
    buried=st.sampled_from((None, None, MOMENT.day)),
    note=st.sampled_from((None, '"suspended":', '"buried":')),
)


@given(states=st.lists(STATES, max_size=60), caps=st.tuples(st.integers(0, 60), st.integers(0, 90)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queue_is_the_same_from_rows_as_they_were_read(
    catalog: Catalog, states: list[Recall], caps: tuple[int, int]
) -> None:
    known = dict(zip(catalog.ids, states, strict=False))
    rows = split(joined(known) + END)
    capped = Settings(reviews_per_day=caps[0], new_per_day=caps[1])
    opened, read = NOTHING._replace(questions=known), NOTHING._replace(questions=rows)
    queue = build(catalog, opened, EVERYTHING, capped, MOMENT)
    assert build(catalog, read, EVERYTHING, capped, MOMENT) == queue
    assert all(isinstance(row, bytes) for _, row in rows.rows())
    assert build(catalog, read, Filter(likelihoods=LIKELIHOODS), capped, MOMENT) == queue
    some = tuple(known)[::2]
    again = Recalls(dict(known)).replaced({question: rows[question] for question in some})
    assert build(catalog, opened._replace(questions=again), EVERYTHING, capped, MOMENT) == queue
