"""Which keys of the drill work now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.card import Card
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_has_tex, next_hint
from mlflash.tui.drill.keys import tick_range

if TYPE_CHECKING:
    from mlflash.study.session_report import SessionReport

ALWAYS = ("write", "bury", "flag", "suspend", "edit", "history")
"""Card actions that work with every card."""


class SessionEnd(NamedTuple):
    """What the end of a session shows and offers; empty while the session goes on."""

    report: SessionReport | None = None
    """Its figures; None where nothing was graded."""
    stopped: bool = False
    """Whether the reader left while cards were left."""
    more_left: bool = False
    """Whether there are cards beyond today's."""
    lines_missed: bool = False
    """Whether there are missed lines to practise."""

    @property
    def missed(self) -> tuple[str, ...]:
        """The cards with something missed, in the order of the session."""
        return tuple(dict.fromkeys(miss.card_id for miss in self.report.missed)) if self.report else ()


class KeyState(NamedTuple):
    """What decides which keys work."""

    has_card: bool
    """Whether there is a card; none at the end of a session."""
    revealed: bool
    """Whether the whole answer is shown."""
    shown: int
    """How many lines of the answer are shown."""
    lines: int
    """How many lines the answer has."""
    available: frozenset[str]
    """The card actions and parts that this card has, by name."""
    can_undo: bool
    """Whether something done in this session can be undone."""
    end: SessionEnd
    """What can follow at the end of a session."""
    confidence: bool
    """Whether the drill asks how sure the reader is."""
    home_row: bool
    """Whether the home row grades."""

    @property
    def before_reveal(self) -> bool:
        """Whether a question waits for its reveal."""
        return self.has_card and not self.revealed

    @property
    def after_reveal(self) -> bool:
        """Whether an answer waits for its grade."""
        return self.has_card and self.revealed


def key_state(
    study: Study, card: Card | None, reveal: RevealState, *, lines: int, folding: bool, end: SessionEnd
) -> KeyState:
    """Which keys work now.

    `lines` counts the answer's lines, `folding` says whether the card's details are folded.
    """
    revealed = study.session.revealed
    return KeyState(
        has_card=card is not None,
        revealed=revealed,
        shown=reveal.shown,
        lines=lines,
        available=frozenset() if card is None else frozenset(_available(study, card, reveal, revealed, folding)),
        can_undo=study.can_undo,
        end=end,
        confidence=study.settings.confidence,
        home_row=study.settings.home_row,
    )


def _available(study: Study, card: Card, reveal: RevealState, revealed: bool, folding: bool) -> Iterator[str]:
    """The card actions and parts that do something now."""
    if not revealed:
        yield "type"
        if next_hint(card, reveal):
            yield "hint"
    else:
        if card.code:
            yield "code"
        if card.probes:
            yield "probes"
        if card.references:
            yield "source"
        if folding:
            yield "unfolded"
        if study.progress.state(card.id).own_lines:
            yield "guide"
    if card_has_tex(card):
        yield "raw"
    yield from ALWAYS


def works(state: KeyState, action: str, parameters: tuple[object, ...]) -> bool:
    """Whether an action of the drill works now."""
    match action:
        case "card_action" | "part":
            return str(parameters[0]) in state.available
        case "reveal" | "line":
            return state.before_reveal
        case "reveal_first":
            return state.before_reveal and (parameters != ("tick",) or not state.shown)
        case "sure":
            return state.before_reveal and state.confidence
        case "key_range":
            grades = "home" if state.home_row else "grade"
            return state.after_reveal and parameters[0] in (grades, tick_range(state.lines))
        case "accept" | "grade" | "tick_all":
            return state.after_reveal
        case "home_grade":
            return state.after_reveal and state.home_row
        case "tick":
            return state.has_card and (state.revealed or state.shown > 0) and int(str(parameters[0])) < state.lines
        case "session":
            return _session_action_works(state, str(parameters[0]))
        case "home":
            return not state.has_card
    return True


def _session_action_works(state: KeyState, action: str) -> bool:
    """Whether an action on the session works now."""
    match action:
        case "undo":
            return state.can_undo
        case "skip":
            return state.has_card
        case "resume":
            return not state.has_card and state.end.stopped
        case "missed again" | "missed probes":
            return not state.has_card and bool(state.end.missed)
        case "lines":
            return not state.has_card and state.end.lines_missed
        case "more":
            return not state.has_card and state.end.more_left and not state.end.stopped
    return True
