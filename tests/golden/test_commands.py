"""Compare the output and the effects of every command with the recorded ones.

`MLFLASH_RECORD=1 python -m pytest tests/golden` records again; look at the difference before you commit it.
`MLFLASH_APART=1` runs each command as a process of its own, as a few always are.
"""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copytree

import pytest

from tests.golden.cases import Case, cases
from tests.golden.golden_file import RECORDING, compare
from tests.golden.runner import fresh_home, record

EXPECTED = Path(__file__).with_name("expected")
CASES = dict(cases())
ALSO_APART = ("due", "list-json", "show-own-dish-what", "drill", "grade-lines", "error-section")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture home after one command: the bank is parsed, the journal is folded."""
    home = fresh_home(tmp_path_factory.mktemp("prepared") / "home")
    record(Case(("due",)), home)
    return home


@pytest.fixture
def copied(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared home for one test."""
    return copytree(prepared, tmp_path / "golden", copy_function=_copy)


def _copy(source: str, target: str) -> str:
    Path(target).write_bytes(Path(source).read_bytes())
    Path(target).chmod(0o600)
    return target


@pytest.mark.parametrize("name", CASES)
def test_command(name: str, copied: Path) -> None:
    apart = "MLFLASH_APART" in os.environ and CASES[name].width is None
    compare(EXPECTED / f"{name}.txt", record(CASES[name], copied, apart=apart))


@pytest.mark.parametrize("name", ALSO_APART)
@pytest.mark.skipif(RECORDING, reason="recorded in this process")
def test_command_in_a_process_of_its_own(name: str, copied: Path) -> None:
    compare(EXPECTED / f"{name}.txt", record(CASES[name], copied, apart=True))


@pytest.mark.parametrize("name", ["list-json", "plan-json", "stats-json", "drill"])
@pytest.mark.skipif(RECORDING, reason="recorded with the caches in place")
def test_command_without_caches_and_snapshot(name: str, tmp_path: Path) -> None:
    compare(EXPECTED / f"{name}.txt", record(CASES[name], fresh_home(tmp_path / "golden")))


def test_nothing_else_is_recorded() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)
