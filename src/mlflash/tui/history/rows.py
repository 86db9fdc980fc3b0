"""The history of a card as rows, pure: its state, its stability over time, what a grade does next, its reviews."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable
from mlflash.scheduler.events import AGAIN, RATING_NAMES, Rating
from mlflash.scheduler.schedule import retrievability
from mlflash.study.card_history import CardHistory, HistoryEntry, hit_words, stability_chart
from mlflash.study.card_summary import status_and_due
from mlflash.study.format import percent, short_date
from mlflash.study.view import View
from mlflash.tui.themes import DIM, TONE_STYLES
from mlflash.tui.widgets.grade_bar import GRADE_COLORS
from mlflash.tui.wrap import span, until, wrap

CHART_WIDTH = 72
"""Cells of the chart at most."""
TALL = 28
"""Rows of the screen from which the chart is six rows high; below that it is three."""
WIDE = 72
"""Cells from which a row says the time of day and the recall predicted, and soon the seconds taken."""
DATED, UNDATED = 22, 13
"""Cells of a date with and without its time."""


def history_rows(view: View, card_id: str, history: CardHistory, width: int, height: int) -> list[Content]:
    """Everything about a card's history in `width` cells."""
    card = view.catalog.get(card_id)
    question = readable(card.question) if card is not None else card_id
    rows = [Content.styled(row, "bold") for row in wrap(question, width)]
    rows += [Content.styled(row, DIM) for row in wrap(_state(view, card_id), width)]
    chart = stability_chart(history.entries, view.day, min(width - 8, CHART_WIDTH), 6 if height >= TALL else 3)
    if chart:
        rows += [Content(), Content.styled("Stability, in days until recall falls to 90%", "bold $primary")]
        rows += [Content.assemble(*((text, TONE_STYLES.get(tone, "")) for text, tone in line)) for line in chart]
    rows += [Content(), Content.styled("If graded now", "bold $primary")]
    rows += [_next_row(view, rating, history, width) for rating in Rating]
    rows.append(Content())
    if not history.entries:
        message = "No review yet · esc goes back, d in a list drills it"
        return [*rows, *(Content.styled(row, DIM) for row in wrap(message, width))]
    rows.append(Content.styled("Reviews, the last first", "bold $primary"))
    return [*rows, *_entry_rows(view, history, width)]


def _state(view: View, card_id: str) -> str:
    """The card's state now, in words."""
    state = view.state(card_id)
    if state.memory is None:
        return "not seen yet" if not state.reps else "new again"
    recall = retrievability(state.memory, view.day, view.decay)
    words = [
        status_and_due(view, card_id, iso=False),
        f"recall today {percent(recall)}",
        count_of(state.reps, "review"),
        *([count_of(state.lapses, "lapse")] if state.lapses else []),
    ]
    return " · ".join(words)


def _next_row(view: View, rating: Rating, history: CardHistory, width: int) -> Content:
    """What a grade would do to the card now."""
    memory = history.next[rating]
    harder = f", difficulty {memory.difficulty:.1f} of 10" if width >= WIDE else ""
    return Content.assemble(
        "  ",
        (f"{RATING_NAMES[rating]:<7}", GRADE_COLORS[rating]),
        f"back in {until(memory.due, view.now, view.day):<8}",
        (f"  stability {_days(memory.stability)}{harder}", DIM),
    )


def _entry_rows(view: View, history: CardHistory, width: int) -> Iterator[Content]:
    """A header and a row for each review; a narrow screen shows neither time of day nor predicted recall."""
    wide = width >= WIDE
    lines = max([*(len(hit_words(entry)) for entry in history.entries), len("lines")]) + wide
    timed = width >= WIDE + lines
    recall = f"{'recall':>8}" if wide else ""
    names = f"{'grade':<7}{'lines':<{lines}}{'after':>9}{recall}{'next':>8}{'stability':>10}"
    head = f"{'':<{DATED if wide else UNDATED}}{names}"
    yield Content.styled(head + (f"{'took':>8}" if timed else ""), DIM)
    for entry in reversed(history.entries):
        row = _entry_row(view, entry, lines, wide=wide)
        if timed and entry.ms is not None:
            row += Content.styled(f"{entry.ms / 1000:>6,.0f} s", DIM)
        yield row


def _entry_row(view: View, entry: HistoryEntry, lines: int, *, wide: bool) -> Content:
    at = entry.at.astimezone(view.zone)
    date = (
        f"  {at.day:>2} {at:%b %Y %H:%M} ".ljust(DATED)
        if wide
        else f"  {short_date(at.date(), view.day)} ".ljust(UNDATED)
    )
    when = (date, DIM)
    if entry.rating is None:
        return Content.assemble(when, ("reset: new again", DIM))
    elapsed = "first" if entry.elapsed is None else span(entry.elapsed * 86_400) if entry.elapsed else "same day"
    recall = f"{'' if entry.recall is None else percent(entry.recall):>8}" if wide else ""
    memory = entry.memory
    if entry.interval is None or memory is None:
        after = f"{'practice only':>{8 + 10}}"
    else:
        waits = (memory.due_at - entry.at).total_seconds() if memory.due_at else entry.interval * 86_400
        after = f"{span(max(0.0, waits)):>8}{_days(memory.stability):>10}"
    return Content.assemble(
        when,
        (f"{RATING_NAMES[entry.rating]:<7}", GRADE_COLORS[entry.rating]),
        (f"{hit_words(entry):<{lines}}", "$warning" if entry.rating == AGAIN else ""),
        (f"{elapsed:>9}{recall}", DIM),
        after,
    )


def _days(stability: float) -> str:
    """A stability in days, to a tenth where it is short."""
    return f"{stability:,.1f} d" if stability < 10 else f"{stability:,.0f} d"
