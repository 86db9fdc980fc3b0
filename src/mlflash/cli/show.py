"""`mlflash show`: print a card with its answer, what the reader wrote and its review history."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from msgspec import to_builtins

from mlflash.amounts import count_of
from mlflash.bank.card import Card
from mlflash.bank.catalog import OFTEN, CardHead
from mlflash.bank.text import readable_formula
from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_card, parse_launch_options
from mlflash.cli.output import DIM, dump, one_line, paragraph, print_code, sentence
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.schedule import retrievability
from mlflash.scheduler.weakness import missed_line
from mlflash.study.card_summary import due_in_words
from mlflash.study.lines import CHANGED, OUTDATED
from mlflash.study.status import Status
from mlflash.study.study import Study
from mlflash.study.view import View


def show(args: Namespace) -> None:
    """Print one card with its answer and its review history."""
    with opened_study(parse_launch_options(args)) as study:
        head = study.catalog.require(args.id)
        card = study.catalog.card(head.id)
        if args.json:
            dump(_whole_card(study, head, card))
        else:
            _print_card(study, head, card)


FIELDS = (
    *("answer", "probes", "references", "tags", "related", "subsection", "hint", "formula", "pitfall", "as_of"),
    *("origin", "personal", "intuition", "code", "as_of_note"),
)


def _whole_card(study: Study, head: CardHead, card: Card) -> dict[str, Any]:
    """The JSON of a card with all its fields and its state."""
    view, state = study.view(), study.progress.state(head.id)
    return (
        card_row(study, head)
        | {name: to_builtins(getattr(card, name)) for name in FIELDS}
        | {
            "missed": list(state.line_misses),
            "ticked": state.ticked_reviews,
            "flagged": state.flagged,
            "buried": _buried(view, head),
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
    sentence(f"{head.id} · {place}", DIM)
    sentence(" · ".join(marks), DIM)
    sentence(_history(study, head), DIM)
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
            paragraph(f"\n{name}: {text}")
    if card.as_of:
        paragraph(f"\nAs of {card.as_of}{f': {card.as_of_note}' if card.as_of_note else ''}")
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
    if card.related:
        print("\nRelated")
        for card_id in card.related:
            other = study.catalog.get(card_id)
            paragraph(f"{card_id}: {other.question}" if other else card_id, "   ", " - ")
    if state.own_lines:
        print("\nYour own lines")
        for number, line in enumerate(state.own_lines, 1):
            if line:
                paragraph(line, "   ", f" {line_label(number)} ")
    if state.note:
        paragraph(f"\nYour note: {state.note}")


def _buried(view: View, head: CardHead) -> bool:
    """Whether the card is hidden today only because it is buried, not suspended."""
    status = view.status(head.id)
    return Status.BURIED in status and Status.SUSPENDED not in status


def _history(study: Study, head: CardHead) -> str:
    """A card's state, when it is due and how its reviews went, in a line."""
    view, state = study.view(), study.progress.state(head.id)
    memory = state.memory
    words = [view.status(head.id).phase]
    if memory is not None:
        recall = retrievability(memory, view.day, view.decay)
        words += [
            f"due {due_in_words(view, memory)}",
            f"recall {recall:.0%} today",
            f"stability {memory.stability:.1f} days",
            f"difficulty {memory.difficulty:.1f} of 10",
            count_of(state.reps, "review"),
            count_of(state.lapses, "lapse"),
        ]
    if state.flagged:
        words.append("flagged")
    if _buried(view, head):
        words.append("buried until tomorrow")
    if view.changed(head):
        words.append(OUTDATED if head.outdated else CHANGED)
    missed = missed_line(view.counted(head.id))
    if missed is not None:
        line, times, seen = missed
        words.append(f"line {line_label(line)} missed {times}/{seen}")
    return " · ".join(words)


COMMANDS = {"show": Command("Show one card: its answer and its review history.", add_card, show)}
