"""Completion as the shells themselves do it, and the values that they ask for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from mlflash.bank.catalog import Catalog
from mlflash.cli.completion import INSTALL, VALUES

from .conftest import Runner

CASES: tuple[tuple[str, set[str]], ...] = (
    ("mlflash show nn-dr", {"nn-dropout"}),
    ("mlflash drill --section tr", {"trees", "transformers"}),
    ("mlflash --bank x.yaml list --section tre", {"trees"}),
    ("mlflash config set re", {"retention", "relearning_steps", "reviews_per_day"}),
    ("mlflash grade nn-dropout g", {"good"}),
    ("mlflash suspend nn-dropout nn-batch-n", {"nn-batch-norm"}),
    ("mlflash import --as ap", {"apkg"}),
    ("mlflash drill --cr", {"--cram"}),
    ("mlflash due --qu", {"--quiet"}),
    ("mlflash list --state susp", {"suspended"}),
    ("mlflash comp", {"completion"}),
    ("mlflash config uns", {"unset"}),
    ("mlflash drill --limit ", set()),
    ("mlflash note nn-dropout ", set()),
    ("mlflash show zzz", set()),
)
"""A line, and what can stand at its end."""


@pytest.fixture
def script(run: Runner, warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scripts, in files, and a program of the name on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "mlflash"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlflash "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    for shell in INSTALL:
        ran = run("completion", shell)
        assert (ran.code, ran.err) == (0, "")
        (tmp_path / shell).write_text(ran.out, "utf-8")
    return tmp_path


def test_bash_completes(script: Path) -> None:
    calls = "\n".join(f'complete_line "{line}"' for line, _ in CASES)
    code = f"""
source {script / "bash"}
complete_line() {{
    local IFS=$' '
    COMP_WORDS=($1)
    if [[ $1 == *' ' ]]; then COMP_WORDS+=(""); fi
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    _mlflash
    echo "${{COMPREPLY[*]}}"
}}
{calls}
"""
    done = subprocess.run(
        ["bash", "-u", "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert done.stderr == ""
    assert [set(line.split()) for line in done.stdout.splitlines()] == [found for _, found in CASES]


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("mlflash show nn-dr", "opout "),
        ("mlflash drill --section tre", "es "),
        ("mlflash list --section=tre", "es "),
        ("mlflash config set ret", "ention "),
    ],
)
def test_tab_in_a_real_bash(script: Path, typed: str, then: str) -> None:
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=30, dimensions=(24, 200)
    )
    shell.sendline(f"PS1='> '; bind 'set enable-bracketed-paste off'; source {script / 'bash'}; echo rea''dy")
    shell.expect_exact("ready")
    shell.expect_exact("> ")
    shell.send(f"{typed}\t")
    shell.expect_exact(f"{typed}{then}")
    shell.close(force=True)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("mlflash show nn-dr", "opout"),
        ("mlflash drill --section tre", "es"),
        ("mlflash list --section=tre", "es"),
        ("mlflash config set ret", "ention"),
        ("mlflash drill --cr", "am"),
    ],
)
def test_tab_in_a_real_zsh(script: Path, typed: str, then: str) -> None:
    shell = pexpect.spawn("zsh", ["-f", "-i"], encoding="utf-8", timeout=30, dimensions=(24, 200))
    shell.sendline(f"PS1='> '; autoload -Uz compinit; compinit -u -D; source {script / 'zsh'}; echo rea''dy")
    shell.expect_exact("ready\r\n")
    shell.expect_exact("> ")
    shell.send(f"{typed}\t")
    shell.expect_exact(then)
    shell.close(force=True)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes(script: Path) -> None:
    lines = "\n".join(f"complete -C '{line}'; echo end" for line, _ in CASES)
    code = f"source {script / 'fish'}\n{lines}"
    done = subprocess.run(
        ["fish", "-N", "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert done.stderr == ""
    answers = done.stdout.split("end\n")[:-1]
    assert [{one.split("\t")[0] for one in answer.splitlines()} for answer in answers] == [
        found for _, found in CASES
    ]


def test_the_script_and_the_help_say_how_to_install_it(run: Runner) -> None:
    text = run("completion", "--help").out
    for shell, lines in INSTALL.items():
        head = run("completion", shell).out.split("\n\n")[0]
        assert all(line in head and line in text for line in lines)


def test_values_are_those_of_the_bank(run: Runner, catalog: Catalog) -> None:
    rows = [line.split("\t") for line in run("completion", "--values", "ids").out.splitlines()]
    assert [row[0] for row in rows] == [card.id for card in catalog]
    assert all(len(row) == 2 for row in rows)
    assert len(run("completion", "--values", "sections").out.splitlines()) == len(catalog.sections)
    assert "flagged\n" in run("completion", "--values", "states").out


@pytest.mark.parametrize("kind", VALUES)
def test_values_are_given_in_silence_and_nothing_is_written(run: Runner, home: Path, kind: str) -> None:
    shutil.rmtree(home / "cache")
    before = sorted(home.rglob("*"))
    assert run("completion", "--values", kind).code == 0
    (home / "config.toml").write_text("= broken")
    ran = run("completion", "--values", kind)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(home.rglob("*")) == before
