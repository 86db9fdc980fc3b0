"""`mlflash optimize`: fits that help are written, others are not, and both losses are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mlflash.errors import MlflashError
from mlflash.scheduler import optimizer
from mlflash.scheduler.fsrs import DEFAULT_WEIGHTS
from mlflash.store import snapshot
from mlflash.store.settings_file import read_settings
from mlflash.study import new_events
from mlflash.study.launch import launch_options, studying
from tests.cli.conftest import Runner

STRONG = tuple(10 * w for w in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]
WEAK = tuple(w / 10 for w in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]
Fits = Callable[[Sequence[float]], None]


@pytest.fixture
def remembering(warm: Path) -> None:
    """A reader who recalls everything, days beyond what FSRS would expect."""
    start = datetime(2026, 11, 1, 8, tzinfo=UTC)
    with studying(launch_options()) as study:
        for n, card in enumerate(study.catalog.cards[:70]):
            for days in (n % 3, n % 3 + 10):
                at = start + timedelta(days=days, seconds=n)
                study.record_final([new_events.review(study, card.id, 3, None, 9_000, mode="drill", at=at)])


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> Fits:
    """Puts a library in place that always finds these weights."""

    def put(weights: Sequence[float]) -> None:
        monkeypatch.setattr(optimizer, "_library", lambda: lambda _: weights)

    return put


def test_a_fit_that_helps_is_written_and_undone(run: Runner, remembering: None, fits: Fits, warm: Path) -> None:
    fits(STRONG)
    printed = run("optimize").out
    assert "fitted first four weights" in printed
    assert "before" in printed
    assert "after" in printed
    assert read_settings(warm / "config.toml").weights[:4] == pytest.approx(STRONG[:4])
    stable = run("show", "project-problem", "--json").json["stability"]
    assert run("optimize", "--undo").code == 0
    assert read_settings(warm / "config.toml").weights == ()
    assert read_settings(warm / "config.toml").timezone == "UTC", "nothing else is touched"
    assert run("show", "project-problem", "--json").json["stability"] < stable
    ran = run("optimize", "--undo")
    assert (ran.code, "no weights are set" in ran.message()) == (1, True)


def test_a_fit_that_does_not_help_is_not(run: Runner, remembering: None, fits: Fits, warm: Path) -> None:
    fits(WEAK)
    before = (warm / "config.toml").read_text()
    plain = run("optimize", "--json").json
    assert (plain["accepted"], plain["written"]) == (False, False)
    assert plain["after"] >= plain["before"]
    assert (warm / "config.toml").read_text() == before


def test_a_dry_run_writes_nothing(run: Runner, remembering: None, fits: Fits, warm: Path) -> None:
    fits(STRONG)
    plain = run("optimize", "--dry-run", "--json").json
    assert (plain["accepted"], plain["written"]) == (True, False)
    assert read_settings(warm / "config.toml").weights == ()


def test_too_few_reviews_says_how_many_more(run: Runner, warm: Path) -> None:
    ran = run("optimize")
    assert ran.code == 1
    assert "64 more have to be" in ran.message()
    assert not (warm / "journal").exists()


def test_weights_are_written_only_if_the_journal_can_be_replayed(
    run: Runner, remembering: None, fits: Fits, warm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MlflashError("cannot replay")

    fits(STRONG)
    monkeypatch.setattr(snapshot, "current", fail)
    ran = run("optimize")
    assert (ran.code, ran.message()) == (1, "cannot replay")
    assert read_settings(warm / "config.toml").weights == ()
