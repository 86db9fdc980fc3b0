"""Fixtures for every test: a home of its own, a clock that stands still, none of the reader's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from mlflash.bank.catalog import Catalog
from mlflash.store.paths import Paths, bundled_bank, under
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog
from mlflash.study.study import Study

# Properties are judged by what they find, not by how long a shared machine takes over an example.
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Clock:
    """A clock that moves only by `forward`."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything the program writes goes below a directory of the test's own."""
    place = tmp_path / "home"
    monkeypatch.setenv("MLFLASH_HOME", str(place))
    monkeypatch.setenv("MLFLASH_DEVICE", "desk")
    monkeypatch.delenv("MLFLASH_NOW", raising=False)
    for name in ("NO_COLOR", "EDITOR", "VISUAL", "BROWSER", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def paths(home: Path) -> Paths:
    return under(home)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> Settings:
    """Defaults, in UTC."""
    return Settings(timezone="UTC", welcome=False)


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The bundled bank."""
    return open_catalog(Settings(), [bundled_bank()], tmp_path_factory.mktemp("cache"))


def count_askable(catalog: Catalog) -> int:
    """How many cards can be asked of a new reader: all but those that they have to write first."""
    return sum(not card.personal for card in catalog)


Opener = Callable[..., Study]


@pytest.fixture
def open_study(catalog: Catalog, settings: Settings, paths: Paths, clock: Clock) -> Iterator[Opener]:
    """Opens a `Study` on the test's home, as often as wanted; keyword arguments stand in for the fixtures."""
    opened: list[Study] = []

    def build(**other: object) -> Study:
        tokens = count(len(opened) * 1_000_000)
        parts = {"catalog": catalog, "settings": settings, "paths": paths, "device": "desk", "clock": clock}
        parts["token"] = lambda: f"{next(tokens):08x}"
        study = Study(**(parts | other))  # type: ignore[arg-type]
        opened.append(study)
        return study

    yield build
    for study in opened:
        study.journal.close()


@pytest.fixture
def study(open_study: Opener) -> Study:
    return open_study()
