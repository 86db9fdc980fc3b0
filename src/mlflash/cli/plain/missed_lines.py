"""`mlflash drill --plain --lines`: ask the lines the reader keeps missing, one at a time, in lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from mlflash.amounts import count_of
from mlflash.cli.opened_study import back_up, opened_study
from mlflash.cli.output import one_line
from mlflash.cli.plain.prompt import DrillEnd, end_signals_handled, read
from mlflash.cli.plain.speech import formula, paragraph, print_warnings
from mlflash.errors import MlflashError
from mlflash.scheduler.line_ticks import line_label
from mlflash.study import line_drill
from mlflash.study.launch import LaunchOptions
from mlflash.study.line_drill import LineDrill, LineItem, lines_kept_missing
from mlflash.study.lines import lines_to_recall, missed_words
from mlflash.study.study import Study

NONE = "No line you keep missing {}. `mlflash drill --plain` drills today's cards."
BLANK = "________"
UNDO_OR_QUIT = (("u", "undo the last answer"), ("q", "quit; everything answered is saved"))
HIDDEN = (("Enter", "show the line"), *UNDO_OR_QUIT)
SHOWN = (("y", "you knew the line"), ("n", "not yet"), *UNDO_OR_QUIT)
AT_END = (("Enter", "end"), ("r", "ask the lines not yet known again"), *UNDO_OR_QUIT[:1])
"""What can be typed while a line is hidden, once it is shown, and after the last one."""


def run(options: LaunchOptions) -> int:
    """Ask the lines that the reader keeps missing until none is left, the reader quits or the input ends."""
    with end_signals_handled(), opened_study(options) as study:
        last = LineDrill(lines_kept_missing(study.view(), options.chosen, options.limit))
        if not last.lines:
            print(NONE.format("among these cards" if options.chosen else "yet"))
            return 0
        print("At every prompt ? lists what can be typed.")
        with DrillEnd() as end:
            drill: LineDrill | None = last
            while drill is not None:
                last = drill
                drill = _end(study, drill) if drill.current is None else _ask(study, drill, drill.current)
        if last.known and last.current is not None:
            _sum_up(last)
        if last.can_undo:
            back_up(study)
    return end.code


def _ask(study: Study, drill: LineDrill, asked: LineItem) -> LineDrill:
    """Ask a line until it is answered or an answer is undone."""
    _print_card(study, drill, asked)
    while True:
        say = f"Say line {asked.label}. Enter shows it: "
        typed = read("Did you say it? y knew it, n not yet: " if drill.shown else say)
        try:
            match typed:
                case "" if not drill.shown:
                    drill = drill.show()
                    _print_answer(study, asked)
                case "y" | "n" if drill.shown:
                    after = line_drill.answer(study, drill, known=typed == "y")
                    print_warnings(study)
                    return after
                case "u" if drill.can_undo:
                    return line_drill.undo(study, drill)
                case _:
                    _list(SHOWN if drill.shown else HIDDEN)
        except MlflashError as error:
            print(f"NOT SAVED: {one_line(str(error))}. Answer again, or q to quit.", flush=True)


def _end(study: Study, drill: LineDrill) -> LineDrill | None:
    """Print the result of the drill; returns None if the reader ends it."""
    _sum_up(drill)
    while True:
        typed = read(f"Enter ends, {'r asks those not yet known again, ' if drill.not_yet else ''}u undoes: ")
        try:
            match typed:
                case "":
                    return None
                case "r" if drill.not_yet:
                    return drill.again()
                case "u":
                    return line_drill.undo(study, drill)
                case _:
                    _list(AT_END)
        except MlflashError as error:
            print(f"Not done: {one_line(str(error))}.", flush=True)


def _print_card(study: Study, drill: LineDrill, asked: LineItem) -> None:
    """Print a question with its lines, except the line asked and the card's lines still to come."""
    head, card = study.catalog[asked.card_id], study.catalog.card(asked.card_id)
    section = one_line(study.catalog.section_title(head.section))
    print(f"\nLine {len(drill.known) + 1} of {len(drill.lines)}. {section}.")
    paragraph(card.question)
    for number, text in enumerate(lines_to_recall(card, study.progress.state(card.id)), 1):
        hidden = {asked.number: BLANK, **dict.fromkeys(drill.covered, "comes later")}
        paragraph(hidden.get(number, text), "   ", f"{line_label(number)}. ")
    if drill.shown:
        _print_answer(study, asked)


def _print_answer(study: Study, asked: LineItem) -> None:
    """Print the line asked, how often it was missed, and the formula of its card."""
    misses = missed_words(*asked.missed)
    paragraph(f"{asked.text} ({misses})" if misses else asked.text, "   ", f"{asked.label}. ")
    text = study.catalog.card(asked.card_id).formula
    if text:
        formula(text)


def _sum_up(drill: LineDrill) -> None:
    """Print how many lines were known, and the lines not known."""
    print(f"\n{sum(drill.known)} of {count_of(len(drill.known), 'line')} known.")
    for line in drill.not_yet:
        paragraph(line.text, "   ", f"Not yet: {line.label}. ")


def _list(keys: Sequence[tuple[str, str]]) -> None:
    """Print what can be typed now, a line each."""
    for typed, about in keys:
        print(f"  {typed}: {about}")
