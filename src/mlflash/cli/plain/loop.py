"""`mlflash drill --plain`: the drill in lines of text, for screen readers, dumb terminals and pipes.

Nothing is overwritten and nothing depends on color. Every grade is on disk before the next card is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from mlflash.amounts import count_of
from mlflash.bank.card import Card
from mlflash.bank.catalog import OFTEN
from mlflash.cli.opened_study import back_up, opened_study
from mlflash.cli.output import note, one_line, span
from mlflash.cli.plain.actions import banks_lines, undo, write
from mlflash.cli.plain.one_card import HELP, BeforeReveal, TickedLines, ask, before, show, ticks
from mlflash.cli.plain.prompt import CardLeft, DrillEnd, InputEnded, end_signals_handled, read
from mlflash.cli.plain.speech import paragraph, print_warnings
from mlflash.errors import MlflashError
from mlflash.scheduler.events import RATING_NAMES, TYPED_RATINGS
from mlflash.scheduler.schedule import Memory
from mlflash.store.files import unwritable
from mlflash.study.format import days
from mlflash.study.launch import LaunchOptions, session_of
from mlflash.study.no_cards import NoCards, explain
from mlflash.study.outcomes import comes_by_plan, outcomes
from mlflash.study.session import UNCHANGED
from mlflash.study.stopwatch import Stopwatch
from mlflash.study.study import Study
from mlflash.study.update_notices import changed_notice_once


def run(options: LaunchOptions) -> int:
    """Drill until no card is left, the reader quits or the input ends; then print a summary."""
    with end_signals_handled(), opened_study(options) as study:
        note(filter(None, [changed_notice_once(study.view(), study.paths.cache)]))
        if why := unwritable(study.paths.journal_dir):
            note([f"{why}: no grade can be saved"])
        study.start(session_of(study, options))
        if study.session.current is None:
            _explain(study, options)
            return 0
        print("At every prompt ? lists what can be typed.")
        with DrillEnd() as end:
            _drill(study, options)
        _sum_up(study)
        if study.session.graded:
            back_up(study)
    return end.code


def _explain(study: Study, options: LaunchOptions) -> None:
    """Print why there is no card to drill; ask for the lines of personal cards still to be written."""
    cards = study.select(options.chosen)
    found = study.today(options.chosen)
    tomorrow = None if options.chosen else study.tomorrow()
    why = explain(study.view(), found, cards, mode=options.mode, tomorrow=tomorrow, drill="mlflash drill --plain")
    if why.why is NoCards.UNWRITTEN:
        print(f"{why.text} Their guidance comes first.")
        _write_own_answers(study, [card.id for card in cards])
    elif why.why is NoCards.SUSPENDED:
        print(why.text)
        _offer_resume(study, [card.id for card in cards])
    else:
        print(f"{why.text} {why.command}")


def _offer_resume(study: Study, card_ids: Sequence[str]) -> None:
    """Offer to resume suspended cards, one by one."""
    with suppress(InputEnded):
        for place, card_id in enumerate(card_ids, 1):
            print(f"\nSuspended card {place} of {len(card_ids)}.")
            paragraph(study.catalog[card_id].question)
            if read("S asks it again from now on, Enter leaves it, q ends: ") == "S":
                study.mark("resume", [card_id])
                print("Resumed.")


def _write_own_answers(study: Study, card_ids: Sequence[str]) -> None:
    """Ask for the lines of personal cards, one by one, after printing what they must contain."""
    with suppress(InputEnded):
        for place, card_id in enumerate(card_ids, 1):
            card = study.catalog.card(card_id)
            print(f"\nYour own answer {place} of {len(card_ids)}.")
            paragraph(card.question)
            banks_lines(study, card)
            write(study, card)


def _drill(study: Study, options: LaunchOptions) -> None:
    while not study.session.over:
        card_id = study.session.current
        if card_id is None:
            _wait(study)
            continue
        try:
            _drill_card(study, card_id)
        except CardLeft as left:
            if left.then is not None:
                left.then(study, options)
        _offer_undo(study)


def _drill_card(study: Study, card_id: str) -> None:
    """Drill one card, from its question to its grade on disk."""
    head, card = study.catalog[card_id], study.catalog.card(card_id)
    state = study.progress.state(card_id)
    watch = Stopwatch(study.timer)
    section = one_line(study.catalog.section_title(head.section))
    number = len(study.session.graded) + 1
    marks = ("New. " if state.memory is None else "") + ("Flagged. " if state.flagged else "")
    print(
        f"\nCard {number} of {number - 1 + study.session.left}. {section}. "
        f"{head.difficulty.capitalize()}, asked {OFTEN[head.likelihood]}. {marks}".rstrip()
    )
    paragraph(card.question)
    front = BeforeReveal() if study.session.revealed else before(study, card)  # an undo goes back to the answer
    seconds = watch.seconds
    study.reveal()
    show(study, card, front)
    recalled = ticks(study, card, front.typed, seconds)
    _grade(study, card, recalled, front, watch)


def _grade(study: Study, card: Card, recalled: TickedLines, front: BeforeReveal, watch: Stopwatch) -> None:
    """Ask for the grade until it is on disk; its time is measured from the question on."""
    memories = outcomes(study.view(), card.id, study.session.mode).items()
    intervals = ", ".join(
        f"{r} {RATING_NAMES[r]} {_interval(study, m) if m else UNCHANGED[r]}" for r, m in memories
    )
    enter = "" if recalled.suggested is None else f"; Enter for {RATING_NAMES[recalled.suggested]}"
    while True:
        typed = ask(study, card, "grade", f"Grade ({intervals}{enter}): ")
        rating = recalled.suggested if typed == "" else TYPED_RATINGS.get(typed)
        if rating is None:
            print(HELP["grade"])
            continue
        try:
            study.grade(rating, recalled.lines, watch.ms, sure=front.sure, typed=front.typed)
        except MlflashError as error:
            print(f"Not graded: {one_line(str(error))}. Grade again, or q to quit.", flush=True)
            continue
        print_warnings(study)
        return


def _interval(study: Study, memory: Memory) -> str:
    """The time until a card is due after a grade, in words; "by plan" if the plan decides."""
    if comes_by_plan(study.view(), memory):
        return "by plan"
    if isinstance(memory.due, datetime):
        return span(memory.due - memory.at)
    return days((memory.due - study.view().day).days)


def _wait(study: Study) -> None:
    """Wait for cards in their learning steps, when no other card is left and none is due yet."""
    due, _ = study.session.learning[0]
    waiting = count_of(len(study.session.learning), "card comes", "cards come")
    print(f"\n{waiting} back in {span(due - study.clock())}.")
    if read("Enter checks again, u undoes, q quits: ") == "u":
        undo(study)
    else:
        study.wake()


def _offer_undo(study: Study) -> None:
    """Offer to undo after the last card."""
    while study.session.over and study.can_undo:
        if read("\nThat was the last card. Enter ends, u undoes: ") != "u":
            return
        undo(study)


def _sum_up(study: Study) -> None:
    """Print how many cards were graded, and how."""
    graded = study.session.graded
    if not graded:
        print("Nothing was graded.")
        return
    counts = {name: sum(g.rating == r for g in graded) for r, name in RATING_NAMES.items()}
    by_grade = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    time = span(timedelta(milliseconds=sum(g.ms for g in graded)))
    new = sum(g.new for g in graded)
    print(f"{count_of(len(graded), 'review')}: {by_grade}. {new} of them new. Time: {time}.")
