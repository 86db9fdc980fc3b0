"""The figures as pages of charts, for the screen and for a file alike: pure, from figures to toned text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from mlflash.bank.text import visible
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.format import percent, whole
from mlflash.study.stats import charts
from mlflash.study.stats.charts import AXIS, Line, bar, fit
from mlflash.study.stats.day_figures import ReviewTotals
from mlflash.study.stats.figures import CardGroup, Figures
from mlflash.study.weak_lists import MissedCard, MissedLine, SlowCard

RANGES = (7, 30, 90, 365)
"""Days that the daily charts look back, at the reader's choice."""


class StatsPage(NamedTuple):
    """A page of charts under its title."""

    title: str
    """Its title."""
    lines: list[Line]
    """Its rows."""


class PageSize(NamedTuple):
    """The space for the charts, and the days in them."""

    width: int
    """Cells across."""
    rows: int
    """Rows for a page."""
    days: int
    """How many days the charts look back."""


SECURE, SHAKY = 0.8, 0.5
"""Recall from which a bar is green, and from which it is amber; below that it is red."""
TITLES = ("Overview", "Days", "Ahead", "Recall", "Mastery", "Weak")
"""The titles of the pages, in order."""


def pages(figures: Figures, size: PageSize) -> list[StatsPage]:
    """Every page, in order."""
    return [draw_page(figures, size, place) for place in range(len(TITLES))]


def draw_page(figures: Figures, size: PageSize, place: int) -> StatsPage:
    """One page, by its place in `TITLES`."""
    drawers: Sequence[Callable[[Figures, PageSize], list[Line]]] = (
        overview, days, ahead, recall, mastery, trouble,
    )  # fmt: skip
    return StatsPage(TITLES[place], drawers[place](figures, size))


def overview(figures: Figures, size: PageSize) -> list[Line]:
    """The calendar, and the totals of the last days."""
    cards = figures.all
    streak = f"{figures.streak}-day streak" if figures.streak else "no streak"
    met = cards.questions - cards.new
    head: Line = [
        (streak, "bold"),
        (f" · best {figures.longest}", "dim"),
        (f" · {met:,} of {cards.questions:,} cards seen", "dim"),
    ]
    spans = {"today": figures.today, "7 days": figures.week, "30 days": figures.month, "all time": figures.total}
    rows = [
        ["reviews", *(f"{done.reviews:,}" for done in spans.values())],
        ["new", *(f"{done.new:,}" for done in spans.values())],
        ["minutes", *(f"{whole(done.minutes):,}" for done in spans.values())],
        ["per review", *(_seconds(done.seconds) for done in spans.values())],
        ["recalled", *(percent(done.recalled) for done in spans.values())],
        ["predicted", *(percent(done.predicted) for done in spans.values())],
    ]
    calendar = charts.heat_map({day.day: day.reviews for day in figures.days}, figures.day, size.width)
    return [head, [], *calendar, [], *charts.table(list(spans), rows, 12, max(8, min(12, (size.width - 12) // 4)))]


def days(figures: Figures, size: PageSize) -> list[Line]:
    """Reviews and minutes a day, over the range chosen."""
    height = max(3, min(13, (size.rows - 7) // 2))
    reviews = {day.day: float(day.reviews) for day in figures.days}
    minutes = {day.day: day.minutes for day in figures.days}
    lines: list[Line] = []
    for name, values, tone in (("Reviews", reviews, "main"), ("Minutes", minutes, "good")):
        sums, each = charts.binned(values, figures.day, size.days, size.width - AXIS)
        wide = max(1, min(6, (size.width - AXIS) // len(sums)))
        # Columns of several days may reach back further than the range.
        within = [n for day, n in values.items() if n and 0 <= (figures.day - day).days < size.days]
        total = sum(within)
        per = f"{name} a day" if each == 1 else f"{name}, {each} days a column"
        done = f"{whole(total):,} in {size.days} days"
        mean = f" · {whole(total / len(within)):,} per study day" if within else ""
        fits = len(per) + 2 + len(done) + len(mean) <= size.width
        labels = _dates(figures, len(sums), each, wide)
        lines += _chart(per, done + mean * fits, sums, height, tone, wide, labels)
    return lines[:-1]


def _chart(
    title: str, about: str, values: Sequence[float], height: int, tone: str, wide: int, labels: Mapping[int, str]
) -> list[Line]:
    """Columns under a title, with labels below them and a blank row."""
    under = charts.under(labels, len(values) * wide)
    return [[(title, "bold"), (f"  {about}", "dim")], *charts.columns(values, height, tone, wide), under, []]


def _dates(figures: Figures, count: int, each: int, wide: int) -> dict[int, str]:
    """Days under columns that end today."""
    labels = {}
    step = max(1, -(-8 // wide))
    for i in range(count - 1, -1, -step):
        day = figures.day - timedelta(days=(count - 1 - i) * each)
        labels[i * wide] = "today" if i == count - 1 else f"{day.day} {day:%b}"
    return labels


def ahead(figures: Figures, size: PageSize) -> list[Line]:
    """What falls due in the next thirty days, and how likely each card is recalled today."""
    height = max(3, min(13, (size.rows - 8) // 2))
    due, met = figures.forecast, figures.recall
    wide = max(1, min(3, (size.width - AXIS) // len(due)))
    about = f"{due[0]:,} today · {sum(due[:7]):,} in 7 days · {sum(due):,} in {len(due)}"
    labels = {0: "today"}
    for i in range(7, len(due), 7):
        day = figures.day + timedelta(days=i)
        labels[i * wide] = f"{day.day} {day:%b}"
    lines = _chart("Due", about, due, height, "accent", wide, labels)
    wide = max(2, min(6, (size.width - AXIS) // len(met)))
    labels = {i * wide: f"{i * 10}%" for i in range(0, 10, 1 if wide > 4 else 2)}
    lines += _chart("Chance of recall today", f"of {sum(met):,} cards seen", met, height, "main", wide, labels)
    return lines[:-1]


def recall(figures: Figures, size: PageSize) -> list[Line]:
    """Whether the forgetting curve was right: actual recall next to predicted recall."""
    since = [day for day in figures.days if 0 <= (figures.day - day.day).days < size.days]
    learned = sum(day.learned for day in since)
    spans = {
        "7 days": figures.week,
        "30 days": figures.month,
        f"{size.days} days": figures.total._replace(
            learned=learned,
            recalled=sum(day.passed for day in since) / learned if learned else None,
            predicted=sum(day.predicted for day in since) / learned if learned else None,
        ),
        "all time": figures.total,
    }
    rows = [
        [name, f"{done.learned:,}", percent(done.recalled), percent(done.predicted), _difference(done)]
        for name, done in spans.items()
    ]
    lines: list[Line] = [[("Actual vs predicted recall", "bold"), ("  reviews of learned cards", "dim")]]
    lines += charts.table(["reviews", "actual", "predicted", "off by"], rows, 10, 11)
    lines += [[], [("By prediction, all time", "bold"), ("  │ predicted  ", "dim"), ("● recalled", "main")]]
    across = max(8, min(40, size.width - 38))
    for group in reversed(figures.calibration):
        if group.reviews:
            actual = group.passed / group.reviews
            lines.append(
                [
                    (f"{group.low:>3.0%}–{group.high:<4.0%}  ", "dim"),
                    *charts.track(group.predicted, actual, across),
                    (f"  {percent(group.predicted):>4} → ", "dim"),
                    (f"{actual:>4.0%}", ""),
                    (f" {group.reviews:>7,}", "dim"),
                ]
            )
    if not any(group.reviews for group in figures.calibration):
        lines.append([("No card has been reviewed on a later day yet.", "dim")])
        lines.append([("This page fills from the second day on.", "dim")])
    return lines


def _difference(done: ReviewTotals) -> str:
    if done.recalled is None or done.predicted is None:
        return "—"
    return f"{(done.recalled - done.predicted) * 100:+.0f} pts"


def mastery(figures: Figures, size: PageSize) -> list[Line]:
    """How much of each section and difficulty would be recalled today, cards not seen yet counting 0."""
    wide = size.width >= 70
    gauge = 16 if size.width >= 90 else 10
    name = max(8, size.width - gauge - (35 if wide else 15))
    heads = f"{'cards':>6}{'seen':>6}{'weak':>6}{'lapses':>8}" if wide else f"{'cards':>6}"
    lines: list[Line] = []
    for title, groups in (("Section", figures.sections), ("Difficulty", figures.difficulties)):
        lines.append([(fit(title, name), "bold"), (heads, "dim"), ("  recall today", "dim")])
        lines += [_group(group, name, gauge, wide) for group in groups]
        lines.append([])
    lines.append(_group(figures.all, name, gauge, wide))
    return lines


def _group(group: CardGroup, name: int, gauge: int, wide: bool) -> Line:
    line: Line = [(fit(visible(group.title), name), "")]
    line.append((f"{group.questions:>6,}", "dim"))
    if wide:
        line.append((f"{group.questions - group.new:>6,}", "dim"))
        line.append((f"{group.weak:>6,}", "warn" if group.weak else "faint"))
        line.append((f"{group.lapses:>8,}", "dim" if group.lapses else "faint"))
    if group.new == group.questions:
        return [*line, ("  ", ""), (fit("not started", gauge + 5), "dim")]
    tone = "good" if group.secure >= SECURE else "warn" if group.secure >= SHAKY else "bad"
    return [*line, ("  ", ""), (bar(group.secure, gauge), tone), (f"{group.secure:>5.0%}", "dim")]


def trouble(figures: Figures, size: PageSize) -> list[Line]:
    """Lines the reader keeps missing, overconfident answers, leeches, slow cards."""
    width, lines = size.width, list[Line]()

    def add_title(title: str, about: str) -> None:
        lines.extend([[]] * bool(lines) + [[(title, "bold"), (f"  {about}", "dim")]])

    def add_card(card: MissedLine | MissedCard | SlowCard, figure: str, under: str = "") -> None:
        lines.append([(f"{figure:>7}  ", "warn"), (fit(visible(" ".join(card.question.split())), width - 9), "")])
        if under:
            lines.append([(" " * 9, ""), (fit(visible(" ".join(under.split())), width - 9), "dim")])

    if figures.lost:
        add_title("Lines you keep missing", "the same line, time after time")
        for lost in figures.lost:
            add_card(lost, f"{lost.missed}/{lost.seen}", f"{line_label(lost.line)}  {lost.text}")
    for title, about, cards in (
        ("Overconfident", "times you were sure, but wrong", figures.sure_wrong),
        ("Leeches", "times forgotten, more than chance explains", figures.leeches),
    ):
        if cards:
            add_title(title, about)
            for missed in cards:
                add_card(missed, f"{missed.times}")
    if figures.slow:
        add_title("Slowest", "mean time of a review")
        for slow in figures.slow[:10]:
            add_card(slow, _seconds(slow.seconds))
    return lines or [[("Nothing gives trouble.", "dim")]]


def _seconds(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.0f} s" if value < 100 else f"{value / 60:.1f} min"
