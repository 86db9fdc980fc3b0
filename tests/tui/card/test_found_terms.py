"""Key terms that the reader typed are marked in the true lines, however these are wrapped."""

from __future__ import annotations

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.tui.card.content import RevealState, answer_lines, card_content
from mlflash.tui.card.layout import CardContent, lay_out
from mlflash.tui.card.line_rows import MATCH_STYLE, AnswerLine

TEXT = "Normalizes each channel over the mini-batch, then divides by √dₖ and `a b` once more."


def marked(face: CardContent, width: int) -> str:
    """The marked characters of a laid-out card, blanks between the spans of different rows."""
    parts = []
    for row in lay_out(face, width, 40).rows:
        parts += [row.content.plain[s.start : s.end] for s in row.content.spans if s.style == MATCH_STYLE]
    return " ".join(parts)


@pytest.mark.parametrize("width", [14, 20, 40, 88])
def test_marks_stay_on_their_terms_at_every_width(width: int) -> None:
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("channel", "batch", "√dₖ")]
    face = CardContent("Q?", (AnswerLine(TEXT, shown=True, matches=tuple(places)),), revealed=True)
    assert marked(face, width).replace(" ", "") == "channelbatch√dₖ"


def test_typed_lines_are_under_the_lines_they_meant(catalog: Catalog) -> None:
    head = next(iter(catalog))
    card = catalog.card(head.id)
    typed = (card.answer[1], "")
    face = card_content(card, head, NEW_CARD, RevealState(typed=typed), revealed=True)
    assert [line.typed for line in face.lines] == ["", typed[0], "", ""]
    assert face.lines[1].matches


def test_before_the_reveal_nothing_is_compared(catalog: Catalog) -> None:
    head = next(iter(catalog))
    face = card_content(catalog.card(head.id), head, NEW_CARD, RevealState(typed=("bias",)), revealed=False)
    assert all(line.typed is None and not line.matches for line in face.lines)


def test_a_line_not_yet_written_keeps_the_banks_words(catalog: Catalog) -> None:
    card = catalog.card(next(iter(catalog)).id)
    state = NEW_CARD._replace(own_lines=("mine", "", "too"))
    lines = answer_lines(card, state, RevealState())
    assert lines == ("mine", card.answer[1], "too", *(() if card.personal else card.answer[3:]))
    assert answer_lines(card, state, RevealState(guide=True)) == card.answer
