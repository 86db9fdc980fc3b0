"""docs/json.md is true: each command prints the keys and types that it describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import pytest

from mlflash.__main__ import full_parser
from mlflash.cli.completion_table import command_rows
from mlflash.scheduler.optimizer import Fit
from tests.golden.cases import case
from tests.golden.homes import fitted, many_due, new_reader, own_bank
from tests.golden.runner import fresh_home, run_here

DOCUMENT = Path(__file__).parent.parent / "docs" / "json.md"


def notes(home: Path) -> None:
    """A file of which something does not come as it stands."""
    (home / "notes.md").write_text("## What is a deck?\n\n![one](deck.png)\n", "utf-8")


CASES = {
    "due": [case("due --json"), case("due --json", prepare=new_reader)],
    "list": [case("list --json")],
    "show ID": [
        case(f"show {card} --json") for card in ("heat-maillard", "own-dish-what", "dough-proof", "dough-yeast")
    ],
    "history ID": [case(f"history {one} --json") for one in ("heat-maillard", "safety-allergy", "gone-card")],
    "weak": [case("weak --json")],
    "stats": [case("stats --json"), case("stats --json", prepare=new_reader)],
    "plan": [
        case("plan --json"),
        case("plan --json", prepare=many_due),
        case("plan --date +4_days --json"),
        case("plan --date +3_days --minutes 2 --json", prepare=new_reader),
    ],
    "optimize --undo": [case("optimize --undo --json", prepare=fitted)],
    "mock": [case("mock --json")],
    "grade ID GRADE": [case("grade heat-steam 3 --json")],
    "rename OLD NEW": [case("rename gone-card safety-allergy --json")],
    "suspend ID…": [case("suspend heat-steam knife-grip --json")],
    "resume ID…": [case("resume dough-laminate --json")],
    "bury ID…": [case("bury heat-steam --json")],
    "flag ID…": [case("flag heat-steam --json")],
    "unflag ID…": [case("unflag heat-steam --json")],
    "forget ID…": [case("forget heat-steam --json")],
    "note ID TEXT": [case("note heat-steam latent --json")],
    "asked ID…": [
        case("asked heat-steam --on 2026-11-20 --went well --note Two_rounds --json"),
        case("asked knife-grip --on 2026-11-20 --json"),
        case("asked --json"),
    ],
    "undo": [case("undo --json")],
    "add": [case("add --question Why? --line So. --section Mine --json")],
    "tag ID TAG…": [case("tag heat-steam mine --json")],
    "untag ID TAG…": [case("untag heat-steam mine --json")],
    "sections": [case("sections --json")],
    "export FILE": [case("export cards.csv --json")],
    "import FILE": [
        case("import own.yaml --json", prepare=own_bank),
        case("import notes.md --json", prepare=notes),
    ],
    "check": [case("check broken.yaml own.yaml --json", prepare=own_bank)],
    "config list": [case("config list --json")],
    "config get KEY": [case("config get interviews --json")],
    "config path": [case("config path --json")],
    "paths": [case("paths --json")],
    "doctor": [case("doctor --json")],
    "merge PATH": [case("merge phone.jsonl --json"), case("merge journal --json")],
    "restore": [case("restore --json")],
    "restore NAME": [case("restore 2026-09-20.daily.zip --json")],
}
"""What is run for each heading of the document."""
NOT_RUN = {"optimize"}
"""A fit needs a package that is installed only on demand, and more reviews: its keys are compared alone."""


class Row(NamedTuple):
    """A key in a table of the document."""

    key: str
    type: str
    optional: bool


class Page(NamedTuple):
    """What the document says under a heading."""

    prints: str
    rows: list[Row]


def pages() -> dict[str, Page]:
    """Commands and shapes by their heading."""
    parts = re.split(r"^##+ `?(.+?)`?$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    found = {}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        prints = re.search(r"^Prints `(.+?)`", text, re.MULTILINE)
        rows = [
            Row(key, kind, "not always" in about)
            for key, kind, about in re.findall(r"^\| `(\S+)` \| (.+?) \| (.*?) ?\|$", text, re.MULTILINE)
        ]
        found[heading] = Page(prints[1] if prints else "", rows)
    return found


PAGES = pages()
COMMANDS = [heading for heading, page in PAGES.items() if page.prints]


def faults(value: Any, kind: str, rows: list[Row], where: str) -> Iterator[str]:
    """What of a value is not as its type says; the rows are those of its keys."""
    if kind.endswith(" or null"):
        if value is None:
            return
        kind = kind.removesuffix(" or null")
    if kind.startswith("list of "):
        if not isinstance(value, list):
            yield f"{where}: no list"
            return
        for one in value:
            yield from faults(one, kind.removeprefix("list of "), rows, f"{where}[]")
    elif kind.startswith("map of "):
        for one in value.values():
            yield from faults(one, kind.removeprefix("map of "), [], f"{where}{{}}")
    elif kind == "object":
        yield from key_faults(value, rows, where)
    elif kind in PAGES:
        yield from key_faults(value, PAGES[kind].rows, where)
    elif not is_of(value, kind):
        yield f"{where}: {value!r} is no {kind}"


def key_faults(value: Any, rows: list[Row], where: str) -> Iterator[str]:
    """What of an object's keys is not as the rows say."""
    rows = [one for row in rows for one in (PAGES[row.type].rows if row.key == "…" else [row])]
    top = {row.key: row for row in rows if "." not in row.key}
    for missing in top.keys() - value.keys():
        if not top[missing].optional:
            yield f"{where}.{missing}: not printed"
    for key, one in value.items():
        if key not in top:
            yield f"{where}.{key}: not in the document"
            continue
        below = [
            row._replace(key=row.key.removeprefix(f"{key}.")) for row in rows if row.key.startswith(f"{key}.")
        ]
        yield from faults(one, top[key].type, below, f"{where}.{key}")


def is_of(value: Any, kind: str) -> bool:
    """Whether a value is of a simple type."""
    match kind:
        case "any":
            return True
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "day":
            return date.fromisoformat(value).isoformat() == str(value)
        case "instant":
            return str(value).endswith("Z") and datetime.fromisoformat(value).utcoffset() == timedelta()
    raise AssertionError(f"the document has no type {kind}")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose bank is parsed."""
    home = fresh_home(tmp_path_factory.mktemp("prepared") / "home")
    run_here(case("due"), home)
    return home


@pytest.mark.parametrize("heading", COMMANDS)
def test_a_command_prints_what_the_document_says(heading: str, prepared: Path, tmp_path: Path) -> None:
    if heading in NOT_RUN:
        assert {row.key for row in PAGES[heading].rows} == {*Fit._fields, "written"}
        return
    for number, one in enumerate(CASES[heading]):
        home = copytree(prepared, tmp_path / str(number))
        one.prepare(home)
        code, out, err = run_here(one, home)
        assert code in (0, 1), err
        assert out.isascii()
        assert list(faults(json.loads(out), PAGES[heading].prints, PAGES[heading].rows, "")) == []


def test_the_document_has_every_command_that_prints_json() -> None:
    rows = command_rows(full_parser())
    printing = {row.path for row in rows if any(option.name == "--json" for option in row.options)}
    assert {heading.split()[0] for heading in COMMANDS} == printing
    assert {*COMMANDS} == {*CASES} | NOT_RUN


def test_a_wrong_value_is_found() -> None:
    rows = [Row("a", "number", False), Row("b", "object", False), Row("b.c", "instant or null", False)]
    assert list(faults({"a": 1, "b": {"c": "2027-01-31T08:00:00Z"}}, "object", rows, "")) == []
    assert (
        len(list(faults({"a": "1", "b": {"c": "2027-01-31T08:00:00", "d": 1}, "e": 1}, "object", rows, ""))) == 4
    )
    assert list(faults({"a": True, "b": {"c": None}}, "object", rows, "")) == [".a: True is no number"]
