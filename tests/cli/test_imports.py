"""What the commands that are called often do not import. A set of modules proves what a clock cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "textual",
    "pydantic",
    "pydantic_core",
    "yaml",
    "rich",
    "fsrs",
    "tomlkit",
    "dataclasses",
    "platformdirs",
    "typing_extensions",
}
RUN = """
import sys
from mlflash.__main__ import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
raise SystemExit(code)
"""


def imported(*arguments: str) -> set[str]:
    """Top-level modules and mlflash's own that a command imports."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    names = done.stderr.split()
    return {name.partition(".")[0] for name in names} | {n for n in names if n.startswith("mlflash.")}


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_import_next_to_nothing(home: Path, argument: str) -> None:
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    extra = imported(argument) - {name.partition(".")[0] for name in bare.stdout.split()}
    assert extra - {"mlflash", "__future__", "gc"} == {"mlflash.__main__", "mlflash.errors"}
    assert not home.exists()


@pytest.mark.parametrize("arguments", [["due"], ["due", "--json"], ["due", "--short"], ["due", "--quiet"]])
def test_due_on_its_warm_path(warm: Path, arguments: list[str]) -> None:
    found = imported(*arguments)
    assert not found & (HEAVY | {"argparse", "socket", "asyncio", "mlflash.study.study", "mlflash.bank.schema"})


def test_due_with_a_snapshot_needs_no_scheduler(warm: Path) -> None:
    assert "mlflash.scheduler.fsrs" in imported("grade", "fund-bias-variance", "good")
    assert not imported("due") & (HEAVY | {"mlflash.scheduler.fsrs"})


@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--json"], ["due", "--section", "trees"], ["weak"], ["show", "nn-dropout"]]
)
def test_reading_commands(warm: Path, arguments: list[str]) -> None:
    assert not imported(*arguments) & HEAVY


def test_grade_needs_nothing_heavy(warm: Path) -> None:
    assert not imported("grade", "nn-dropout", "good") & (HEAVY)


@pytest.mark.parametrize("kind", ["ids", "sections", "keys"])
def test_values_for_completion_come_at_once(warm: Path, kind: str) -> None:
    assert not imported("completion", "--values", kind) & (HEAVY | {"argparse", "mlflash.study.study"})
