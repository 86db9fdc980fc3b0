"""Key terms that the reader typed are marked in the true lines, however these are wrapped."""

from __future__ import annotations

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.sheet import open_sheet
from mlflash.memory.progress import EMPTY
from mlflash.tui.face import FOUND, Face, Line, lay_out
from mlflash.tui.presenting import Look, answer_lines, face_of

TEXT = "Normalizes each channel over the mini-batch, then divides by √dₖ and `a b` once more."


def marked(face: Face, width: int) -> str:
    """The marked characters of a laid-out card, blanks between the spans of different rows."""
    parts = []
    for row in lay_out(face, width, 40).rows:
        parts += [row.content.plain[s.start : s.end] for s in row.content.spans if s.style == FOUND]
    return " ".join(parts)


@pytest.mark.parametrize("width", [14, 20, 40, 88])
def test_marks_stay_on_their_terms_at_every_width(width: int) -> None:
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("channel", "batch", "√dₖ")]
    face = Face("Q?", (Line(TEXT, shown=True, found=tuple(places)),), revealed=True)
    assert marked(face, width).replace(" ", "") == "channelbatch√dₖ"


def test_typed_lines_stand_under_the_lines_they_meant(catalog: Catalog) -> None:
    entry = next(iter(catalog))
    sheet = open_sheet(catalog, entry.id)
    typed = (sheet.answer[1], "")
    face = face_of(sheet, entry, EMPTY, Look(typed=typed), revealed=True)
    assert [line.typed for line in face.lines] == ["", typed[0], "", ""]
    assert face.lines[1].found


def test_before_the_reveal_nothing_is_compared(catalog: Catalog) -> None:
    entry = next(iter(catalog))
    face = face_of(open_sheet(catalog, entry.id), entry, EMPTY, Look(typed=("bias",)), revealed=False)
    assert all(line.typed is None and not line.found for line in face.lines)


def test_a_line_not_yet_written_keeps_the_banks_words(catalog: Catalog) -> None:
    sheet = open_sheet(catalog, next(iter(catalog)).id)
    state = EMPTY._replace(own_lines=("mine", "", "too"))
    lines = answer_lines(sheet, state, Look())
    assert lines == ("mine", sheet.answer[1], "too", *(() if sheet.personal else sheet.answer[3:]))
    assert answer_lines(sheet, state, Look(guide=True)) == sheet.answer
