"""`mlflash stats`: reviews and time, recall against prediction, and each section."""

from __future__ import annotations

import argparse
from pathlib import Path

from mlflash.cli.command import Command
from mlflash.cli.options import add_filter, add_json, parse_launch_options
from mlflash.cli.output import card_text, dump, note, one_line, replay_progress, sentence, table
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.format import count_of
from mlflash.study.interview_day import past_interviews
from mlflash.study.interview_plan import readiness
from mlflash.study.launch import studying
from mlflash.study.promise import range_in_words
from mlflash.study.selection import select_cards
from mlflash.study.stats.day_figures import ReviewTotals
from mlflash.study.stats.figures import OF_ALL, Figures, TimeSpent, figures, time_spent, to_json
from mlflash.study.stats.pages import PageSize, pages
from mlflash.study.today import Today


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which cards, JSON and a file for the charts."""
    add_filter(parser)
    add_json(parser)
    parser.add_argument(
        "--export", type=_chart_file, metavar="FILE", help="write the charts to FILE.svg or FILE.html"
    )


def stats(args: argparse.Namespace) -> int:
    """Print reviews and time, recall against prediction, and the sections; or write the charts to a file."""
    options = parse_launch_options(args)
    with studying(options, replay_progress()) as study:
        note(study.complaints)
        view = study.view()
        cards = view.cards(select_cards(view, options.chosen))[: options.limit]
        found = figures(view, cards)
        holds = study.today(options.chosen).limited(options.limit)
        chosen_time = time_spent(cards, study.progress)
        part = chosen_time if len(cards) < len(view.cards()) else None
        if args.export is not None:
            picture = drawn(found, args.export.suffix.lower(), part=part is not None)
            args.export.write_text(picture, encoding="utf-8")
        ready = readiness(view, cards)
        if args.json:
            overall = {"on": ready.on.isoformat(), **to_json(ready.overall)}
            scope = {"chosen": to_json(chosen_time), "of_all_questions": list(OF_ALL)}
            now = {"today": to_json(found.today) | {"to_come": holds.numbers()}}
            interviews = {"interviews": to_json(past_interviews(view))}
            dump(to_json(found) | {"readiness": overall} | scope | now | interviews)
        elif args.export is not None:
            print(f"written to {one_line(str(args.export))}")
        else:
            _print(found, part, holds)
            _print_trouble(found)
            when = "today" if ready.on == view.day else f"on {ready.on} if you stop now"
            sentence(f"\nready {when}: {range_in_words(ready.overall.low, ready.overall.high)}")
    return 0


def _chart_file(text: str) -> Path:
    """Parse the path of a file for charts."""
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
ALL = "all cards"
OF_ALL_PAGES = ("Overview", "Days", "Recall")
"""Pages whose figures are of all cards, whatever was chosen."""
NAMED = 10
"""Cards named of each kind of trouble."""
DRAWN = PageSize(width=84, rows=26, days=90)
"""The size of an exported page."""


def drawn(found: Figures, kind: str, *, part: bool = False) -> str:
    """All charts one below the other as .svg or .html, with nothing loaded from elsewhere.

    With `part`, the charts that are of all cards and not only of the chosen ones say so.
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


def _print(found: Figures, part: TimeSpent | None, holds: Today) -> None:
    """Print the tables; where a part of the cards was chosen, its time next to that of all cards."""
    spans = {"today": found.today, "7 days": found.week, "all time": found.total}
    rows = [[name if part is None else f"{name}, {ALL}", *_row(done)] for name, done in spans.items()]
    if part is not None:
        done_so_far = f"{part.reviews:,}", f"{part.met:,}", f"{part.minutes:,.0f}"
        rows.append(["all time, chosen cards", *done_so_far, "-", "-"])
    table(rows, ["", "reviews", "new", "minutes", "recalled", "predicted"], right=(1, 2, 3, 4, 5))
    if found.streak > 1:
        print(f"{count_of(found.streak, 'day')} in a row" + (f", {ALL}" if part is not None else ""))
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
            for g in (*found.sections, found.all if part is None else found.all._replace(title="all chosen cards"))
        ],
        ["cards", "new", "learning", "review", "weak", "recall", "section"],
        right=(0, 1, 2, 3, 4, 5),
    )
    learning = f", {holds.in_learning} in learning" if holds.in_learning else ""
    sentence(f"\nto come today {len(holds.review)} to review{learning}, {len(holds.new)} new")
    sentence(f"due within 7 days {sum(found.forecast[:7])}, within 30 {sum(found.forecast)}")


def _print_trouble(found: Figures) -> None:
    """Print the lines that keep being missed and the cards answered wrong with confidence, the worst first."""
    if found.lost:
        print("\nlines you keep missing")
        for line in found.lost[:NAMED]:
            where = f"{line.id}, line {line_label(line.line)}"
            sentence(f"  {line.missed} of {line.seen}  {where}: {one_line(card_text(line.text))}")
    if found.sure_wrong:
        print("\noverconfident: times you were sure, and wrong")
        for card in found.sure_wrong[:NAMED]:
            sentence(f"  {card.times}  {card.id}: {one_line(card_text(card.question))}")


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


COMMANDS = {
    "stats": Command(
        "Show reviews, time, recall against prediction, and the state of each section.", add_arguments, stats
    )
}
