"""The keys of the drill, their places in the key bar and their groups in the help."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mlflash.scheduler.events import RATING_NAMES, RATINGS
from mlflash.scheduler.line_ticks import line_label
from mlflash.store.settings import Settings
from mlflash.tui.area_screen import SCROLL_KEYS

TICKS = "abcd5678"
TICK_RANGES = ("a", "a–b", "a–c", "a–d")
"""The letters that tick, as the key bar shows them, for one line and for more."""
TICK_RANGE_KEYS: list[BindingType] = [
    Binding(f"a-{keys[-1]}", f"key_range('{keys}')", "tick", key_display=keys) for keys in TICK_RANGES
]
"""The bindings that only show the letters; `tick_range` says which works."""
HOME_ROW = dict(zip(RATING_NAMES, ("j", "k", "l", "semicolon"), strict=True))

# A key that the key bar shows only at times has two bindings, one hidden; `works` enables one of them.
# Keys pressed at least once a card have priority: the app handles them itself, without a message to the screen and
# back. No widget of the screen takes keys of its own.
BINDINGS: list[BindingType] = [
    Binding("space", "reveal", "show", tooltip="Show the answer", id="reveal", priority=True),
    Binding("y", "sure", "sure?", tooltip="Say before the reveal: sure, unsure, or neither", id="sure"),
    Binding(
        "enter,space",
        "accept",
        "accept",
        key_display="⏎",
        tooltip="Accept the grade that the ticks suggest",
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
    Binding("1-4", "key_range('grade')", "grade", key_display="1–4"),
    Binding("j-;", "key_range('home')", "grade", key_display="j–;"),
    *(
        Binding(
            key,
            f"tick({i})",
            f"tick line {line_label(i + 1)}",
            show=False,
            tooltip="Tick a line, or clear its tick",
            id=f"tick-{key}",
        )
        for i, key in enumerate(TICKS)
    ),
    *TICK_RANGE_KEYS,
    Binding("x", "tick_all", "all", tooltip="Tick every line, or none", id="tick-all"),
    Binding("l", "line", "by line", tooltip="Show the next line only", id="line"),
    Binding("h", "part('hint')", "hint", tooltip="Show the hint, then the picture", id="hint"),
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
    Binding("u", "session('undo')", "undo", tooltip="Undo the last action (unlimited)", id="undo"),
    Binding("o", "card_action('source')", "source", tooltip="Open a source in the browser", id="source"),
    Binding("n", "card_action('write')", "write", tooltip="Write your own lines or a note", id="write"),
    Binding("s", "session('skip')", "skip", tooltip="Skip to later in the session", id="skip"),
    Binding("z", "card_action('bury')", "bury", tooltip="Bury until tomorrow", id="bury"),
    Binding("f", "card_action('flag')", "flag", tooltip="Flag the card, or remove its flag", id="flag"),
    Binding(
        "S", "card_action('suspend')", "suspend", show=False, tooltip="Suspend until you resume it", id="suspend"
    ),
    Binding("e", "card_action('edit')", "edit", show=False, tooltip="Edit the card in your editor", id="edit"),
    Binding(
        "i",
        "card_action('history')",
        "history",
        show=False,
        tooltip="The card's reviews, its stability, what each grade does next",
        id="history",
    ),
    Binding("slash,F", "session('filter')", "filter", key_display="/", tooltip="Choose other cards", id="filter"),
    Binding("g", "part('guide')", "bank's lines", show=False, tooltip="The bank's lines, or your own", id="guide"),
    Binding("r", "part('raw')", "raw TeX", show=False, tooltip="TeX as it is written, or as Unicode", id="raw"),
    # At the end of the session.
    Binding("enter", "home", "home", key_display="⏎", tooltip="To the first screen", id="home"),
    Binding("space", "session('resume')", "go on", tooltip="Go on with this session", id="continue"),
    Binding(
        "r", "session('missed again')", "again", tooltip="Ask the cards with missed lines again", id="missed-again"
    ),
    Binding(
        "p,l",
        "session('missed probes')",
        "probes",
        key_display="p",
        tooltip="Ask the probes of the missed cards",
        id="missed-probes",
    ),
    Binding("L", "session('lines')", "lines", tooltip="The lines you missed, one at a time", id="lines"),
    Binding("m", "session('more')", "more", tooltip="More cards (not-yet-due ones keep their date)", id="more"),
    *SCROLL_KEYS,
    Binding("escape,q", "leave", "leave", key_display="esc", tooltip="End the session", id="leave"),
    # Before the reveal, keys that need the answer say so.
    Binding("1,2,3,4,enter", "reveal_first('grade')", show=False),
    Binding(",".join(TICKS[:4]) + ",x", "reveal_first('tick')", show=False),
    Binding("p,v,o", "reveal_first('look')", show=False),
]

PHASES = (
    frozenset({"reveal", "sure", "line", "hint", "type"}),
    frozenset({"accept", "tick-all", "details", "code", "probes", "source", "guide"})
    | {f"{row}-{name}" for row in ("grade", "home") for name in RATINGS},
    frozenset({"home", "continue", "missed-again", "missed-probes", "lines", "more"}),
)
"""Actions that work only before the reveal, after it, or at the end: never at once, so they may share a key."""

FOOTER = (
    ("reveal", "accept", "home"),
    ("line", *(f"key_range('{keys}')" for keys in TICK_RANGES), "session('missed again')", "session('filter')"),
    ("part('hint')", "key_range('grade')", "key_range('home')", "session('missed probes')"),
    ("card_action('type')", "part('unfolded')", "session('resume')", "session('more')", "card_action('edit')"),
    ("sure", "card_action('code')", "card_action('probes')", "session('lines')", "session('skip')"),
    ("session('undo')",),
)
"""The places of the key bar, from the left, by action: each shows the first of its actions that works now."""

GROUPS = {
    "Answer": (
        *("reveal", "line", "hint", "type", "sure", "details", "code", "guide", "raw"),
        *(f"scroll-{key}" for key in ("up", "down", "pageup", "pagedown")),
    ),
    "Grade": (
        *(f"tick-{key}" for key in TICKS),
        *("tick-all", "accept"),
        *(f"{row}-{name}" for row in ("grade", "home") for name in RATINGS),
    ),
    "Card": ("probes", "source", "history", "write", "edit", "flag", "bury", "suspend"),
    "Session": (
        *("undo", "skip", "filter", "leave"),
        *("home", "continue", "missed-again", "missed-probes", "lines", "more"),
    ),
}
"""The groups of the help, each with the actions in it by name."""


def tick_range(lines: int) -> str:
    """The letters that tick the lines of an answer, as the key bar shows them."""
    return TICK_RANGES[max(0, min(lines, len(TICK_RANGES)) - 1)]


def grade_keys(settings: Settings) -> tuple[str, ...]:
    """The keys that give the grades, to show next to them; a key of more than one letter is not shown."""
    own, row = dict(settings.keys), "home" if settings.home_row else "grade"
    usual = "jkl;" if settings.home_row else "1234"
    keys = (own.get(f"{row}-{name}", key) for name, key in zip(RATINGS, usual, strict=True))
    return tuple(key if len(key) == 1 else "" for key in keys)


def shows_lines(settings: Settings, rating: int) -> bool:
    """Whether the home row's key for a grade also shows the answer line by line."""
    own = dict(settings.keys)
    keys = own.get(f"home-{RATING_NAMES[rating]}", HOME_ROW[rating])
    return not {key.strip() for key in own.get("line", "l").split(",")}.isdisjoint(map(str.strip, keys.split(",")))
