"""`mlflash stats`: what was done, whether it held, and how each section stands."""

from __future__ import annotations

import argparse
from pathlib import Path

from mlflash.cli.options import Parser, add_filter, add_json, opening
from mlflash.cli.output import card_text, count_of, dump, note, one_line, replay_progress, table
from mlflash.study.interview_plan import readiness
from mlflash.study.launch import studying
from mlflash.study.queue import select_cards
from mlflash.study.stats.figures import OF_ALL, Figures, ReviewTotals, TimeSpent, figures, time_spent, to_json
from mlflash.study.stats.pages import PageSize, pages


def stats(arguments: list[str]) -> int:
    """Print reviews and time, true retention against predicted, and the sections."""
    parser = Parser("stats", "Reviews, time, recall against prediction, and how each section stands.")
    add_filter(parser)
    add_json(parser)
    parser.add_argument(
        "--export", type=_picture, metavar="FILE", help="write the charts to FILE.svg or FILE.html"
    )
    args = parser.parse_args(arguments)
    opened = opening(args)
    with studying(opened, replay_progress()) as study:
        note(study.complaints)
        view = study.view()
        entries = select_cards(view, opened.chosen)[: opened.limit]
        found = figures(view, entries)
        some = time_spent(entries, study.progress)
        part = some if len(entries) < len(study.catalog) else None
        if args.export is not None:
            picture = drawn(found, args.export.suffix.lower(), part=part is not None)
            args.export.write_text(picture, encoding="utf-8")
        ready = readiness(view, entries)
        if args.json:
            overall = {"on": ready.on.isoformat(), **to_json(ready.overall)}
            scope = {"chosen": to_json(some), "of_all_questions": list(OF_ALL)}
            dump(to_json(found) | {"readiness": overall} | scope)
        elif args.export is not None:
            print(f"written: {one_line(str(args.export))}")
        else:
            _print(found, part)
            _print_troubles(found)
            value, low, high = ready.overall.value, ready.overall.low, ready.overall.high
            print(
                f"\nready {'today' if ready.on == view.day else f'on {ready.on}'}: {value:.0%}, "
                f"by your reviews so far between {low:.0%} and {high:.0%}"
            )
    return 0


def _picture(text: str) -> Path:
    """A file to draw to."""
    path = Path(text)
    if path.suffix.lower() not in (".svg", ".html"):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a file that ends in .svg or .html")
    return path


COLORS = {
    "title": "bold #8fb8de",
    "bold": "bold",
    "dim": "#9599a3",
    "faint": "#5b606b",
    "main": "#8fb8de",
    "accent": "#e5c07b",
    "good": "#8fbf8f",
    "warn": "#e0b070",
    "bad": "#e08a8a",
    "heat1": "#405240",
    "heat2": "#597559",
    "heat3": "#749a74",
    "heat4": "#8fbf8f",
}
ALL = "all questions"
OF_ALL_PAGES = ("Overview", "Days", "Recall")
"""Pages that draw what the journal tallies by day, whatever was chosen."""
NAMED = 10
"""Questions named of each kind of trouble."""
DRAWN = PageSize(width=84, rows=26, days=90)


def drawn(found: Figures, kind: str, *, part: bool = False) -> str:
    """All charts below each other as an .svg or .html picture that fetches nothing from elsewhere.

    Where they are of a `part` of the questions, those that are of all of them say so.
    """
    import re
    from io import StringIO

    from rich.console import Console
    from rich.terminal_theme import SVG_EXPORT_THEME
    from rich.text import Text

    console = Console(
        record=True, width=DRAWN.width + 2, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for page in pages(found, DRAWN):
        scope = f" · reviews of {ALL}" if part and page.title in OF_ALL_PAGES else ""
        console.print(Text(f"{page.title}{scope}\n", COLORS["title"]))
        for line in page.lines:
            text = Text.assemble(*((part, COLORS.get(tone, "")) for part, tone in line))
            console.print(text, no_wrap=True, overflow="crop")
        console.print()
    if kind == ".html":
        return console.export_html(theme=SVG_EXPORT_THEME)
    picture = console.export_svg(
        title=f"mlflash {found.day.isoformat()}", theme=SVG_EXPORT_THEME, unique_id="mlflash"
    )
    return re.sub(r"@font-face\s*{[^}]*}", "", picture)


def _print(found: Figures, part: TimeSpent | None) -> None:
    """The tables; what a `part` of the questions came to stands beside what is only known of all of them."""
    spans = {"today": found.today, "7 days": found.week, "in all": found.total}
    rows = [[name if part is None else f"{name}, {ALL}", *_row(done)] for name, done in spans.items()]
    if part is not None:
        replay_progress = f"{part.reviews:,}", f"{part.met:,}", f"{part.minutes:,.0f}"
        rows.append(["in all, those chosen", *replay_progress, "-", "-"])
    table(rows, ["", "reviews", "new", "minutes", "recalled", "predicted"], right=(1, 2, 3, 4, 5))
    if found.streak > 1:
        print(f"{count_of(found.streak, 'day')} on end" + (f", {ALL}" if part is not None else ""))
    print()
    table(
        [
            [
                str(g.questions),
                str(g.new),
                str(g.learning),
                str(g.review),
                str(g.weak),
                _share(g.recall),
                one_line(g.title),
            ]
            for g in (*found.sections, found.all if part is None else found.all._replace(title="all those chosen"))
        ],
        ["questions", "new", "learning", "review", "weak", "recall", "section"],
        right=(0, 1, 2, 3, 4, 5),
    )
    today, week, month = found.forecast[0], sum(found.forecast[:7]), sum(found.forecast)
    print(f"\ndue today {today}, within 7 days {week}, within 30 {month}")


def _print_troubles(found: Figures) -> None:
    """The lines always lost, and what the reader was sure of and had wrong, the worst first."""
    if found.lost:
        print("\nlost lines: the same line, time after time")
        for lost in found.lost[:NAMED]:
            print(f"  {lost.missed} of {lost.seen}  {lost.id}, line {lost.line}: {one_line(card_text(lost.text))}")
    if found.sure_wrong:
        print("\nsure and wrong: times you were sure of it")
        for missed in found.sure_wrong[:NAMED]:
            print(f"  {missed.times}  {missed.id}: {one_line(card_text(missed.question))}")


def _row(done: ReviewTotals) -> list[str]:
    return [
        f"{done.reviews:,}",
        f"{done.new:,}",
        f"{done.minutes:,.0f}",
        _share(done.recalled),
        _share(done.predicted),
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
