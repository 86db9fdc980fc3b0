"""Every command against what it was recorded to say and to change.

`MLFLASH_RECORD=1 python -m pytest tests/golden` records anew; look at the difference before it is committed.
`MLFLASH_APART=1` runs each command as a process of its own, as a few always are.
"""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copytree

import pytest

from tests.golden.cases import Case, cases
from tests.golden.recording import RECORDING, held_to
from tests.golden.running import fresh_home, record

EXPECTED = Path(__file__).with_name("expected")
CASES = dict(cases())
ALSO_APART = ("due", "list-json", "show-own-dish-what", "drill", "grade-lines", "error-section")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture home after its first command: the bank is parsed, the journal is folded."""
    home = fresh_home(tmp_path_factory.mktemp("prepared") / "home")
    record(Case(("due",)), home)
    return home


@pytest.fixture
def copied(prepared: Path, tmp_path: Path) -> Path:
    """A home of the test's own, as it was left by the first command."""
    return copytree(prepared, tmp_path / "golden", copy_function=_copy)


def _copy(source: str, target: str) -> str:
    Path(target).write_bytes(Path(source).read_bytes())
    Path(target).chmod(0o600)
    return target


@pytest.mark.parametrize("name", CASES)
def test_a_command_says_and_does_what_it_did(name: str, copied: Path) -> None:
    apart = "MLFLASH_APART" in os.environ and CASES[name].width is None
    held_to(EXPECTED / f"{name}.txt", record(CASES[name], copied, apart=apart))


@pytest.mark.parametrize("name", ALSO_APART)
@pytest.mark.skipif(RECORDING, reason="recorded in this process")
def test_it_does_the_same_as_a_process_of_its_own(name: str, copied: Path) -> None:
    held_to(EXPECTED / f"{name}.txt", record(CASES[name], copied, apart=True))


@pytest.mark.parametrize("name", ["list-json", "plan-json", "stats-json", "drill"])
@pytest.mark.skipif(RECORDING, reason="recorded with the caches in place")
def test_it_does_the_same_without_what_can_be_thrown_away(name: str, tmp_path: Path) -> None:
    held_to(EXPECTED / f"{name}.txt", record(CASES[name], fresh_home(tmp_path / "golden")))


def test_nothing_else_is_recorded() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)
