"""`mlflash drill --plain`: the drill as lines of text, for screen readers, dumb terminals and pipes.

Nothing is drawn over and nothing is told by color. Every grade is on disk before the next question is printed.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from mlflash.bank.text import readable_formula
from mlflash.cli.output import count_of, days, note, one_line, paragraph, span, told
from mlflash.cli.upkeep import back_up
from mlflash.errors import MlflashError
from mlflash.memory.events import RATING_NAMES, RATINGS
from mlflash.memory.scheduling import Memory
from mlflash.study.opening import Opening, session_of, studying
from mlflash.study.session import UNCHANGED
from mlflash.study.study import Study
from mlflash.study.suggesting import suggest
from mlflash.study.telling import took_back
from mlflash.study.wording import lines_asked

HELP = {
    "question": "Enter shows the answer, h a hint, s skips, u undoes, q quits",
    "lines": "numbers of the lines you had, such as 1 3; all; none; Enter to leave it open; u, s or q",
    "grade": "1 again, 2 hard, 3 good, 4 easy; u undoes, s skips, q quits",
}


class Ended(Exception):
    """The reader quits, or the input is at its end."""


class Turned(Exception):
    """The current question is no longer to be graded now: it was skipped, or an undo led elsewhere."""


class Recalled(NamedTuple):
    """The lines ticked, in the event's form, and the grade that suggests itself."""

    lines: tuple[int, ...] | None
    suggested: int | None


def run(opening: Opening) -> int:
    """Drill until nothing is left, the reader quits or the input ends; then say what was done."""
    with studying(opening, told()) as study:
        note(study.complaints)
        study.sit_down(session_of(study, opening))
        if study.session.current is None:
            print(_nothing(study, opening))
            return 0
        code = 0
        try:
            _drill(study)
        except Ended:
            print()
        except KeyboardInterrupt:
            print()
            code = 130
        _sum_up(study)
        if study.session.graded:
            back_up(study)
    return code


def _nothing(study: Study, opening: Opening) -> str:
    if opening.mode != "drill":
        return "There is no such question to drill."
    counts = study.counts(opening.chosen)
    words = "Nothing is due."
    if counts.next_due is not None:
        words += f" The next question falls due in {span(study.instant(counts.next_due) - study.clock())}."
    if counts.new or counts.weak:
        words += " `mlflash drill --plain --more` goes on all the same."
    return words


def _drill(study: Study) -> None:
    while not study.session.over:
        question = study.session.current
        if question is None:
            _wait(study)
            continue
        try:
            _ask(study, question)
        except Turned:
            continue
        _offer_undo(study)


def _ask(study: Study, question: str) -> None:
    """One question, from its text to its grade on disk."""
    entry, card = study.catalog[question], study.catalog.card_data(question)
    begun = study.clock()
    section = one_line(study.catalog.section_title(entry.section))
    number = len(study.session.graded) + 1
    print(
        f"\nQuestion {number}, {study.session.left} left. {section}. "
        f"{entry.difficulty.capitalize()}, {entry.likelihood} likelihood."
    )
    paragraph(entry.question)
    while (said := _answer(study, "question", "Enter for the answer: ")) != "":
        if said == "h":
            paragraph(f"Hint: {card.get('hint') or 'there is none.'}")
        else:
            print(HELP["question"])
    seconds = (study.clock() - begun).total_seconds()
    study.reveal()
    own = study.progress.recall(question).own_lines
    answer = lines_asked(cast(list[str], card["answer"]), own, personal=entry.personal)
    for n, line in enumerate(answer, 1):
        paragraph(line, "   ", f"{n}. ")
    if card.get("formula"):
        paragraph(f"Formula: {readable_formula(cast(str, card['formula']))}")
    if card.get("pitfall"):
        paragraph(f"Pitfall: {card['pitfall']}")
    recalled = _ticks(study, len(answer), seconds)
    _grade(study, question, recalled, begun_ms=round(seconds * 1000))


def _ticks(study: Study, count: int, seconds: float) -> Recalled:
    """Which lines the reader had, and what grade that suggests."""
    while True:
        said = _answer(study, "lines", "Lines you had: ")
        if said == "":
            return Recalled(None, None)
        hit = _numbers(said, count)
        if hit is None:
            print(HELP["lines"])
            continue
        suggestion = suggest([n in hit for n in range(1, count + 1)], seconds, study.settings)
        return Recalled(hit, suggestion.rating if suggestion else None)


def _numbers(said: str, count: int) -> tuple[int, ...] | None:
    match said:
        case "all" | "a":
            return tuple(range(1, count + 1))
        case "none" | "n" | "0":
            return ()
    parts = said.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and 1 <= int(part[:9]) <= count for part in parts):
        return None
    return tuple(sorted({int(part) for part in parts}))


def _grade(study: Study, question: str, recalled: Recalled, begun_ms: int) -> None:
    outcomes = study.outcomes(question, study.session.mode).items()
    waits = ", ".join(f"{r} {RATING_NAMES[r]} {_wait_of(study, m) if m else UNCHANGED[r]}" for r, m in outcomes)
    prompt = f"Grade ({waits}): "
    if recalled.suggested is not None:
        prompt = f"Grade ({waits}; Enter for {RATING_NAMES[recalled.suggested]}): "
    while True:
        said = _answer(study, "grade", prompt)
        rating = RATINGS.get(said) or next((r for r in RATING_NAMES if said == str(r)), None)
        if said == "":
            rating = recalled.suggested
        if rating is None:
            print(HELP["grade"])
            continue
        try:
            study.grade(rating, recalled.lines, begun_ms)
        except MlflashError as error:
            print(f"Not graded: {one_line(str(error))}. Grade again, or q to quit.", flush=True)
            continue
        for complaint in study.journal.complaints:
            print(f"Note: {complaint}.")
        study.journal.complaints.clear()
        return


def _wait_of(study: Study, memory: Memory) -> str:
    """How long a grade would put the question off."""
    if isinstance(memory.due, datetime):
        return span(memory.due - memory.at)
    return days((memory.due - study.moment.day).days)


def _answer(study: Study, place: str, prompt: str) -> str:
    """One line of input. Quitting, skipping and undoing are heard at every prompt."""
    while True:
        said = _read(prompt)
        match said:
            case "?" | "help":
                print(HELP[place])
            case "s":
                study.skip()
                raise Turned
            case "u":
                if _undo(study):
                    raise Turned
            case _:
                return said


def _undo(study: Study) -> bool:
    """Take back the last grade or skip; returns whether there was one."""
    if not study.can_undo:
        print("There is nothing to undo.")
        return False
    try:
        taken = study.undo()
    except MlflashError as error:
        print(f"Not undone: {one_line(str(error))}.")
        return False
    said = took_back(study, taken) if taken else "undone"
    print(f"{said[0].upper()}{said[1:]}.")
    return True


def _read(prompt: str) -> str:
    """A line typed, folded; raises `Ended` where the input is at its end or the reader quits."""
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(one_line(line))  # what a terminal would have echoed
    said = line.strip().casefold()
    if not line or said in ("q", "quit"):
        raise Ended
    return said


def _wait(study: Study) -> None:
    """Only learning questions are left, and their minutes are not up."""
    due, _ = study.session.learning[0]
    waiting = count_of(len(study.session.learning), "question comes", "questions come")
    print(f"\n{waiting} back in {span(due - study.clock())}.")
    if _read("Enter looks again, u undoes, q quits: ") == "u":
        _undo(study)
    else:
        study.wake()


def _offer_undo(study: Study) -> None:
    """After the last question, its grade can be taken back too."""
    while study.session.over and study.can_undo:
        if _read("\nThat was the last one. Enter ends, u undoes: ") != "u":
            return
        _undo(study)


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
