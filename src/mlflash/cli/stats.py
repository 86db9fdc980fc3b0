"""`mlflash stats`: print reviews and time, recall against prediction, and each section."""

from __future__ import annotations

import argparse
import re
from io import StringIO
from pathlib import Path

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_filter_and_json, parse_launch_options
from mlflash.cli.output import card_text, dump, one_line, sentence, table
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.format import whole
from mlflash.study.interview_day import past_interviews
from mlflash.study.interview_plan import readiness
from mlflash.study.promise import range_in_words
from mlflash.study.selection import select_cards
from mlflash.study.stats.figures import OF_ALL, Figures, TimeSpent, figures, time_spent, to_json
from mlflash.study.stats.pages import PageSize, pages
from mlflash.study.today import Today


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_filter_and_json(parser)
    parser.add_argument(
        "--export", type=_chart_file, metavar="FILE", help="write the charts to FILE.svg or FILE.html"
    )


def stats(args: argparse.Namespace) -> None:
    """Print reviews and time, recall against prediction, and the sections; or write the charts to a file."""
    options = parse_launch_options(args)
    with opened_study(options) as study:
        view = study.view()
        cards = view.cards(select_cards(view, options.chosen))[: options.limit]
        numbers = figures(view, cards)
        todays = study.today(options.chosen).limited(options.limit)
        chosen_time = time_spent(cards, study.progress)
        part = chosen_time if len(cards) < len(view.cards()) else None
        if args.export is not None:
            picture = drawn(numbers, args.export.suffix.lower(), part=part is not None)
            args.export.write_text(picture, encoding="utf-8")
        ready = readiness(view, cards)
        if args.json:
            overall = {"on": ready.on.isoformat(), **to_json(ready.overall)}
            scope = {"chosen": to_json(chosen_time), "of_all_questions": list(OF_ALL)}
            now = {"today": to_json(numbers.today) | {"to_come": todays.numbers()}}
            interviews = {"interviews": to_json(past_interviews(view))}
            dump(to_json(numbers) | {"readiness": overall} | scope | now | interviews)
        elif args.export is not None:
            print(f"written to {one_line(str(args.export))}")
        else:
            _print(numbers, part, todays)
            _print_trouble(numbers)
            when = "today" if ready.on == view.day else f"on {ready.on} if you stop now"
            sentence(f"\nready {when}: {range_in_words(ready.overall.low, ready.overall.high)}")


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
"""Pages with figures of all cards, whatever cards are chosen."""
NAMED = 10
"""Cards listed of each kind of trouble."""
DRAWN = PageSize(width=84, rows=26, days=90)
"""The size of an exported page."""


def drawn(numbers: Figures, kind: str, *, part: bool = False) -> str:
    """All charts, one below the other, as an .svg or .html file that loads nothing from elsewhere.

    With `part`, charts of all cards say that they are not only of the chosen ones.
    """
    from rich.console import Console
    from rich.terminal_theme import SVG_EXPORT_THEME
    from rich.text import Text

    console = Console(
        record=True, width=DRAWN.width + 2, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for page in pages(numbers, DRAWN):
        scope = f" · reviews of {ALL}" if part and page.title in OF_ALL_PAGES else ""
        console.print(Text(f"{page.title}{scope}\n", COLORS["title"]))
        for line in page.lines:
            text = Text.assemble(*((part, COLORS.get(tone, "")) for part, tone in line))
            console.print(text, no_wrap=True, overflow="crop")
        console.print()
    if kind == ".html":
        return console.export_html(theme=SVG_EXPORT_THEME)
    picture = console.export_svg(
        title=f"mlflash {numbers.day.isoformat()}", theme=SVG_EXPORT_THEME, unique_id="mlflash"
    )
    return re.sub(r"@font-face\s*{[^}]*}", "", picture)


def _print(numbers: Figures, part: TimeSpent | None, todays: Today) -> None:
    """Print the tables; if only a part of the cards was chosen, with its time next to that of all cards."""
    spans = {"today": numbers.today, "7 days": numbers.week, "all time": numbers.total}
    rows = [
        [
            name if part is None else f"{name}, {ALL}",
            *_row(done.reviews, done.new, done.minutes),
            _share(done.recalled),
            _share(done.predicted),
        ]
        for name, done in spans.items()
    ]
    if part is not None:
        rows.append(["all time, chosen cards", *_row(part.reviews, part.met, part.minutes), None, None])
    table(rows, ["", "reviews", "new", "minutes", "recalled", "predicted"], right=(1, 2, 3, 4, 5))
    if numbers.streak > 1:
        print(f"{count_of(numbers.streak, 'day')} in a row" + (f", {ALL}" if part is not None else ""))
    print()
    of_all = numbers.all if part is None else numbers.all._replace(title="all chosen cards")
    groups = [
        [g.questions, g.new, g.learning, g.review, g.weak, _share(g.recall), one_line(g.title)]
        for g in (*numbers.sections, of_all)
    ]
    heads = ["cards", "new", "learning", "review", "weak", "recall", "section"]
    table(groups, heads, right=(0, 1, 2, 3, 4, 5))
    if not numbers.total.reviews:
        sentence("\nno reviews yet: `mlflash drill` asks today's cards")
    learning = f", {todays.in_learning} learning" if todays.in_learning else ""
    sentence(f"\nto come today {len(todays.review)} to review{learning}, {len(todays.new)} new")
    sentence(f"due within 7 days {sum(numbers.forecast[:7])}, within 30 {sum(numbers.forecast)}")


def _print_trouble(numbers: Figures) -> None:
    """Print the lines that the reader keeps missing and the overconfident answers, the worst first."""
    if numbers.lost:
        print("\nlines you keep missing")
        for line in numbers.lost[:NAMED]:
            where = f"{line.id}, line {line_label(line.line)}"
            sentence(f"  {line.missed} of {line.seen}  {where}: {one_line(card_text(line.text))}")
    if numbers.sure_wrong:
        print("\noverconfident: times you were sure, and wrong")
        for card in numbers.sure_wrong[:NAMED]:
            sentence(f"  {card.times}  {card.id}: {one_line(card_text(card.question))}")


def _row(reviews: int, new: int, minutes: float) -> list[str]:
    return [f"{amount:,}" for amount in (reviews, new, whole(minutes))]


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.0%}"


COMMANDS = {
    "stats": Command(
        "Show reviews, time, recall against prediction, and the state of each section.", _add_arguments, stats
    )
}
