"""The keys of the drill, and when they work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import NamedTuple

from textual.binding import Binding, BindingType

from mlflash.bank.card import Card
from mlflash.scheduler.events import RATING_NAMES, RATINGS
from mlflash.store.settings import Settings
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_has_tex, next_hint

TICKS = "abcd5678"
HOME_ROW = dict(zip(RATING_NAMES, ("j", "k", "l", "semicolon"), strict=True))

# A key that the key bar shows only at times has two bindings, one hidden; `works` enables one of them.
# Keys pressed at least once a card have priority: the app handles them itself, without a message to the screen and
# back. No widget of the screen takes keys of its own.
BINDINGS: list[BindingType] = [
    Binding("space", "reveal", "reveal", tooltip="Show the answer", id="reveal", priority=True),
    Binding("y", "sure", "sure?", tooltip="Say before the reveal: sure, unsure, or neither", id="sure"),
    Binding(
        "enter",
        "accept",
        "accept",
        key_display="⏎",
        tooltip="Accept the grade suggested",
        id="accept",
        priority=True,
    ),
    *(
        Binding(
            str(n), f"grade({n})", name, tooltip=f"Grade: {name}", id=f"grade-{name}", show=False, priority=True
        )
        for n, name in RATING_NAMES.items()
    ),
    *(
        Binding(key, f"home_grade({n})", RATING_NAMES[n], id=f"home-{RATING_NAMES[n]}", show=False, priority=True)
        for n, key in HOME_ROW.items()
    ),
    Binding("1-4", "nothing('grade')", "grade"),
    Binding("j-;", "nothing('home')", "grade"),
    *(
        Binding(key, f"tick({i})", f"tick line {i + 1}", show=False, id=f"tick-{key}")
        for i, key in enumerate(TICKS)
    ),
    Binding("a-d", "nothing('tick')", "tick"),
    Binding("x", "tick_all", "all", tooltip="Tick every line, or none", id="tick-all"),
    Binding("l", "line", "line by line", tooltip="Show the next line only", id="line"),
    Binding("h,i", "part('hint')", "hint", tooltip="Show the hint, then the picture", id="hint"),
    Binding(
        "v",
        "part('unfolded')",
        "details",
        tooltip="Show picture, pitfall and sources where they are folded",
        id="details",
    ),
    Binding("C", "card_action('code')", "code", tooltip="Show the card's code", id="code"),
    Binding("p", "card_action('probes')", "probes", tooltip="What the interviewer asks next", id="probes"),
    Binding("t", "card_action('type')", "type", tooltip="Type the lines before the reveal", id="type"),
    Binding("u", "undo", "undo", tooltip="Take back what was done last, as often as wished", id="undo"),
    Binding("o", "card_action('source')", "source", tooltip="Open a source in the browser", id="source"),
    Binding("n", "card_action('write')", "own lines", tooltip="Write your own lines or a note", id="write"),
    Binding("s", "skip", "skip", tooltip="Put the question at the end", id="skip"),
    Binding("s", "skip(True)", "skip", show=False, tooltip="Put the question at the end", id="skip"),
    Binding("z", "card_action('bury')", "bury", tooltip="Not again today", id="bury"),
    Binding("f", "card_action('flag')", "flag", tooltip="Flag the question, or take the flag away", id="flag"),
    Binding(
        "S", "card_action('suspend')", "suspend", show=False, tooltip="Not again until you say so", id="suspend"
    ),
    Binding("e", "card_action('edit')", "edit", show=False, tooltip="Edit the card in your editor", id="edit"),
    Binding("slash,F", "filter", "filter", show=False, tooltip="Choose other questions", id="filter"),
    Binding("slash,F", "filter(True)", "filter", key_display="/", tooltip="Choose other questions", id="filter"),
    Binding("g", "part('guide')", "bank's lines", show=False, tooltip="The bank's lines, or your own", id="guide"),
    Binding("r", "part('raw')", "raw TeX", show=False, tooltip="TeX as it is written, or as Unicode", id="raw"),
    Binding("L", "lines", "missed lines", tooltip="The lines you missed, one at a time", id="lines"),
    Binding("m", "more", "more", tooltip="On beyond today's; what is not yet due keeps its date", id="more"),
    *(
        Binding(key, f"scroll({rows})", name, show=False, tooltip=f"Scroll the card: {name}", id=f"scroll-{key}")
        for key, rows, name in (
            ("up", -1, "up"),
            ("down", 1, "down"),
            ("pageup", -8, "page up"),
            ("pagedown", 8, "page down"),
        )
    ),
    Binding("escape,q", "leave", "leave", key_display="esc", tooltip="Back to the first screen", id="leave"),
]

PHASES = (
    frozenset({"reveal", "sure", "line", "hint", "type"}),
    frozenset({"accept", "tick-all", "details", "code", "probes", "source", "guide"})
    | {f"{row}-{name}" for row in ("grade", "home") for name in RATINGS},
    frozenset({"more", "lines"}),
)
"""Actions that work only before the reveal, after it, or at the end: never at once, so they may share a key."""


ALWAYS = ("write", "bury", "flag", "suspend", "edit")
"""Card actions that work with every card."""


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
    suggested: bool
    """Whether the ticks suggest a grade."""
    can_undo: bool
    """Whether something done in this session can be undone."""
    lines_missed: bool
    """Whether the session is over and lines were missed in it."""
    more_left: bool
    """Whether there are cards beyond today's."""
    filtered: bool
    """Whether the session asks only some of the cards."""
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
    study: Study, card: Card | None, reveal: RevealState, *, lines: int, suggested: bool, folding: bool, more: bool
) -> KeyState:
    """Which keys work now.

    `lines` counts the answer's lines, `folding` says whether the card's details are folded, `more` whether there
    are cards beyond today's.
    """
    revealed = study.session.revealed
    return KeyState(
        has_card=card is not None,
        revealed=revealed,
        shown=reveal.shown,
        lines=lines,
        available=frozenset() if card is None else frozenset(_available(study, card, reveal, revealed, folding)),
        suggested=suggested,
        can_undo=study.can_undo,
        lines_missed=card is None and _lines_missed(study),
        more_left=more,
        filtered=bool(study.session.chosen),
        confidence=study.settings.confidence,
        home_row=study.settings.home_row,
    )


class LastKeyState:
    """Keeps the last key state while what decides it stays the same object: a key asks for it some fifty times.

    A speed device, see docs/performance.md.
    """

    def __init__(self) -> None:
        self._inputs: tuple[object, ...] = ()
        self._state: KeyState | None = None

    def get(self, inputs: tuple[object, ...], compute: Callable[[], KeyState]) -> KeyState:
        """The state kept, computed where one of the inputs has changed."""
        if self._state is None or not all(map(is_, inputs, self._inputs)):
            self._inputs, self._state = inputs, compute()
        return self._state


def _lines_missed(study: Study) -> bool:
    """Whether lines were missed in the session."""
    from mlflash.study.line_drill import lines_missed_in

    return bool(lines_missed_in(study.view(), study.session))


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
        case "skip":
            return state.after_reveal if parameters else state.before_reveal
        case "sure":
            return state.before_reveal and state.confidence
        case "accept":
            return state.after_reveal and state.suggested
        case "nothing" if parameters != ("tick",):
            return state.after_reveal and state.home_row == (parameters == ("home",))
        case "grade" | "nothing" | "tick_all":
            return state.after_reveal
        case "home_grade":
            return state.after_reveal and state.home_row
        case "tick":
            return state.has_card and (state.revealed or state.shown > 0) and int(str(parameters[0])) < state.lines
        case "undo":
            return state.can_undo
        case "lines":
            return state.lines_missed
        case "more":
            return not state.has_card and state.more_left
        case "filter":  # shown in the key bar if the filter left no card
            return bool(parameters) == (not state.has_card and state.filtered)
    return True


def grade_keys(settings: Settings) -> tuple[str, ...]:
    """The keys that give the grades, to show beside them; a key of more than one letter is not shown."""
    own, row = dict(settings.keys), "home" if settings.home_row else "grade"
    usual = "jkl;" if settings.home_row else "1234"
    keys = (own.get(f"{row}-{name}", key) for name, key in zip(RATINGS, usual, strict=True))
    return tuple(key if len(key) == 1 else "" for key in keys)


def shows_lines(settings: Settings, rating: int) -> bool:
    """Whether the home row's key for a grade also shows the answer line by line."""
    own = dict(settings.keys)
    keys = own.get(f"home-{RATING_NAMES[rating]}", HOME_ROW[rating])
    return not {key.strip() for key in own.get("line", "l").split(",")}.isdisjoint(map(str.strip, keys.split(",")))
