"""`mlflash list` and `weak`: list cards and their states."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from mlflash.bank.catalog import OFTEN, CardHead
from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_filter, add_filter_and_json, add_json, parse_launch_options
from mlflash.cli.output import card_text, columns, dump, note, one_line, sentence, table
from mlflash.study.card_summary import due_in_words
from mlflash.study.interview_plan import plan_today
from mlflash.study.study import Study
from mlflash.study.today import todays_cards
from mlflash.study.today_words import why_waiting
from mlflash.study.weak_lists import WORST, WeakRow, weak_rows_of


def _add_list_options(parser: ArgumentParser) -> None:
    add_filter(parser)
    parser.add_argument("--start", action="store_true", help="the cards of the first two weeks, in their order")
    add_json(parser)


def list_cards(args: Namespace) -> None:
    """Print the chosen cards in the order of the bank, or of the first two weeks."""
    options = parse_launch_options(args)
    with opened_study(options) as study:
        cards = study.select(options.chosen)
        if args.start:
            chosen = {card.id: card for card in cards}
            cards = [chosen[card_id] for card_id in study.catalog.start if card_id in chosen]
        cards = cards[: options.limit]
        if args.json:
            dump([card_row(study, card) for card in cards])
        else:
            _print_list(study, cards)


NARROW = 110
"""Columns of a terminal below which the list leaves out difficulty and likelihood, to show the question."""


def _print_list(study: Study, cards: Sequence[CardHead]) -> None:
    if not cards:
        note(["no card matches"])
        return
    width = columns()
    heads = ["id", "difficulty", "likelihood", "state", "due", "question"]
    view, rows = study.view(), []
    for card in cards:
        memory = view.state(card.id).memory
        due = None if memory is None else due_in_words(view, memory)
        question = one_line(card_text(card.question))
        rows.append([card.id, card.difficulty, card.likelihood, view.status(card.id).phase, due, question])
    if width is not None and width < NARROW:
        heads, rows = [heads[0], *heads[3:]], [[row[0], *row[3:]] for row in rows]
    table(rows, heads)


def weak(args: Namespace) -> None:
    """Print the weak cards and why they are weak, the highest expected loss first."""
    options = parse_launch_options(args)
    with opened_study(options) as study:
        view = study.view()
        plan = plan_today(view, looking_ahead=True)  # its forecast says on which day a card comes that waits
        today = todays_cards(view, plan)
        weak_cards = weak_rows_of(view, 0, options.chosen)
        limit = options.limit if args.json or options.limit else WORST
        listed = [(row, why_waiting(view, today, row.card.id)) for row in weak_cards[:limit]]
        if args.json:
            dump([_weak_json(study, row, waits) for row, waits in listed])
        elif listed:
            _print_weak(listed)
            if len(listed) < len(weak_cards) and options.limit is None:
                print(f"\n{len(weak_cards) - len(listed)} more: --limit {len(weak_cards)} lists them too")
        else:
            sentence("no weak cards yet: `mlflash drill` asks today's cards")


def _weak_json(study: Study, row: WeakRow, waits: str | None) -> dict[str, Any]:
    cost, causes = row.weakness.cost, list(row.weakness.causes)
    return card_row(study, row.card) | {"cost": cost, "causes": causes, "waits": waits}


def _print_weak(listed: Sequence[tuple[WeakRow, str | None]]) -> None:
    rows = [
        [
            row.card.id,
            OFTEN[row.card.likelihood],
            f"{row.weakness.retrievability:.0%}",
            row.about.replace(" · ", "; "),
            waits or "today",
            one_line(card_text(row.card.question)),
        ]
        for row, waits in listed
    ]
    table(rows, ["id", "asked", "recall", "why", "comes", "question"], right=(2,))


COMMANDS = {
    "list": Command("List the chosen cards, one a line, in bank order.", _add_list_options, list_cards),
    "weak": Command(
        "List the cards that would cost you most in an interview today, and why.", add_filter_and_json, weak
    ),
}
