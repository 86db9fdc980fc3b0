"""The keys of the drill, and when each of them works."""

from __future__ import annotations

from collections.abc import Iterator
from operator import is_
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingType

from mlflash.bank.card import Card
from mlflash.scheduler.events import RATING_NAMES, RATINGS
from mlflash.tui.card.content import card_has_tex, next_hint

if TYPE_CHECKING:
    from mlflash.store.settings import Settings
    from mlflash.tui.drill.screen import DrillScreen

TICKS = "abcd5678"
HOME_ROW = dict(zip(RATING_NAMES, ("j", "k", "l", "semicolon"), strict=True))

# A key that the key bar names only at times has two bindings, one hidden; `works` tells which of them it is.
# Those with priority are pressed once a card at least. Nothing on the screen takes keys of its own, so the
# application may look for them itself, which spares them a message to the screen and one back.
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
    Binding("C", "errand('code')", "code", tooltip="Show the card's code", id="code"),
    Binding("p", "errand('probes')", "probes", tooltip="What the interviewer asks next", id="probes"),
    Binding("t", "errand('type')", "type", tooltip="Type the lines before the reveal", id="type"),
    Binding("u", "undo", "undo", tooltip="Take back what was done last, as often as wished", id="undo"),
    Binding("o", "errand('source')", "source", tooltip="Open a source in the browser", id="source"),
    Binding("n", "errand('write')", "own lines", tooltip="Write your own lines or a note", id="write"),
    Binding("s", "skip", "skip", tooltip="Put the question at the end", id="skip"),
    Binding("s", "skip(True)", "skip", show=False, tooltip="Put the question at the end", id="skip"),
    Binding("z", "errand('bury')", "bury", tooltip="Not again today", id="bury"),
    Binding("f", "errand('flag')", "flag", tooltip="Flag the question, or take the flag away", id="flag"),
    Binding("S", "errand('suspend')", "suspend", show=False, tooltip="Not again until you say so", id="suspend"),
    Binding("e", "errand('edit')", "edit", show=False, tooltip="Edit the card in your editor", id="edit"),
    Binding("slash,F", "filter", "filter", show=False, tooltip="Choose other questions", id="filter"),
    Binding("slash,F", "filter(True)", "filter", key_display="/", tooltip="Choose other questions", id="filter"),
    Binding("g", "part('guide')", "bank's lines", show=False, tooltip="The bank's lines, or your own", id="guide"),
    Binding("r", "part('raw')", "raw TeX", show=False, tooltip="TeX as it is written, or as Unicode", id="raw"),
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
    frozenset({"more"}),
)
"""What works only before the reveal, after it, or at the end: never at once, so these may share a key."""


ALWAYS = ("write", "bury", "flag", "suspend", "edit")
"""Errands that can be done with every question."""


class KeyState(NamedTuple):
    """What decides which keys work: nothing is `asked` at the end, and what is asked is `revealed` or not.

    `shown` and `lines` count the answer's lines; `named` stands for what the card has, by the name of its errand
    or part.
    """

    asked: bool
    revealed: bool
    shown: int
    lines: int
    named: frozenset[str]
    suggested: bool
    can_undo: bool
    more_left: bool
    filtered: bool
    confidence: bool
    home_row: bool

    @property
    def front(self) -> bool:
        """Whether a question waits for its reveal."""
        return self.asked and not self.revealed

    @property
    def back(self) -> bool:
        """Whether an answer waits for its grade."""
        return self.asked and self.revealed


class KeyStates:
    """Tells how the drill stands; found once for each state, since every key asks for it several times."""

    def __init__(self, drill: DrillScreen) -> None:
        self._drill = drill
        self._state: tuple[object, ...] = ()

    def __call__(self) -> KeyState:
        """How the drill stands now."""
        drill, study = self._drill, self._drill.study
        seen = drill.card, drill.look, drill.card_view.laid, drill.more_left
        state = (*seen, study.session, study.progress, study.settings, study.can_undo)
        if len(state) != len(self._state) or not all(map(is_, state, self._state)):
            self._state, self._standing = state, _standing(drill)
        return self._standing


def _standing(drill: DrillScreen) -> KeyState:
    study, card = drill.study, drill.card
    return KeyState(
        card is not None,
        drill.revealed,
        drill.look.shown,
        drill.count(),
        frozenset() if card is None else frozenset(_named(drill, card)),
        drill.suggestion is not None,
        study.can_undo,
        drill.more_left,
        bool(study.session.chosen),
        study.settings.confidence,
        study.settings.home_row,
    )


def _named(drill: DrillScreen, card: Card) -> Iterator[str]:
    """The errands and parts that there is something for, now."""
    if not drill.revealed:
        yield "type"
        if next_hint(card, drill.look):
            yield "hint"
    else:
        if card.code:
            yield "code"
        if card.probes:
            yield "probes"
        if card.references:
            yield "source"
        if drill.card_view.laid.folding:
            yield "unfolded"
        if drill.study.progress.state(card.id).own_lines:
            yield "guide"
    if card_has_tex(card):
        yield "raw"
    yield from ALWAYS


def works(now: KeyState, action: str, parameters: tuple[object, ...]) -> bool:
    """Whether an action of the drill does something now."""
    match action:
        case "errand" | "part":
            return str(parameters[0]) in now.named
        case "reveal" | "line":
            return now.front
        case "skip":
            return now.back if parameters else now.front
        case "sure":
            return now.front and now.confidence
        case "accept":
            return now.back and now.suggested
        case "nothing" if parameters != ("tick",):
            return now.back and now.home_row == (parameters == ("home",))
        case "grade" | "nothing" | "tick_all":
            return now.back
        case "home_grade":
            return now.back and now.home_row
        case "tick":
            return now.asked and (now.revealed or now.shown > 0) and int(str(parameters[0])) < now.lines
        case "undo":
            return now.can_undo
        case "more":
            return not now.asked and now.more_left
        case "filter":  # named where it is the filter that has left nothing to ask
            return bool(parameters) == (not now.asked and now.filtered)
    return True


def grading(settings: Settings) -> tuple[str, ...]:
    """The keys that give the grades, as the grades name them; one that takes more than a letter goes unnamed."""
    own, row = dict(settings.keys), "home" if settings.home_row else "grade"
    usual = "jkl;" if settings.home_row else "1234"
    keys = (own.get(f"{row}-{name}", key) for name, key in zip(RATINGS, usual, strict=True))
    return tuple(key if len(key) == 1 else "" for key in keys)


def shows_lines(settings: Settings, rating: int) -> bool:
    """Whether the home row's key for a grade is the one that shows the answer line by line, too."""
    own = dict(settings.keys)
    keys = own.get(f"home-{RATING_NAMES[rating]}", HOME_ROW[rating])
    return not {key.strip() for key in own.get("line", "l").split(",")}.isdisjoint(map(str.strip, keys.split(",")))
