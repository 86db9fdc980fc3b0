"""Runs of the program, in this process or in one of its own, on a home whose bank is already parsed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import pytest

from mlflash.__main__ import main
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog

NOW = "2026-11-23T08:00:00Z"


class Ran(NamedTuple):
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def message(self) -> str:
        """The one line of complaint; fails where there is none, more than one, or a traceback."""
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.startswith("mlflash: ")
        assert self.out == ""
        return line.removeprefix("mlflash: ")


Runner = Callable[..., Ran]


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the bundled bank."""
    place = tmp_path_factory.mktemp("parsed") / "cache"
    open_catalog(Settings(), [bundled_bank()], place)
    return place


@pytest.fixture
def warm(home: Path, parsed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the bank parsed, on a Monday morning in UTC."""
    copytree(parsed, home / "cache")
    (home / "config.toml").write_text('timezone = "UTC"\n')
    monkeypatch.setenv("MLFLASH_NOW", NOW)
    return home


@pytest.fixture
def run(warm: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Runs a command in this process."""

    def ran(*arguments: str) -> Ran:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


@pytest.fixture
def program(warm: Path) -> Runner:
    """Runs a command as a process of its own; `typed` is its standard input, `before` runs in it first."""

    def ran(*arguments: str, typed: str = "", before: Callable[[], None] | None = None, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "mlflash", *arguments],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | env,
            preexec_fn=before,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return ran
