"""What a card shows, as plain data: every screen that shows a card builds it here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from mlflash.bank.card import Card
from mlflash.bank.catalog import OFTEN, CardHead
from mlflash.bank.text import has_bare_tex, has_tex, readable, readable_formula, visible
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.weakness import missed_lately
from mlflash.study.lines import WRITE_YOUR_OWN, answer_note, lines_asked, with_misses_of
from mlflash.tui.card.layout import CardContent
from mlflash.tui.card.line_rows import AnswerLine
from mlflash.tui.themes import DIM, FAINT

DIFFICULTY_MARK = {"easy": "▪▫▫", "medium": "▪▪▫", "hard": "▪▪▪"}
LIKELIHOOD_COLORS = {"high": "$accent", "medium": DIM, "low": DIM}
"""The color of each likelihood."""


class RevealState(NamedTuple):
    """How far the reader is with the card on screen."""

    shown: int = 0
    """How many lines of the answer are shown."""
    ticks: tuple[bool | None, ...] = ()
    """For each line whether the reader recalled it; None where they have not said."""
    hint: bool = False
    """Whether the hint is shown before the answer."""
    intuition: bool = False
    """Whether the intuition is shown before the answer."""
    unfolded: bool = False
    """Whether details that fold are shown."""
    guide: bool = False
    """Whether the bank's lines are shown in place of the reader's own."""
    raw: bool = False
    """Whether TeX is shown as it is written."""
    typed: tuple[str, ...] | None = None
    """The lines the reader typed."""
    sure: bool | None = None
    """Whether the reader is sure of the answer; None where they have not said."""
    error: str | None = None
    """Why a grade could not be saved."""


def card_has_tex(card: Card) -> bool:
    """Whether a card has anything that could be TeX."""
    texts = (card.question, *card.answer, card.hint, card.intuition, card.formula, card.pitfall)
    return any(has_tex(text) for text in texts if text) or has_bare_tex(card.formula or "")


def next_hint(card: Card, reveal: RevealState) -> str | None:
    """The next help before the answer, as a field of `RevealState`: the hint, then the intuition, then none."""
    if card.hint and not reveal.hint:
        return "hint"
    return "intuition" if card.intuition and not reveal.intuition else None


def answer_lines(card: Card, state: CardState, reveal: RevealState) -> tuple[str, ...]:
    """The lines to recall, or the bank's lines where the reader asks for them."""
    return lines_asked(card.answer, None if reveal.guide else state.own_lines, personal=card.personal)


@lru_cache(maxsize=16)
def card_content(
    card: Card, head: CardHead, state: CardState, reveal: RevealState, *, revealed: bool, ticking: bool = True
) -> CardContent:
    """The card as it looks in this state; cached, like its layout."""
    texts = tuple(readable(line, reveal.raw) for line in answer_lines(card, state, reveal))
    counted = state if reveal.guide else with_misses_of(card, state)
    lines = [
        AnswerLine(
            text,
            revealed or i < reveal.shown,
            reveal.ticks[i] if i < len(reveal.ticks) else None,
            missed_lately(counted, i + 1) if state.ticked_reviews else (0, 0),
        )
        for i, text in enumerate(texts)
    ]
    if reveal.typed is not None and revealed:
        lines = _with_typed(lines, reveal.typed)
    extras = []
    if card.pitfall:
        extras.append(("Pitfall", readable(card.pitfall, reveal.raw)))
    if state.note:
        extras.append(("Note", visible(state.note)))
    return CardContent(
        question=readable(card.question, reveal.raw),
        lines=tuple(lines),
        revealed=revealed,
        note=_note(card, head, state, reveal, revealed or reveal.shown > 0),
        hint=readable(card.hint, reveal.raw) if reveal.hint and card.hint and not revealed else None,
        intuition=readable(card.intuition, reveal.raw) if card.intuition else None,
        picture=reveal.intuition and not revealed,
        formula=readable_formula(card.formula, reveal.raw) if card.formula else None,
        extras=tuple(extras),
        references=tuple(visible(f"{r.title}, {r.year}" if r.year else r.title) for r in card.references),
        unfolded=reveal.unfolded,
        ticking=ticking,
    )


def word_spans(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where a text holds words that were searched for, as (start, end)."""
    if not words:
        return ()
    matches = re.finditer("|".join(map(re.escape, words)), text, re.IGNORECASE)
    return tuple(match.span() for match in matches)


def with_words(shown: CardContent, words: Sequence[str]) -> CardContent:
    """The card with the words that were searched for marked in its lines."""
    lines = (line._replace(matches=word_spans(line.text, words)) for line in shown.lines)
    return shown._replace(lines=tuple(lines)) if words else shown


def _with_typed(lines: list[AnswerLine], typed: tuple[str, ...]) -> list[AnswerLine]:
    """The lines, each with what was typed for it and with the key terms that were typed."""
    from mlflash.study.typed_answer import found_terms, typed_for_each

    typed_lines = typed_for_each(typed, tuple(line.text for line in lines))
    return [
        line._replace(typed=visible(text), matches=tuple(found_terms(line.text, typed)))
        for line, text in zip(lines, typed_lines, strict=True)
    ]


def _note(card: Card, head: CardHead, state: CardState, reveal: RevealState, revealed: bool) -> str | None:
    if reveal.error or not revealed:
        return reveal.error
    return WRITE_YOUR_OWN if reveal.guide and card.personal else answer_note(card, head, state)


def marks(head: CardHead, *, words: bool = True) -> Content:
    """Difficulty and likelihood as marks and words, or short."""
    color = LIKELIHOOD_COLORS[head.likelihood]
    parts: list[tuple[str, str] | str] = [(DIFFICULTY_MARK[head.difficulty], DIM), " "]
    if words:
        parts += [(head.difficulty, DIM), (" · ", FAINT), (f"asked {OFTEN[head.likelihood]}", color)]
    else:
        parts += [(OFTEN[head.likelihood], color)]
    return Content.assemble(*parts)
