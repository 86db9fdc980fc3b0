"""The first screen as rows: today's cards, readiness, each section with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable, visible
from mlflash.study.format import short_date, whole
from mlflash.study.interview_day import InterviewDay
from mlflash.study.overview import Overview, SectionLine, why_today
from mlflash.study.promise import Promise, promise_in_words
from mlflash.study.today_words import today_in_words
from mlflash.study.view import View
from mlflash.tui.interview.rows import HOW_DID_IT_GO
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.text_rows import both_ends, gauge, hanging
from mlflash.tui.wrap import clip, pad, wrap

SPARKS = " ▁▂▃▄▅▆▇█"
NARROW = 50
"""Columns under which a loss from the journal takes a single row."""
WIDE = 72
"""Columns from which a section has a bar and says when its next card is due."""
NEXT = 15
"""Columns that say when a section's next card is due, at most."""
FEW = 6
"""Sections not started that are shown each in a row; more of them share a row."""
SHARE = 14
"""Columns of a section's readiness where there is no bar."""
SHORT = {"Your own answers": "Own answers", "Lines you keep missing": "Missed lines"}
"""Names of rows on narrow screens."""
WRAPPED = ("start", "-waits")
"""Rows that may be several."""
GOOD, FAIR = 0.8, 0.5
"""Readiness from which a bar is green or amber."""


def sparkline(values: tuple[int, ...]) -> str:
    """A row of small columns, the highest at full height."""
    top = max(values, default=0) or 1
    return "".join(SPARKS[(value * 8 + top - 1) // top] if value else "▁" for value in values)


def threshold_color(share: float) -> str:
    """The color of readiness: green, amber or red."""
    return "$success" if share >= GOOD else "$warning" if share >= FAIR else "$error"


def headline(overview: Overview, width: int, promise: Promise | None, loss: str | None) -> Content:
    """The day, the interview with readiness, and a warning of lost reviews."""
    title = Content.assemble("  ", ("mlflash", "bold $primary"))
    day = f"{overview.day:%A} {overview.day.day} {overview.day:%B}"
    streak = f" · {overview.streak}-day streak" if overview.streak > 1 else ""
    right = Content.styled(clip(day + streak, width - 14), DIM)
    rows = [both_ends(title, right, width - 1), Content(), readiness_row(overview, width, promise)]
    return Content("\n").join([*(fit(row, width) for row in rows), *loss_rows(loss, width)])


def fit(row: Content, width: int) -> Content:
    """The row in at most `width` columns, cut with an ellipsis."""
    return row if row.cell_length <= width else row.truncate(width, ellipsis=True)


def readiness_row(overview: Overview, width: int, promise: Promise | None) -> Content:
    """The interview with readiness now and the range that the plan leads to; without a date, recall today."""
    ready, share = overview.ready, overview.all.recalled
    if ready is None:
        left, label = Content.styled("  No interview date  p sets it", DIM), "recall today"
    else:
        away = (ready.on - overview.day).days
        days = "today, good luck" if away == 0 else "tomorrow" if away == 1 else f"{away} days"
        date_in_words = f"{ready.on:%a} {short_date(ready.on, overview.day)}"
        left = Content.assemble("  ", (f"Interview {date_in_words}", "bold"), (f" · {days}", DIM))
        label = "ready now"
    if promise is not None:
        right = Content.styled(promise_in_words(promise, overview.day, dated=width >= WIDE), "bold")
    elif not overview.all.seen:
        right = Content.styled("not started", DIM)
    else:
        number = (f" {share:.0%}", f"bold {threshold_color(share)}")
        room = width - left.cell_length - len(label) - len(number[0]) - 4
        bar = (" ", *gauge(share, min(14, room), threshold_color(share))) if room >= 6 else ()
        right = Content.assemble((label, DIM), number, *bar)
    return both_ends(left + " ", right, width - 1)


def loss_rows(loss: str | None, width: int) -> list[Content]:
    """The warning of reviews that have disappeared from the journal."""
    if not loss:
        return []
    if width < NARROW:  # the sections keep their rows; `mlflash doctor` prints the whole warning
        return [Content.styled("  " + clip(loss, width - 4), "$warning")]
    return [
        Content.assemble("  ", (f"{'' if row else 'Journal':<14}", DIM), (text, "$warning"))
        for row, text in enumerate(wrap(loss, width - 18))
    ]


def start_row(overview: Overview, width: int) -> Content:
    """Today's cards with the key that starts; or why there is no card, with the key that goes on."""
    if overview.none is None:
        label = _label("Start", width)
        words = today_in_words(overview.today, width - 2 - len(label))
        return fit(Content.assemble(("⏎ ", "$primary"), (label, "bold"), (words, "bold")), width)
    why = f"{overview.none.text} ⏎ {overview.none.label}"
    return Content("\n").join(hanging(Content.styled("✓ ", "$success"), why, max(22, width - 3), "bold"))


def _label(name: str, width: int) -> str:
    """The name of a row in a column of its own, in fewer words where there is little room."""
    return f"{name:<24} " if width >= WIDE else f"{SHORT.get(name, name):<14} "


def _longest(forms: Sequence[str], room: int) -> str:
    """The first form that fits, else the last; they are sorted from long to short."""
    return next((form for form in forms if len(form) <= room), forms[-1])


def action_row(key: str, label: str, words: str, enter: str, width: int) -> Content:
    """A row that Enter works on: its key, its label, its words and what Enter does."""
    name = _label(label, width)
    after = f" · ⏎ {enter}"
    fits = len(after) <= width - 2 - len(name) - len(words)
    return Content.assemble((f"{key:<2}", "$primary"), name, words, (after * fits, DIM))


def interview_row(interview: InterviewDay, width: int) -> Content:
    """On the interview's day the cards to look over; after it the question how it went."""
    label = "The interview"
    if interview.over:
        return action_row("i", label, HOW_DID_IT_GO, "tick them", width)
    own = ["your own answers"] if interview.own else []
    weakest = [f"the {count_of(len(interview.weakest), 'weakest card')}"] if interview.weakest else []
    cards = " and ".join([*own, *weakest])
    room = width - 2 - len(_label(label, width)) - len(" · ⏎ begin")
    words = _longest((cards, cards.replace("your ", "").replace(" and the ", ", ")), room)
    return action_row("i", label, words[:1].upper() + words[1:], "begin", width)


def done_row(overview: Overview, width: int) -> Content:
    """Today's reviews and minutes so far, and how many cards the plan has gained or lost by them."""
    minutes, label = whole(overview.done.ms / 60_000), _label("Today so far", width)
    words = count_of(overview.done.reviews, "review") + (f" · {minutes:,} min" if minutes else "")
    if overview.added:
        added = f"{abs(overview.added)} {'more' if overview.added > 0 else 'fewer'}"
        forms = (f"{added} fit than planned at first", f"{added} fit than planned", f"{added} fit")
        words += f" · {_longest(forms, width - 2 - len(label) - len(words) - 3)}"
    return Content.styled("  " + label + words, DIM)


def waiting_row(overview: Overview, width: int) -> Content:
    """How many due cards do not come today, and why."""
    label = _label("Waiting", width)
    parts = [f"{waiting.cards:,} due: {waiting.why}" for waiting in overview.waits]
    if late := any(waiting.late for waiting in overview.waits):
        parts.append("p: more minutes")
    rows = wrap(" · ".join(parts), max(10, width - 2 - len(label)))
    return Content("\n").join(
        Content.assemble("  ", (" " * len(label) if n else label, DIM), (row, "$warning" if late else DIM))
        for n, row in enumerate(rows)
    )


def column_names(overview: Overview, width: int) -> Content:
    """The names above the sections' figures."""
    share = "recall today" if overview.ready is None else "ready now"
    names = f"{'Section':<{max(10, width - _figures_width(width))}}{'cards':>6}{'today':>7}"
    names += f"   {share}" if width >= WIDE else f"{share:>{SHARE}}"
    if width >= WIDE and any(_next_due(line, overview.day) for line in (overview.all, *overview.sections)):
        names = f"{names:<{width - 2 - NEXT}}  next"
    return Content.styled("  " + clip(names, width - 2), DIM)


def section_row(line: SectionLine, today: date, width: int, *, highlighted: bool = False) -> Content:
    """A section with its figures; if it is `highlighted` and has no card today, with what Enter does."""
    room, wide = max(10, width - _figures_width(width)), width >= WIDE
    anyway = "⏎ anyway" if highlighted and line.seen and not line.today else ""
    beside = f"{anyway} " if anyway and not wide else ""
    parts: list[tuple[str, str] | str] = ["  ", pad(visible(line.title), room - len(beside)), (beside, DIM)]
    parts.append((f"{line.cards:>6,}", DIM))
    parts.append((f"{line.today:>7,}", "bold $accent") if line.today else (f"{'–':>7}", FAINT))
    if not line.seen:
        return fit(Content.assemble(*parts, (f"{'not started':>{SHARE}}", DIM)), width)
    share = line.recalled
    if wide:
        after = f"  {anyway}" if anyway else _next_due(line, today)
        parts += ["   ", *gauge(share, 10, threshold_color(share)), (f"{share:>5.0%}", ""), (after, DIM)]
    else:
        parts.append((f"{share:>{SHARE}.0%}", threshold_color(share)))
    return fit(Content.assemble(*parts), width)


def _figures_width(width: int) -> int:
    """The columns of a section's figures."""
    return 6 + 7 + (3 + 10 + 5 + NEXT if width >= WIDE else SHARE) + 2


def _next_due(line: SectionLine, today: date) -> str:
    """When the next card of a section without a card today is due, in at most `NEXT` columns."""
    due = line.next_due
    if line.waiting and not line.today:
        return "  due, waiting"
    if line.today or due is None:
        return ""
    if isinstance(due, datetime):
        return "  back soon"
    away = (due - today).days
    return "  " + ("tomorrow" if away == 1 else f"{due:%A}" if away < 7 else short_date(due, today))


def unstarted_row(sections: Sequence[SectionLine], *, opened: bool) -> Content:
    """The row of all sections that are not started; Enter shows or hides them."""
    words = f"{count_of(len(sections), 'section')} not started"
    return Content.styled(f"  {words} · ⏎ {'hide' if opened else 'show'}", DIM)


def list_rows(
    overview: Overview, width: int, height: int = 0, *, weakest_first: bool, unfolded: bool
) -> list[tuple[str, Content]]:
    """The rows with their names: actions, then sections; a row whose name begins with - cannot be chosen."""
    written, own = overview.own
    rows = [("start", start_row(overview, width))]
    if overview.interview is not None:
        if overview.interview.over or overview.interview.cards:  # on its day it comes first, and Enter begins it
            rows.insert(overview.interview.over, ("interview", interview_row(overview.interview, width)))
        if not overview.interview.over:
            rows.append(("afterwards", action_row("", "Afterwards", HOW_DID_IT_GO, "tick them", width)))
    if written < own:
        words = f"{written} of {own} written"
        rows.append(("own", action_row("", "Your own answers", words, "to write", width)))
    if overview.missed_lines:
        count = str(overview.missed_lines)
        rows.append(("lines", action_row("L", "Lines you keep missing", count, "drill them", width)))
    if overview.waits and overview.none is None:  # where no card comes, the first row says why
        rows.append(("-waits", waiting_row(overview, width)))
    if overview.done.reviews:
        rows.append(("-done", done_row(overview, width)))
    rows += [("-gap", Content()), ("-names", column_names(overview, width))]
    rows.append(("all", section_row(overview.all, overview.day, width)))
    started = [line for line in overview.sections if line.seen or line.today]
    if weakest_first:
        started.sort(key=lambda line: line.recalled)
    rows += [(line.id, section_row(line, overview.day, width)) for line in started]
    unstarted = [line for line in overview.sections if line not in started]
    taken = sum(row.plain.count("\n") + 1 for _, row in rows)
    fits = len(unstarted) <= FEW or taken + len(unstarted) <= height  # a section each
    if not fits:
        rows.append(("fold", unstarted_row(unstarted, opened=unfolded)))
    if unfolded or fits:
        rows += [(line.id, section_row(line, overview.day, width)) for line in unstarted]
    return [(name, row if name in WRAPPED else fit(row, width)) for name, row in rows]


def week_row(overview: Overview, width: int) -> Content:
    """Reviews of the last seven days and those due in the next; for a new reader, how to drill."""
    if not overview.all.seen:
        how = "Say the lines aloud, show the answer, tick the lines you had."
        how = how if len(how) + 2 <= width else "Say the lines, show the answer, tick yours."
        return Content.styled(f"  {how}", DIM)
    wide = width >= WIDE
    gap = "     " if wide else "  "
    row = Content.assemble(
        "  ",
        ("Last seven days  " if wide else "Last 7 days ", DIM),
        (sparkline(overview.past), "$primary"),
        (f"{gap}due in the next  " if wide else f"{gap}next 7 ", DIM),
        (sparkline(overview.ahead), "$primary"),
        (f"{gap}weak  ", DIM),
        (f"{overview.weak:,}", "$warning" if overview.weak else DIM),
    )
    return fit(row, width)


def cards_pane(view: View, overview: Overview, width: int, height: int) -> Content:
    """Today's cards in their order, each with the reason why it comes today."""
    queue = [*overview.today.queue, *(card_id for _, card_id in overview.today.steps)]
    rows = [Content.styled("Today's cards", DIM), Content()]
    for card_id in queue[: max(0, (height - 3) // 2)]:
        card = view.catalog[card_id]
        rows.append(Content(clip(readable(" ".join(card.question.split())), width)))
        rows.append(Content.styled("  " + clip(why_today(view, card), width - 2), DIM))
    more = len(queue) - (len(rows) - 2) // 2
    if more > 0:
        rows.append(Content.styled(f"and {more} more", DIM))
    if not queue:
        rows.append(Content.styled("none", DIM))
    return Content("\n").join(rows)
