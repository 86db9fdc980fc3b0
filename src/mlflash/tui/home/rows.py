"""The first screen as rows: what comes today, how ready the reader is, each section with its figures."""

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
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, pad, rule, wrap

SPARKS = " ▁▂▃▄▅▆▇█"
NARROW = 50
"""Columns under which a loss from the journal takes a single row."""
WIDE = 72
"""Columns from which a section has a bar and says when its next card is due."""
NEXT = 15
"""Columns that say when a section's next card is due."""
FEW = 6
"""Up to this many sections that are not started are shown one by one."""
WRAPPED = ("start", "-waits")
"""Rows that may be several."""
GOOD, FAIR = 0.8, 0.5
"""Readiness from which a bar is green, and from which it is amber."""


def sparkline(values: tuple[int, ...]) -> str:
    """A row of little columns, the highest at full height."""
    top = max(values, default=0) or 1
    return "".join(SPARKS[(value * 8 + top - 1) // top] if value else "▁" for value in values)


def threshold_color(share: float) -> str:
    """The color of readiness: green, amber or red."""
    return "$success" if share >= GOOD else "$warning" if share >= FAIR else "$error"


def gauge(share: float, width: int) -> list[tuple[str, str] | str]:
    """A share as a thin line in the color of its threshold, for `Content.assemble`."""
    filled, rest = rule(share, width)
    return [(filled, threshold_color(share)), (rest, FAINT)]


def headline(found: Overview, width: int, promise: Promise | None, loss: str | None) -> Content:
    """The day, the interview and readiness, in a few rows."""
    title = Content.assemble("  ", ("mlflash", "bold $primary"))
    day = f"{found.day:%A} {found.day.day} {found.day:%B}"
    streak = f" · {found.streak}-day streak" if found.streak > 1 else ""
    right = Content.styled(clip(day + streak, width - 14), DIM)
    rows = [title + Content(" " * max(1, width - title.cell_length - right.cell_length - 2)) + right, Content()]
    rows.append(readiness_row(found, width, promise))
    return Content("\n").join([*(fit(row, width) for row in rows), *loss_rows(loss, width)])


def fit(row: Content, width: int) -> Content:
    """A row that is cut where it is wider than its room: a row never wraps."""
    return row if row.cell_length <= width else row.truncate(width, ellipsis=True)


def readiness_row(found: Overview, width: int, promise: Promise | None) -> Content:
    """The interview with readiness now and where the plan leads; without a date, recall today."""
    ready, whole = found.ready, found.all
    if ready is None:
        left: list[tuple[str, str] | str] = [("No interview date", DIM), ("  p sets it", DIM)]
        name = "recall today"
    else:
        away = (ready.on - found.day).days
        days = "today, good luck" if away == 0 else "tomorrow" if away == 1 else f"{away} days"
        left = [(f"Interview {ready.on:%a} {short_date(ready.on, found.day)}", "bold"), (f" · {days}", DIM)]
        name = "ready now"
    row = Content.assemble("  ", *left)
    if promise is not None:
        end = Content.styled(promise_in_words(promise, found.day, dated=width >= WIDE), "bold")
    elif not whole.seen:
        end = Content.styled("not started", DIM)
    else:
        share = whole.recalled
        number = (f" {share:.0%}", f"bold {threshold_color(share)}")
        room = width - row.cell_length - len(name) - len(number[0]) - 5
        bar = [" ", *gauge(share, min(14, room))] if room >= 6 else []
        end = Content.assemble((name, DIM), number, *bar)
    return row + Content(" " * max(2, width - row.cell_length - end.cell_length - 2)) + end


def loss_rows(loss: str | None, width: int) -> list[Content]:
    """The warning of reviews that have disappeared from the journal, under the figures it makes wrong."""
    if not loss:
        return []
    if width < NARROW:  # the sections are to keep their room; `mlflash doctor` says the rest
        return [Content.styled("  " + clip(loss, width - 4), "$warning")]
    texts = wrap(loss, width - 18)
    labels = ["Journal", *[""] * len(texts)]
    return [
        Content.assemble("  ", (f"{label:<14}", DIM), (text, "$warning"))
        for label, text in zip(labels, texts, strict=False)
    ]


def start_row(found: Overview, width: int) -> Content:
    """The key that starts, with today's cards; or why there is none, and what goes on."""
    if found.none is None:
        label = _label("Start", width)
        words = today_in_words(found.today, width - 3 - len(label))
        return fit(Content.assemble(("⏎  ", "$primary"), (label, "bold"), (words, "bold")), width)
    first, *rest = wrap(f"{found.none.text} ⏎ {found.none.label}", max(20, width - 6))
    return Content("\n").join(
        [Content.assemble(("✓  ", "$success"), (first, "bold")), *(Content(f"   {row}") for row in rest)]
    )


def _label(name: str, width: int) -> str:
    """The name of a row in a column of its own."""
    return f"{name:<{24 if width >= WIDE else 10}} "


def action_row(key: str, label: str, words: str, after: str, width: int) -> Content:
    """A row that leads somewhere: its key, its name, its number and what Enter does."""
    name = _label(label, width)
    room = max(0, width - 3 - len(name) - len(words))
    return Content.assemble((f"{key:<3}", "$primary"), name, words, (clip(after, room), DIM))


def interview_row(found: InterviewDay, width: int) -> Content:
    """On the interview's day what to look over, and after it the question which questions came."""
    if found.over:
        return action_row("i", "The interview", "How did it go? Which questions came?", " · ⏎ tick them", width)
    words = "Today. Your own answers, the ten weakest, ten minutes"
    return action_row("i", "The interview", words, " · ⏎ begin", width)


def done_row(found: Overview, width: int) -> Content:
    """What was done today so far, and how many cards the plan has gained or lost by it."""
    minutes, label = whole(found.done.ms / 60_000), _label("Today so far", width)
    words = count_of(found.done.reviews, "review") + (f" · {minutes:,} min" if minutes else "")
    if found.added:
        added = f"{abs(found.added)} {'more' if found.added > 0 else 'fewer'}"
        forms = (f"{added} fit than planned at first", f"{added} fit than planned", f"{added} fit")
        room = width - 3 - len(label) - len(words) - 3
        words += f" · {next((form for form in forms if len(form) <= room), forms[-1])}"
    return Content.styled("   " + label + words, DIM)


def waiting_row(found: Overview, width: int) -> Content:
    """How many due cards do not come today, and why."""
    label = _label("Waiting", width)
    parts = [f"{one.cards:,} due: {one.why}" for one in found.waits]
    if late := any(one.late for one in found.waits):
        parts.append("p: more minutes")
    words = " · ".join(parts)
    rows = wrap(words, max(20, width - 3 - len(label)))
    style = "$warning" if late else DIM
    return Content("\n").join(
        Content.assemble("   ", ((" " * len(label), label)[at == 0], DIM), (row, style))
        for at, row in enumerate(rows)
    )


def column_names(found: Overview, width: int) -> Content:
    """The names above the sections' figures."""
    share = "recall today" if found.ready is None else "ready now"
    figures = _figures(width)
    names = f"{'Section':<{max(10, width - figures)}}{'cards':>6}{'today':>7}   {share}"
    if width >= WIDE and any(_next(line, found.day) for line in (found.all, *found.sections)):
        names = f"{names:<{width - 3 - NEXT}}  next"
    return Content.styled("   " + clip(names, width - 3), FAINT)


def section_row(line: SectionLine, today: date, width: int, *, lit: bool = False) -> Content:
    """A section with its figures; the row that is `lit` says what Enter does where nothing comes today."""
    figures = _figures(width)
    parts: list[tuple[str, str] | str] = ["   ", pad(visible(line.title), max(10, width - figures))]
    parts.append((f"{line.cards:>6,}", DIM))
    parts.append((f"{line.today:>7,}", "bold $accent") if line.today else (f"{'–':>7}", FAINT))
    if not line.seen:
        return fit(Content.assemble(*parts, ("   not started", FAINT)), width)
    share = line.recalled
    if width >= WIDE:
        after = "  ⏎ anyway" if lit and not line.today else _next(line, today)
        parts += ["   ", *gauge(share, 10), (f"{share:>5.0%}", ""), (after, DIM)]
    else:
        parts.append((f"   {share:>4.0%}", threshold_color(share)))
        parts.append(("  ⏎ anyway" if lit and not line.today else "", DIM))
    return fit(Content.assemble(*parts), width)


def _figures(width: int) -> int:
    """Columns that a section's figures take."""
    return 6 + 7 + 3 + (10 + 5 + NEXT if width >= WIDE else 14) + 3


def _next(line: SectionLine, today: date) -> str:
    """When a section's next card is due, where none comes today, in at most `NEXT` columns."""
    due = line.next_due
    if line.waiting and not line.today:
        return "  due, waiting"
    if line.today or due is None:
        return ""
    if isinstance(due, datetime):
        return "  back soon"
    away = (due - today).days
    return "  " + ("tomorrow" if away == 1 else f"{due:%A}" if away < 7 else short_date(due, today))


def fold_row(folded: Sequence[SectionLine], width: int, *, opened: bool) -> Content:
    """The row that stands for the sections that are not started."""
    count = count_of(len(folded), "section")
    words = f"{count} not started" if not opened else "Hide those not started"
    return Content.assemble(
        ("   " + pad(words, max(10, width - 12)), DIM), ("⏎ hide" if opened else "⏎ show", FAINT)
    )


def list_rows(shown: Overview, width: int, *, weakest_first: bool, unfolded: bool) -> list[tuple[str, Content]]:
    """The rows with their names: what leads on, then the sections; names that begin with - are only read."""
    written, own = shown.own
    rows = [("start", start_row(shown, width))]
    if shown.interview is not None:  # on its day it comes first, and Enter begins it
        rows.insert(shown.interview.over, ("interview", interview_row(shown.interview, width)))
        if not shown.interview.over:
            words = "How did it go? Which questions came?"
            rows.append(("afterwards", action_row("", "Afterwards", words, " · ⏎ tick them", width)))
    if written < own:
        words = f"{written} of {own} written"
        rows.append(("own", action_row("", "Your own answers", words, " · ⏎ to write", width)))
    if shown.missed_lines:
        count = str(shown.missed_lines)
        rows.append(("lines", action_row("L", "Lines you keep missing", count, " · ⏎ drill them", width)))
    if shown.waits and shown.none is None:  # where no card comes, the first row says why
        rows.append(("-waits", waiting_row(shown, width)))
    if shown.done.reviews:
        rows.append(("-done", done_row(shown, width)))
    rows += [("-gap", Content()), ("-names", column_names(shown, width))]
    rows.append(("all", section_row(shown.all, shown.day, width)))
    started = [line for line in shown.sections if line.seen or line.today]
    if weakest_first:
        started.sort(key=lambda line: line.recalled)
    rows += [(line.id, section_row(line, shown.day, width)) for line in started]
    fresh = [line for line in shown.sections if line not in started]
    if len(fresh) > FEW:
        rows.append(("fold", fold_row(fresh, width, opened=unfolded)))
    if unfolded or len(fresh) <= FEW:
        rows += [(line.id, section_row(line, shown.day, width)) for line in fresh]
    return [(name, row if name in WRAPPED else fit(row, width)) for name, row in rows]


def week_row(found: Overview, width: int) -> Content:
    """Reviews of the last seven days and those due in the next; for a new reader, how it goes."""
    if not found.all.seen:
        how = "Say the lines aloud, show the answer, tick the lines you had."
        return Content.styled(
            "   " + (how if len(how) + 3 <= width else "Say the lines, show the answer, tick yours."), DIM
        )
    wide = width >= WIDE
    gap = "     " if wide else "  "
    row = Content.assemble(
        "   ",
        ("Last seven days  " if wide else "Last 7 days ", DIM),
        (sparkline(found.past), "$primary"),
        (f"{gap}due in the next  " if wide else f"{gap}next 7 ", DIM),
        (sparkline(found.ahead), "$primary"),
        (f"{gap}weak  ", DIM),
        (f"{found.weak:,}", "$warning" if found.weak else FAINT),
    )
    return fit(row, width)


def cards_pane(view: View, found: Overview, width: int, height: int) -> Content:
    """Today's cards in their order, each with the reason that it comes."""
    queue = [*found.today.queue, *(card_id for _, card_id in found.today.steps)]
    rows = [Content.styled("Today's cards", FAINT), Content()]
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
