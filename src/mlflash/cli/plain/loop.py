"""`mlflash drill --plain`: the drill as lines of text, for screen readers, dumb terminals and pipes.

Nothing is drawn over and nothing is told by color. Every grade is on disk before the next question is printed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from mlflash.bank.card import Card, open_card
from mlflash.cli.maintenance import back_up
from mlflash.cli.output import count_of, days, note, one_line, paragraph, replay_progress, span
from mlflash.cli.plain.actions import undo
from mlflash.cli.plain.prompt import InputEnded, Turned, heeded, read
from mlflash.cli.plain.question import HELP as HELP
from mlflash.cli.plain.question import BeforeReveal, TickedLines, answer, before, show, ticks
from mlflash.errors import MlflashError
from mlflash.scheduler.events import RATING_NAMES, RATINGS
from mlflash.scheduler.schedule import Memory
from mlflash.study.launch import LaunchOptions, session_of, studying
from mlflash.study.outcomes import outcomes
from mlflash.study.session import UNCHANGED
from mlflash.study.study import Study


def run(opening: LaunchOptions) -> int:
    """Drill until nothing is left, the reader quits or the input ends; then say what was done."""
    with heeded(), studying(opening, replay_progress()) as study:
        note(study.complaints)
        study.start(session_of(study, opening))
        if study.session.current is None:
            print(_nothing(study, opening))
            return 0
        print("At every prompt ? lists what can be typed.")
        code = 0
        try:
            _drill(study)
        except InputEnded:
            print()
        except KeyboardInterrupt:
            print()
            code = 130
        _sum_up(study)
        if study.session.graded:
            back_up(study)
    return code


def _nothing(study: Study, opening: LaunchOptions) -> str:
    if opening.mode != "drill":
        return "There is no such question to drill."
    counts = study.counts(opening.chosen)
    words = "Nothing is due."
    if counts.next_due is not None:
        words += f" The next question falls due in {span(study.view().instant(counts.next_due) - study.clock())}."
    if counts.new or counts.weak:
        words += " `mlflash drill --plain --more` goes on all the same."
    return words


def _drill(study: Study) -> None:
    while not study.session.over:
        card_id = study.session.current
        if card_id is None:
            _wait(study)
            continue
        with suppress(Turned):
            _ask(study, card_id)
        _offer_undo(study)


def _ask(study: Study, card_id: str) -> None:
    """One question, from its text to its grade on disk."""
    head, card = study.catalog[card_id], open_card(study.catalog, card_id)
    state = study.progress.state(card_id)
    begun = study.clock()
    section = one_line(study.catalog.section_title(head.section))
    number = len(study.session.graded) + 1
    marks = ("New. " if state.memory is None else "") + ("Flagged. " if state.flagged else "")
    print(
        f"\nQuestion {number}, {study.session.left} left. {section}. "
        f"{head.difficulty.capitalize()}, {head.likelihood} likelihood. {marks}".rstrip()
    )
    paragraph(card.question)
    front = BeforeReveal() if study.session.revealed else before(study, card)  # an undo leads back to the answer
    seconds = (study.clock() - begun).total_seconds()
    study.reveal()
    show(study, card, front)
    recalled = ticks(study, card, front.typed, seconds)
    _grade(study, card, recalled, front, begun_ms=round(seconds * 1000))


def _grade(study: Study, card: Card, recalled: TickedLines, front: BeforeReveal, begun_ms: int) -> None:
    memories = outcomes(study.view(), card.id, study.session.mode).items()
    waits = ", ".join(f"{r} {RATING_NAMES[r]} {_wait_of(study, m) if m else UNCHANGED[r]}" for r, m in memories)
    prompt = f"Grade ({waits}): "
    if recalled.suggested is not None:
        prompt = f"Grade ({waits}; Enter for {RATING_NAMES[recalled.suggested]}): "
    while True:
        said = answer(study, card, "grade", prompt)
        rating = RATINGS.get(said) or next((r for r in RATING_NAMES if said == str(r)), None)
        if said == "":
            rating = recalled.suggested
        if rating is None:
            print(HELP["grade"])
            continue
        try:
            study.grade(rating, recalled.lines, begun_ms, sure=front.sure, typed=front.typed)
        except MlflashError as error:
            print(f"Not graded: {one_line(str(error))}. Grade again, or q to quit.", flush=True)
            continue
        for complaint in study.news():
            print(f"Note: {one_line(complaint)}.")
        return


def _wait_of(study: Study, memory: Memory) -> str:
    """How long a grade would put the question off."""
    if isinstance(memory.due, datetime):
        return span(memory.due - memory.at)
    return days((memory.due - study.view().day).days)


def _wait(study: Study) -> None:
    """Only learning questions are left, and their minutes are not up."""
    due, _ = study.session.learning[0]
    waiting = count_of(len(study.session.learning), "question comes", "questions come")
    print(f"\n{waiting} back in {span(due - study.clock())}.")
    if read("Enter looks again, u undoes, q quits: ") == "u":
        undo(study)
    else:
        study.wake()


def _offer_undo(study: Study) -> None:
    """After the last question, its grade can be taken back too."""
    while study.session.over and study.can_undo:
        if read("\nThat was the last one. Enter ends, u undoes: ") != "u":
            return
        undo(study)


def _sum_up(study: Study) -> None:
    graded = study.session.graded
    if not graded:
        print("Nothing was graded.")
        return
    counts = {name: sum(g.rating == r for g in graded) for r, name in RATING_NAMES.items()}
    by_grade = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    time = span(timedelta(milliseconds=sum(g.ms for g in graded)))
    new = sum(g.new for g in graded)
    print(f"{count_of(len(graded), 'grade')}: {by_grade}. {new} of them new. Time before the answers: {time}.")
