"""How the first screens look, at three sizes."""

from __future__ import annotations

from typing import Any

import pytest

from mlflash.bank.filter import Filter
from mlflash.study import new_events
from mlflash.study.study import Study
from tests.conftest import Clock
from tests.tui.conftest import AppOf

SIZES = [(80, 24), (120, 40), (60, 20)]
NETS = Filter(ids=("nn-batch-norm",))


def some_history(study: Study, clock: Clock) -> None:
    """Two weeks of drilling, of the kind that leaves traces everywhere."""
    for day in range(14):
        for at, card in enumerate(study.catalog.cards[: 4 + 3 * day]):
            state = study.progress.state(card.id)
            if state.memory is None or (at + day) % 3 == 0:
                rating = 1 + (at * 7 + day) % 4
                lines = tuple(n for n in range(1, 5) if (n + at + day) % 4 >= 4 - rating)
                study.record_final(
                    [new_events.review(study, card.id, rating, lines, 21_000 + 900 * at, mode="drill")]
                )
        clock.forward(days=1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize(
    ("name", "keys", "asked"),
    [
        ("home", [], {}),
        ("filter", ["slash", "down", "space"], {}),
        ("question", [], {"drill": True, "chosen": NETS}),
        ("revealed", ["space", "a", "b", "d"], {"drill": True, "chosen": NETS}),
        (
            "summary",
            ["space", "a", "2", "escape"],
            {"drill": True, "chosen": Filter(sections=("gnn",)), "limit": 1},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_looks(
    snap_compare: Any,
    app_of: AppOf,
    study: Study,
    clock: Clock,
    size: tuple[int, int],
    name: str,
    keys: list[str],
    asked: dict[str, Any],
) -> None:
    some_history(study, clock)
    assert snap_compare(app_of(**asked), terminal_size=size, press=keys), name


def test_light_theme(snap_compare: Any, app_of: AppOf, study: Study, clock: Clock) -> None:
    some_history(study, clock)
    app = app_of(drill=True, chosen=NETS)
    app.theme = "mlflash-light"
    assert snap_compare(app, terminal_size=(100, 30), press=["space", "a", "b", "d"])
