"""The documents are true to the program: modules, paths, commands, dependencies and links exist."""

from __future__ import annotations

import re
import shlex
import tomllib
from io import StringIO
from itertools import chain
from pathlib import Path
from shutil import copytree

import pytest

from mlflash import __main__ as program
from mlflash.bank.example import EXAMPLE
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog
from mlflash.study.launch import LaunchOptions, open_study
from tests.exchange.anki_making import Note, legacy

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "mlflash"
DOCUMENTS = sorted(path.name for path in ROOT.glob("*.md")) + [
    f"docs/{path.name}" for path in ROOT.glob("docs/*.md")
]


def text_of(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def test_the_tree_names_every_module_and_no_other() -> None:
    (tree,) = re.findall(r"```\nsrc/mlflash/\n(.*?)```", text_of("ARCHITECTURE.md"), re.DOTALL)
    named, folders = set(), [""]
    for line in tree.splitlines():
        name, about = line.split(maxsplit=1)
        assert about
        del folders[(len(line) - len(line.lstrip())) // 2 :]
        path = "".join(folders) + name
        if name.endswith("/"):
            folders.append(name)
            path += "__init__.py"
        named.add(path)
    assert named == {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py"
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_files_it_names_exist(document: str) -> None:
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)(?:::(test_\w+))?`", text_of(document))
    passed = ("journal/",)  # files of the reader
    for name, test in named:
        if name.startswith(passed):
            continue
        (found,) = [path for path in (ROOT / name, SOURCE / name) if path.exists()] or pytest.fail(
            f"no file {name}"
        )
        assert f"def {test}(" in found.read_text("utf-8") or not test, f"{name} has no {test}"


def test_where_things_are_names_ten_files() -> None:
    section = text_of("CONTRIBUTING.md").split("## Where things are")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (?!to change).+? \| `(src/[^`]+)`(?:, `([^`]+)`)? \|$", section, re.MULTILINE)
    assert len(rows) == 10
    for path, name in rows:
        assert (ROOT / path).is_file(), path
        assert name.split(".")[-1] in (ROOT / path).read_text("utf-8"), f"{path} has no {name}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text_of(document)):
        assert target.startswith("http") or ((ROOT / document).parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_names_no_path_of_a_machine(document: str) -> None:
    assert not re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt|usr)/", text_of(document))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_it_names_exist(document: str) -> None:
    for name in re.findall(r"`mlflash ([a-z]+)", text_of(document)):
        assert name in program.COMMANDS


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    required = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    table = text_of("ARCHITECTURE.md").split("## Dependencies")[1]
    reasons = re.findall(r"^\| ([\w.-]+)(?: \(.+\))? \|", table, re.MULTILINE)
    assert {*reasons} - {"package"} == {re.split(r"[<>=]", name)[0] for name in required}


def commands() -> list[str]:
    """Every command of the README's code blocks that begins with the program's name."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text_of("README.md"), re.DOTALL | re.MULTILINE)
    return [
        line
        for language, block in blocks
        if not language
        for line in block.splitlines()
        if line.startswith("mlflash")
    ]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the bundled bank."""
    place = tmp_path_factory.mktemp("parsed") / "cache"
    open_catalog(Settings(), [bundled_bank()], place)
    return place


def test_the_readme_has_commands() -> None:
    assert len(commands()) > 8


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_runs(
    line: str,
    home: Path,
    tmp_path: Path,
    parsed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It prints something, opens the app on cards, or changes the settings."""
    copytree(parsed, home / "cache")
    (tmp_path / "my-cards.yaml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "notes.md").write_text("## What is a card?\n\nA question.\n", "utf-8")
    (tmp_path / "shared.apkg").write_bytes(legacy(Note(("What is a deck?", "Cards."))))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLASH_NOW", "2026-11-23T08:00Z")
    monkeypatch.setattr("sys.stdin", StringIO("\n\n3\nq\n"))
    opened: list[int] = []

    def open_app(options: LaunchOptions) -> int:
        opened.append(len(open_study(options).select(options.chosen)))
        return 0

    monkeypatch.setattr(program, "open_app", open_app)
    assert program.main(shlex.split(line, comments=True)[1:]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    settings = home / "config.toml"
    assert out or any(opened) or "my-cards.yaml" in settings.read_text("utf-8")
