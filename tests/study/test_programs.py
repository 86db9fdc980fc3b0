"""Other programs: started in one place, and given absolute paths."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import mlflash
from mlflash.study.programs import absolute, start

STARTING = ("system", "popen", "exec", "spawn", "posix_spawn", "startfile")


@pytest.mark.parametrize("name", ["+x", "-x", "--", "a b", "a\nb", "'\"", "$(x)"])
def test_a_path_is_absolute_and_else_as_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute(Path(name)) == f"{tmp_path}/{name}"
    code = f"import sys; sys.exit(sys.argv[1:] != ['word', {str(tmp_path / name)!r}])"
    assert start([sys.executable, "-c", code, "word", Path(name)]).wait(30) == 0


def test_no_other_module_starts_programs() -> None:
    """A new way to start one has to come through the function that makes paths absolute."""
    top = Path(mlflash.__file__).parent
    found = set()
    for file in top.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Import(names=names) if any(name.name == "subprocess" for name in names):
                    found.add(f"{file.relative_to(top)}: subprocess")
                case ast.ImportFrom(module="subprocess", names=names):
                    found |= {f"{file.relative_to(top)}: {name.name}" for name in names}
                case ast.Attribute(value=ast.Name(id="os"), attr=name) if name.startswith(STARTING):
                    found.add(f"{file.relative_to(top)}: {name}")
    harmless = {"tui/editor.py: Popen", "tui/editor.py: TimeoutExpired", "tui/links.py: TimeoutExpired"}
    assert found - harmless == {"study/programs.py: subprocess"}
