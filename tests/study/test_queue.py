"""The queue of a sitting is the same whether or not rows were opened before, and opens none itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import LIKELIHOODS, Catalog
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import NO_PROGRESS, CardState
from mlflash.scheduler.schedule import LEARNING, RELEARNING, REVIEW, Memory, Phase
from mlflash.store.settings import Settings
from mlflash.study.queue import Moment, build_queue

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MOMENT = Moment(NOW, NOW.date())


def _memory(phase: Phase, stability: float, ago: int, wait: int) -> Memory:
    at = NOW - timedelta(hours=ago)
    due_day, due_at = (at.date() + timedelta(days=wait), None), (at.date(), at + timedelta(minutes=wait))
    step, due = (None, due_day) if phase is REVIEW else (0, due_at)
    return Memory(phase, step, stability, 5.0, at.date(), at, *due)


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
    buried=st.sampled_from((None, None, MOMENT.day)),
    note=st.sampled_from((None, '"suspended":', '"buried":')),
)


@given(states=st.lists(STATES, max_size=60), caps=st.tuples(st.integers(0, 60), st.integers(0, 90)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queue_is_the_same_with_a_filter_that_lets_every_card_through(
    catalog: Catalog, states: list[CardState], caps: tuple[int, int]
) -> None:
    progress = NO_PROGRESS._replace(states=dict(zip(catalog.ids, states, strict=False)))
    capped = Settings(reviews_per_day=caps[0], new_per_day=caps[1])
    queue = build_queue(catalog, progress, EVERYTHING, capped, MOMENT)
    assert build_queue(catalog, progress, Filter(likelihoods=LIKELIHOODS), capped, MOMENT) == queue
