"""The rules on every program of the bundled bank."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.bundled.code.program import program
from tests.bundled.fields import cards, section_of

PROGRAMS = {card_id: card.code for card_id, card in cards().items() if card.code is not None}


def test_every_coding_card_has_a_program() -> None:
    assert [card_id for card_id, section in section_of().items() if section == "coding"] == [*PROGRAMS]


@pytest.mark.parametrize("card_id", PROGRAMS)
def test_a_program_runs(card_id: str) -> None:
    assert program(card_id)


@pytest.mark.parametrize("card_id", PROGRAMS)
def test_a_program_fits_a_screen(card_id: str) -> None:
    rows = PROGRAMS[card_id].splitlines()
    assert len(rows) <= 25
    assert max(map(len, rows)) <= 72


@pytest.mark.parametrize("card_id", PROGRAMS)
def test_a_program_imports_the_standard_library_and_numpy_only(card_id: str) -> None:
    imported = set()
    for node in ast.walk(ast.parse(PROGRAMS[card_id])):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported - {"numpy"} <= sys.stdlib_module_names


@pytest.mark.parametrize("card_id", PROGRAMS)
def test_each_program_has_tests_of_its_own(card_id: str) -> None:
    name = f"tests.bundled.code.test_{card_id.removeprefix('code-').replace('-', '_')}"
    assert any(test.startswith("test_") for test in dir(__import__(name, fromlist=["*"])))
