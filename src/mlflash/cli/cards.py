"""`mlflash list`, `show` and `weak`: cards and their states."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins

from mlflash.bank.card import Card
from mlflash.bank.catalog import OFTEN, CardHead
from mlflash.bank.text import readable_formula
from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command
from mlflash.cli.options import add_bank, add_filter, add_json, parse_launch_options
from mlflash.cli.output import (
    DIM,
    card_text,
    columns,
    dump,
    note,
    one_line,
    paragraph,
    print_code,
    replay_progress,
    styled,
    table,
)
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.schedule import Memory, retrievability
from mlflash.scheduler.weakness import missed_line
from mlflash.study.format import count_of, when
from mlflash.study.launch import studying
from mlflash.study.lines import CHANGED, OUTDATED
from mlflash.study.status import Status
from mlflash.study.study import Study
from mlflash.study.today import why_waiting
from mlflash.study.weak_lists import WORST, WeakRow, weak_rows_of


def add_filter_and_json(parser: ArgumentParser) -> None:
    """Add which cards, and JSON."""
    add_filter(parser)
    add_json(parser)


def add_list_options(parser: ArgumentParser) -> None:
    """Add which cards, the list of the first two weeks, and JSON."""
    add_filter(parser)
    parser.add_argument("--start", action="store_true", help="the cards of the first two weeks, in their order")
    add_json(parser)


def list_cards(args: Namespace) -> int:
    """Print the chosen cards, in bank order or in that of the first two weeks."""
    options = parse_launch_options(args)
    with studying(options, replay_progress()) as study:
        note(study.complaints)
        cards = study.select(options.chosen)
        if args.start:
            chosen = {card.id: card for card in cards}
            cards = [chosen[card_id] for card_id in study.catalog.start if card_id in chosen]
        cards = cards[: options.limit]
        if args.json:
            dump([card_row(study, card) for card in cards])
        else:
            _print_list(study, cards)
    return 0


NARROW = 110
"""Terminals with fewer columns get a list without difficulty and likelihood, so that the question is readable."""


def _print_list(study: Study, cards: Sequence[CardHead]) -> None:
    if not cards:
        note(["no card matches"])
        return
    width = columns()
    heads = ["id", "difficulty", "likelihood", "state", "due", "question"]
    rows = []
    for card in cards:
        state = study.progress.state(card.id)
        rows.append(
            [
                card.id,
                card.difficulty,
                card.likelihood,
                study.view().status(card.id).phase,
                _due(study, state.memory),
                one_line(card_text(card.question)),
            ]
        )
    if width is not None and width < NARROW:
        heads, *rows = ([row[0], *row[3:]] for row in (heads, *rows))
    table(rows, heads)


def _due(study: Study, memory: Memory | None) -> str:
    """When a card is due, in words."""
    if memory is None:
        return "-"
    view = study.view()
    return when(memory.due, view.now, view.day, view.zone)


def weak(args: Namespace) -> int:
    """Print the weak cards with the reasons, those with the highest expected loss first."""
    options = parse_launch_options(args)
    with studying(options, replay_progress()) as study:
        note(study.complaints)
        view, today = study.view(), study.today()
        found = weak_rows_of(view, 0, options.chosen)
        limit = options.limit if args.json or options.limit else WORST
        listed = [(one, why_waiting(view, today, one.card.id)) for one in found[:limit]]
        if args.json:
            dump([_weak_json(study, one, waits) for one, waits in listed])
        elif listed:
            _print_weak(listed)
            if len(listed) < len(found) and options.limit is None:
                print(f"\n{len(found) - len(listed)} more: --limit {len(found)} lists them too")
        else:
            print("no card is weak")
    return 0


def _weak_json(study: Study, one: WeakRow, waits: str | None) -> dict[str, Any]:
    cost, causes = one.weakness.cost, list(one.weakness.causes)
    return card_row(study, one.card) | {"cost": cost, "causes": causes, "waits": waits}


def _print_weak(listed: Sequence[tuple[WeakRow, str | None]]) -> None:
    rows = [
        [
            one.card.id,
            OFTEN[one.card.likelihood],
            f"{one.weakness.retrievability:.0%}",
            one.about.replace(" · ", "; "),
            waits or "today",
            one_line(card_text(one.card.question)),
        ]
        for one, waits in listed
    ]
    table(rows, ["id", "asked", "recall", "why", "comes", "question"], right=(2,))


def add_show_arguments(parser: ArgumentParser) -> None:
    """Add the card, banks and JSON."""
    parser.add_argument("id", help="the card's id")
    add_bank(parser)
    add_json(parser)


def show(args: Namespace) -> int:
    """Print one card with its answer and its review history."""
    with studying(parse_launch_options(args), replay_progress()) as study:
        note(study.complaints)
        head = study.catalog.require(args.id)
        card = study.catalog.card(head.id)
        if args.json:
            dump(_whole_card(study, head, card))
        else:
            _print_card(study, head, card)
    return 0


FIELDS = (
    *("answer", "probes", "references", "tags", "related", "subsection", "hint", "formula", "pitfall", "as_of"),
    *("origin", "personal", "intuition", "code", "as_of_note"),
)


def _whole_card(study: Study, head: CardHead, card: Card) -> dict[str, Any]:
    """The JSON of a card with all its fields and what the journal holds of it."""
    view, state = study.view(), study.progress.state(head.id)
    status = view.status(head.id)
    return (
        card_row(study, head)
        | {name: to_builtins(getattr(card, name)) for name in FIELDS}
        | {
            "missed": list(state.line_misses),
            "ticked": state.ticked_reviews,
            "flagged": state.flagged,
            "buried": Status.BURIED in status and Status.SUSPENDED not in status,
            "changed": view.changed(head),
            "own_lines": None if state.own_lines is None else list(state.own_lines),
            "note": state.note,
        }
    )


def _print_card(study: Study, head: CardHead, card: Card) -> None:
    state = study.progress.state(head.id)
    section = one_line(study.catalog.section_title(head.section))
    place = f"{section} › {one_line(head.subsection)}" if head.subsection else section
    marks = [head.difficulty, f"asked {OFTEN[head.likelihood]}", *(f"#{tag}" for tag in head.tags)]
    print(styled(f"{head.id} · {place}", DIM))
    print(styled(" · ".join(marks), DIM))
    print(styled(_history(study, head), DIM))
    print()
    paragraph(head.question)
    print()
    for number, line in enumerate(card.answer, 1):
        paragraph(line, "   ", f" {line_label(number)} ")
    if card.formula:
        print()
        paragraph(readable_formula(card.formula), "   ")
    if card.code:
        print("\nCode")
        print_code(card.code)
    for name, text in (("Picture", card.intuition), ("Hint", card.hint), ("Pitfall", card.pitfall)):
        if text:
            print()
            paragraph(f"{name}: {text}")
    if card.as_of:
        print()
        paragraph(f"As of {card.as_of}{f': {card.as_of_note}' if card.as_of_note else ''}")
    if card.probes:
        print("\nProbes")
        for probe in card.probes:
            paragraph(probe.question, "   ", " - ")
            paragraph(probe.answer, "     ")
    if card.references:
        print("\nReferences")
        for reference in card.references:
            year = f", {reference.year}" if reference.year else ""
            paragraph(f"{reference.title}{year}", "   ", " - ")
            print(f"   {one_line(reference.url)}")
    if state.own_lines:
        print("\nYour own lines")
        for number, line in enumerate(state.own_lines, 1):
            if line:
                paragraph(line, "   ", f" {line_label(number)} ")
    if state.note:
        print()
        paragraph(f"Your note: {state.note}")


def _history(study: Study, head: CardHead) -> str:
    """A card's state, when it is due and how its reviews went, in a line."""
    view, state = study.view(), study.progress.state(head.id)
    memory = state.memory
    words = [view.status(head.id).phase]
    if memory is not None:
        recall = retrievability(memory, view.day, view.decay)
        words += [
            f"due {_due(study, memory)}",
            f"recall {recall:.0%} today",
            f"stability {memory.stability:.1f} days",
            f"difficulty {memory.difficulty:.1f} of 10",
            count_of(state.reps, "review"),
            count_of(state.lapses, "lapse"),
        ]
    if state.flagged:
        words.append("flagged")
    if view.changed(head):
        words.append(OUTDATED if head.outdated else CHANGED)
    missed = missed_line(view.counted(head.id))
    if missed is not None:
        line, times, seen = missed
        words.append(f"line {line_label(line)} missed {times}/{seen}")
    return " · ".join(words)


COMMANDS = {
    "list": Command("List the chosen cards, one a line, in bank order.", add_list_options, list_cards),
    "show": Command("Show one card: its answer and its review history.", add_show_arguments, show),
    "weak": Command(
        "List the cards that would cost you most in an interview today, and why.", add_filter_and_json, weak
    ),
}
