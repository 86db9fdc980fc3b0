"""Every field of a record is documented by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "mlflash"
BASES = {"NamedTuple", "Struct", "Record", "Model", "EventRecord", "FollowingEvent", "CardHead"}
TABLES = {"Settings"}
"""Records whose fields are documented in their annotations."""


def records(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """The classes that are records."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name not in TABLES:
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            marks = [part for mark in node.decorator_list for part in ast.walk(mark)]
            decorators = {part.id for part in marks if isinstance(part, ast.Name)}
            if bases & BASES or decorators & {"dataclass"}:
                yield node


def undocumented(record: ast.ClassDef) -> Iterator[str]:
    """The fields of a record that no docstring follows."""
    for field, after in zip(record.body, [*record.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            documented = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if not documented:
                yield f"{record.name}.{field.target.id}"


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_field_of_a_record_has_its_own_line(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    assert [name for record in records(tree) for name in undocumented(record)] == []
