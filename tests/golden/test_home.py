"""The fixture home: the script writes the committed files, and the state folded from them is recorded by card."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.golden import adapter
from tests.golden.golden_file import RECORDING, compare
from tests.golden.homes import FLAG, fitted, new_reader
from tests.golden.make_home import make
from tests.golden.runner import environment, fresh_home

HERE = Path(__file__).parent
PROGRESS = HERE / "progress.json"
"""The snapshot that the recording program wrote: a later program may use it or not, with the same result."""


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh copy of the home, in the environment of a command."""
    home = fresh_home(tmp_path / "golden")
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    yield home


def test_the_script_makes_the_home_that_is_committed(tmp_path: Path) -> None:
    make(tmp_path)
    made = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    committed = [*HERE.glob("home/journal/*"), *HERE.glob("home/backups/*"), HERE / "phone.jsonl"]
    assert made == {str(path.relative_to(HERE)): path.read_bytes() for path in committed}


def other_scheduling(home: Path) -> None:
    """Set other steps, a lower retention, short intervals and an early rollover."""
    text = (home / "config.toml").read_text()
    other = "learning_steps = [5]\nrelearning_steps = []\nretention = 0.8\nmaximum_interval = 20\nrollover = 0\n"
    (home / "config.toml").write_text(other + text)


def rearranged(name: str) -> Callable[[Path], None]:
    """Put the events into one file, in reverse order, or into a second file as well."""

    def prepare(home: Path) -> None:
        folder = home / "journal"
        lines = [line for file in sorted(folder.iterdir()) for line in file.read_text().splitlines(keepends=True)]
        match name:
            case "one file":
                for file in list(folder.iterdir()):
                    file.unlink()
                (folder / "all.jsonl").write_text("".join(lines))
            case "backwards":
                for file in list(folder.iterdir()):
                    file.write_text("".join(reversed(file.read_text().splitlines(keepends=True))))
            case "twice":
                (folder / "copy.jsonl").write_text("".join(lines))

    return prepare


@pytest.mark.parametrize(
    ("name", "prepare"),
    [
        ("states", None),
        ("states-fitted", fitted),
        ("states-other-scheduling", other_scheduling),
        ("states-new", new_reader),
    ],
)
def test_folded_state(name: str, prepare: Callable[[Path], None] | None, golden: Path) -> None:
    """Compare every figure to its last digit."""
    if prepare is not None:
        prepare(golden)
    compare(HERE / f"{name}.json", written(adapter.folded(golden)))


@pytest.mark.parametrize("name", ["one file", "backwards", "twice"])
@pytest.mark.skipif(RECORDING, reason="the states are recorded from the home as it is")
def test_the_state_does_not_depend_on_files_or_order(name: str, golden: Path) -> None:
    rearranged(name)(golden)
    compare(HERE / "states.json", written(adapter.folded(golden)))


@pytest.mark.skipif("MLFLASH_RECORD_PROGRESS" not in os.environ, reason="kept from the program before")
def test_record_progress(golden: Path) -> None:
    adapter.folded(golden)
    PROGRESS.write_bytes((golden / "progress.json").read_bytes())


@pytest.mark.parametrize("more", [b"", b'{"v":1,"id":"z","at":"2026-11-23T07:59:00.000Z","day":"2026-11-23",'])
@pytest.mark.skipif(RECORDING, reason="the states are recorded without it")
def test_an_older_snapshot_changes_nothing(more: bytes, golden: Path) -> None:
    """Also if the journal has grown since by part of a line, which is not yet an event."""
    (golden / "progress.json").write_bytes(PROGRESS.read_bytes())
    with (golden / "journal" / "laptop.jsonl").open("ab") as file:
        file.write(more)
    compare(HERE / "states.json", written(adapter.folded(golden)))


def test_an_older_snapshot_is_caught_up(golden: Path) -> None:
    """Events written after the snapshot count."""
    with (golden / "journal" / "laptop.jsonl").open("ab") as file:
        file.write(FLAG + b"\n")
    fresh = adapter.folded(golden)
    assert fresh["cards"]["heat-steam"]["flagged"]
    (golden / "progress.json").write_bytes(PROGRESS.read_bytes())
    assert adapter.folded(golden) == fresh


def written(value: object) -> str:
    """JSON as it is recorded."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
