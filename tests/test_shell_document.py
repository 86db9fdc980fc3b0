"""The snippets of docs/shell.md are read by the programs they are for, and what it says of exit codes holds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlflash.__main__ import main

DOCUMENT = (Path(__file__).parent.parent / "docs" / "shell.md").read_text("utf-8")
SNIPPETS = dict(re.findall(r"^```(\S[^\n]*)\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE))


@pytest.fixture
def program(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with a program of the name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "mlflash").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlflash "$@"\n')
    (folder / "mlflash").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("MLFLASH_NOW", "2026-11-23T08:00Z")
    assert main(["due", "--quiet"]) == 0
    return folder


def output(*arguments: str, code: int = 0) -> str:
    """What a program prints."""
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    return done.stdout


def test_there_is_a_snippet_for_each_program() -> None:
    assert list(SNIPPETS) == ["bash", "tmux", "cron", "systemd mlflash.service", "systemd mlflash.timer"]


def test_the_prompt_of_bash_says_what_waits(program: Path) -> None:
    script = f'{SNIPPETS["bash"]}\necho "${{PS1@P}}"'
    assert output("bash", "--norc", "-c", script) == "10 cards · 15 min # \n".replace("#", prompt_sign())


def prompt_sign() -> str:
    return "#" if os.geteuid() == 0 else "$"


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_tmux_takes_the_snippet(program: Path, tmp_path: Path) -> None:
    config = tmp_path / "tmux.conf"
    config.write_text(SNIPPETS["tmux"], "utf-8")
    socket = str(tmp_path / "socket")
    try:
        output("tmux", "-S", socket, "-f", str(config), "new-session", "-d", "sleep 60")
        assert "due --short" in output("tmux", "-S", socket, "show-options", "-gv", "status-right")
    finally:
        output("tmux", "-S", socket, "kill-server")


def test_the_line_for_cron_runs(program: Path) -> None:
    *times, command = SNIPPETS["cron"].strip().split(maxsplit=5)
    assert len(times) == 5
    assert output("sh", "-c", command) == "10 cards · 15 min\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_units(program: Path, tmp_path: Path) -> None:
    units = []
    for name in ("mlflash.service", "mlflash.timer"):
        text = SNIPPETS[f"systemd {name}"]
        # systemd does not search the folder of this test.
        (tmp_path / name).write_text(text.replace("=mlflash", f"={program / 'mlflash'}"), "utf-8")
        units.append(str(tmp_path / name))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "mlflash" in line or "Failed" in line] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["due", "--quiet"], 0),
        (["due", "--quiet", "--search", "zzzqqq"], 1),
        (["due", "--quiet", "--section", "zzzqqq"], 2),
        (["due", "--quiet", "--bank", "missing.yaml"], 3),
        (["due", "--short", "--search", "zzzqqq"], 1),
        (["due", "--short", "--bank", "missing.yaml"], 3),
        (["due", "--short", "--quiet"], 2),
        (["show", "zzzqqq"], 1),
        (["list", "--tag", "zzzqqq"], 2),
        (["xyzzy"], 2),
        (["restore", "zzzqqq"], 1),
    ],
)
def test_exit_codes(home: Path, arguments: list[str], code: int) -> None:
    assert main(arguments) == code


def test_short_and_quiet_write_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--short"], ["--quiet"], ["--short", "--section", "trees"]):
        assert main(["due", *arguments]) == 0
    assert not home.exists()
    main(["grade", "nn-dropout", "good"])
    main(["due"])
    (home / "progress.json").unlink()
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert main(["due", "--quiet"]) == 0
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    capsys.readouterr()
    main(["due", "--quiet", "--bank", "missing.yaml"])
    assert capsys.readouterr() == ("", "")


def test_every_variable_is_named() -> None:
    source = "\n".join(path.read_text("utf-8") for path in Path(main.__code__.co_filename).parent.rglob("*.py"))
    for name in set(re.findall(r"MLFLASH_[A-Z]+", source)):
        assert f"| `{name}` |" in DOCUMENT
