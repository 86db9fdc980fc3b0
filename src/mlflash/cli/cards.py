"""`mlflash list`, `show` and `weak`: the questions, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlflash.bank.catalog import CardHead
from mlflash.bank.text import readable_formula
from mlflash.cli.card_json import row
from mlflash.cli.options import Parser, add_bank, add_filter, add_json, opening
from mlflash.cli.output import (
    DIM,
    columns,
    count_of,
    dump,
    note,
    one_line,
    paragraph,
    replay_progress,
    styled,
    table,
    when,
)
from mlflash.cli.output import card_text as card_text
from mlflash.scheduler.schedule import Memory, retrievability
from mlflash.scheduler.weakness import missed_line, weakness
from mlflash.study.launch import studying
from mlflash.study.queue import weakest_first
from mlflash.study.status import Status
from mlflash.study.study import Study


def listing(arguments: list[str]) -> int:
    """Print the questions chosen, in bank order."""
    parser = Parser("list", "The questions chosen, one a line, in the bank's order.")
    add_filter(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    opened = opening(args)
    with studying(opened, replay_progress()) as study:
        note(study.complaints)
        entries = study.select(opened.chosen)[: opened.limit]
        if args.json:
            dump([row(study, head) for head in entries])
        else:
            _print_list(study, entries)
    return 0


NARROW = 110
"""Columns under which a terminal's list leaves out difficulty and likelihood, so that the question is readable."""


def _print_list(study: Study, entries: Sequence[CardHead]) -> None:
    if not entries:
        note(["no question is like that"])
        return
    width = columns()
    heads = ["id", "difficulty", "likelihood", "state", "due", "question"]
    rows = []
    for head in entries:
        state = study.progress.state(head.id)
        due = _due(study, state.memory)
        rows.append(
            [
                head.id,
                head.difficulty,
                head.likelihood,
                study.view().status(head.id).phase,
                due,
                one_line(card_text(head.question)),
            ]
        )
    if width is not None and width < NARROW:
        heads, *rows = ([row[0], *row[3:]] for row in (heads, *rows))
    table(rows, heads)


def _due(study: Study, memory: Memory | None) -> str:
    if memory is None:
        return "-"
    view = study.view()
    return when(memory.due, view.now, view.day, view.zone)


def weak(arguments: list[str]) -> int:
    """Print the weak questions, the costliest first, each with its causes."""
    parser = Parser("weak", "What would cost most in an interview today, and why.")
    add_filter(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    opened = opening(args)
    with studying(opened, replay_progress()) as study:
        note(study.complaints)
        view = study.view()
        found = [e for e in study.select(opened.chosen) if Status.WEAK in view.status(e.id)]
        ordered = weakest_first(found, view)[: opened.limit]
        weighed = [(e, weakness(view.state(e.id), e.weight, view.day, view.decay)) for e in ordered]
        if args.json:
            dump([row(study, e) | {"cost": w.cost, "causes": list(w.causes)} for e, w in weighed])
        elif weighed:
            table(
                [
                    [
                        e.id,
                        e.likelihood,
                        f"{w.retrievability:.0%}",
                        "; ".join(w.causes),
                        one_line(card_text(e.question)),
                    ]
                    for e, w in weighed
                ],
                ["id", "likelihood", "recall", "why", "question"],
                right=(2,),
            )
        else:
            print("nothing is weak")
    return 0


def show(arguments: list[str]) -> int:
    """Print one question with its answer and what is remembered of it."""
    parser = Parser("show", "One question: its answer, and what is remembered of it.")
    parser.add_argument("id", help="the question's id")
    add_bank(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    with studying(opening(args), replay_progress()) as study:
        note(study.complaints)
        head = study.catalog.require(args.id)
        card = study.catalog.card_data(head.id)
        if args.json:
            dump(_whole(study, head, card))
        else:
            _print_card(study, head, card)
    return 0


LISTS = ("answer", "probes", "references", "tags", "related")
TEXTS = ("subsection", "hint", "formula", "pitfall", "as_of", "origin")


def _whole(study: Study, head: CardHead, card: dict[str, Any]) -> dict[str, Any]:
    """The row with the whole card and what is known of its lines."""
    state, status = study.progress.state(head.id), study.view().status(head.id)
    return (
        row(study, head)
        | {name: card.get(name, []) for name in LISTS}
        | {name: card.get(name) for name in TEXTS}
        | {
            "origin": card.get("origin", "extension"),
            "personal": head.personal,
            "missed": list(state.missed),
            "ticked": state.ticked,
            "flagged": state.flagged,
            "buried": Status.BURIED in status and Status.SUSPENDED not in status,
            "changed": state.answer is not None and state.answer != head.answer_hash,
            "own_lines": None if state.own_lines is None else list(state.own_lines),
            "note": state.note,
        }
    )


def _print_card(study: Study, head: CardHead, card: dict[str, Any]) -> None:
    state = study.progress.state(head.id)
    section = one_line(study.catalog.section_title(head.section))
    place = f"{section} › {one_line(head.subsection)}" if head.subsection else section
    marks = [head.difficulty, f"{head.likelihood} likelihood", *(f"#{tag}" for tag in head.tags)]
    print(styled(f"{head.id} · {place}", DIM))
    print(styled(" · ".join(marks), DIM))
    print(styled(_remembered(study, head), DIM))
    print()
    paragraph(head.question)
    print()
    for number, line in enumerate(card["answer"], 1):
        paragraph(line, "   ", f" {number} ")
    if card.get("formula"):
        print()
        paragraph(readable_formula(card["formula"]), "   ")
    for name in ("hint", "pitfall"):
        if card.get(name):
            print()
            paragraph(f"{name.capitalize()}: {card[name]}")
    if card.get("probes"):
        print("\nProbes")
        for probe in card["probes"]:
            paragraph(probe["q"], "   ", " - ")
            paragraph(probe["a"], "     ")
    if card.get("references"):
        print("\nReferences")
        for reference in card["references"]:
            year = f", {reference['year']}" if reference.get("year") else ""
            paragraph(f"{reference['title']}{year}", "   ", " - ")
            print(f"   {one_line(reference['url'])}")
    if state.own_lines:
        print("\nYour own lines")
        for number, line in enumerate(state.own_lines, 1):
            if line:
                paragraph(line, "   ", f" {number} ")
    if state.note:
        print()
        paragraph(f"Your note: {state.note}")


def _remembered(study: Study, head: CardHead) -> str:
    state = study.progress.state(head.id)
    memory = state.memory
    words = [study.view().status(head.id).phase]
    if memory is not None:
        chance = retrievability(memory, study.view().day, study.settings.parameters.decay)
        words += [
            f"due {_due(study, memory)}",
            f"recall {chance:.0%} today",
            f"stability {memory.stability:.1f} days",
            f"difficulty {memory.difficulty:.1f} of 10",
            count_of(state.reps, "review"),
            count_of(state.lapses, "lapse"),
        ]
    if state.flagged:
        words.append("flagged")
    if state.answer is not None and state.answer != head.answer_hash:
        words.append("changed since you learned it")
    lost = missed_line(state)
    if lost is not None:
        words.append("line {} missed {} of the last {} times".format(*lost))
    return " · ".join(words)


def _question(head: CardHead) -> str:
    return one_line(card_text(head.question))
