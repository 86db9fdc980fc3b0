"""The end of a session as rows: its figures, the lines missed, tomorrow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.scheduler.events import RATING_NAMES
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.no_cards import explain
from mlflash.study.session_report import SessionMiss, SessionReport
from mlflash.study.study import Study
from mlflash.tui.card.line_rows import CardLayoutRow
from mlflash.tui.drill.key_state import SessionEnd
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.grade_bar import GRADE_COLORS
from mlflash.tui.widgets.text_rows import indented
from mlflash.tui.wrap import clip, pad, span, until, wrap

KEYS = {"more": "m", "filter": "/"}
"""The keys of the actions that go on after a session without cards; where neither does, Enter leads Home."""
FIGURES, COLUMNS = 4, 72
"""The figures at the top, and the columns from which they are on one row."""
LETTER = 7
"""Columns before the text of a missed line."""

Figure = tuple[str, str]
"""A figure and what it counts."""


def end_rows(study: Study, end: SessionEnd, width: int, height: int) -> list[CardLayoutRow]:
    """The end of a session in `width` columns; where it is higher than `height`, without the bar of the grades."""
    whole = _rows(study, end, width, height, tall=True)
    return whole if len(whole) <= height else _rows(study, end, width, height, tall=False)


def _rows(study: Study, end: SessionEnd, width: int, height: int, *, tall: bool) -> list[CardLayoutRow]:
    report = end.report
    if report is None:
        return _plain([Content(), *_no_card_rows(study, end, width)])
    title = f"Stopped, {count_of(study.session.left, 'card')} left" if end.stopped else "Done."
    top = [Content()] * tall
    rows = [*top, *_title_row(title, _streak(report.streak), width), *top, *_figures(report, width)]
    if not end.stopped:
        rows += [*top, *_grades(report, width)] if tall else []
        rows += [Content(), *_labelled("Tomorrow", _workload(report), width)]
        if report.day.cards > len(report.grades):
            day = f"{count_of(report.day.cards, 'review')} in all, {span(report.day.minutes * 60)}"
            rows += _labelled("Today", day, width)
        rows += _waiting(study, width)
    return [*_plain(rows), *_missed(report, width, height - len(rows))]


def _plain(rows: Sequence[Content]) -> list[CardLayoutRow]:
    return [CardLayoutRow(row) for row in rows]


def _title_row(left: str, right: str, width: int) -> list[Content]:
    gap = width - 4 - len(left) - len(right)
    if gap < 2:
        return [Content.styled("  " + clip(left, width - 4), "bold $success")]
    return [Content.assemble("  ", (left, "bold $success"), " " * gap, (right, "bold $accent"))]


def _streak(days: int) -> str:
    return f"{days}-day streak" if days > 1 else ""


def _figures(report: SessionReport, width: int) -> list[Content]:
    """The figures, each with what it counts below it: side by side, or in pairs where the screen is narrow."""
    new = f", {report.new} new" if report.new else ""
    figures: list[Figure] = [
        (count_of(report.cards, "card"), f"{count_of(len(report.grades), 'review')}{new}"),
        (span(report.minutes * 60), "study time"),
    ]
    if report.lines:
        figures.append((f"{report.hit} of {report.lines} lines", f"{report.hit / report.lines:.0%} recalled"))
    before, after = (f"{share:.0%}" for share in (report.before, report.after))
    moved = after if before == after else f"{before} → {after}"
    figures.append((moved, "readiness" if report.interview else "recall today"))
    per_row = FIGURES if width >= COLUMNS else 2
    column, rows = (width - 2) // per_row, list[Content]()
    for start in range(0, len(figures), per_row):
        in_row = figures[start : start + per_row]
        rows.append(Content.assemble("  ", *((pad(value, column), "bold $primary") for value, _ in in_row)))
        rows.append(Content.assemble("  ", *((pad(meaning, column), DIM) for _, meaning in in_row)))
    return rows


def _grades(report: SessionReport, width: int) -> list[Content]:
    """The grades as one bar, each with its share of the width, and their counts below."""
    counts = [(rating, name, report.grades.count(rating)) for rating, name in RATING_NAMES.items()]
    room, total, line, done = width - 4, len(report.grades), Content("  "), 0
    for rating, _, count in counts:
        cells = round((done + count) * room / total) - round(done * room / total)
        line, done = line + Content.styled("━" * cells, GRADE_COLORS[rating]), done + count
    words = [(f"{count} {name}   ", GRADE_COLORS[rating]) for rating, name, count in counts if count]
    return [line, Content.assemble("  ", *words)]


def _workload(report: SessionReport) -> str:
    cards = report.tomorrow.cards
    return f"{count_of(cards, 'card')}, about {span(report.tomorrow.minutes * 60)}" if cards else "no cards"


def _labelled(label: str, text: str, width: int) -> list[Content]:
    return [Content.assemble("  ", (f"{label:<10}", DIM), clip(text, width - 14))]


def _missed(report: SessionReport, width: int, room: int) -> list[CardLayoutRow]:
    """What was missed, in full, by card; with a blank row between cards where there is room."""
    if not report.missed:
        full = report.lines and report.hit == report.lines
        return _plain([Content(), Content.styled("  Every line recalled.", "$success")] if full else [])
    blocks: dict[str, list[CardLayoutRow]] = {}
    for number, miss in enumerate(report.missed):
        blocks.setdefault(miss.card_id, _question(miss, width)).extend(_line(miss, number, width))
    gap = [CardLayoutRow(Content())] * (sum(len(rows) + 1 for rows in blocks.values()) < room)
    rows = _plain([Content(), Content.styled("  You missed", "bold")])
    for place, block in enumerate(blocks.values()):
        rows += [*(gap if place else ()), *block]
    return rows


def _question(miss: SessionMiss, width: int) -> list[CardLayoutRow]:
    failed = " · again" if miss.line is None else ""
    question = clip(miss.question, width - 6 - len(failed))
    return [CardLayoutRow(Content.assemble("    ", (question, DIM), (failed, "$error")))]


def _line(miss: SessionMiss, number: int, width: int) -> list[CardLayoutRow]:
    if miss.line is None:
        return []
    rows = []
    for i, text in enumerate(wrap(miss.text, width - LETTER - 2)):
        letter = (f"    {line_label(miss.line)}  ", "bold $primary") if i == 0 else " " * LETTER
        rows.append(CardLayoutRow(Content.assemble(letter, text), number))
    return rows


def _no_card_rows(study: Study, end: SessionEnd, width: int) -> list[Content]:
    """Why there was no card to ask, and the key for what to do next."""
    session, view = study.session, study.view()
    # Tomorrow needs a plan of its own; it is left out while a card of today comes back.
    tomorrow = None if session.chosen or session.learning else study.tomorrow()
    cards, today = study.select(session.chosen), study.today(session.chosen)
    why = explain(view, today, cards, mode=session.mode, tomorrow=tomorrow)
    goes_on = why.action in KEYS and (why.action != "more" or end.more_left)
    key, label = (KEYS[why.action], why.label) if goes_on else ("⏎", "Home")
    return [
        *indented(why.text, width, "bold"),
        Content(),
        Content.assemble("  ", (key, "bold $primary"), "  ", (clip(label, width - 7), DIM)),
    ]


def _waiting(study: Study, width: int) -> list[Content]:
    """When the next card in learning comes back."""
    learning, view = study.session.learning, study.view()
    if not learning:
        return []
    due = until(learning[0][0], view.now, view.day)
    return indented(f"{count_of(len(learning), 'card')} in learning; the next comes in {due}.", width)
