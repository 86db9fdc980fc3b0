"""One question of the plain drill: what is typed before its answer, the answer, and the lines that were had."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.text import readable_formula
from mlflash.cli.output import count_of, one_line, paragraph, print_code
from mlflash.cli.plain.actions import ACTIONS, print_lines
from mlflash.cli.plain.prompt import read, read_text
from mlflash.errors import MlflashError
from mlflash.study.lines import answer_note, lines_to_recall
from mlflash.study.study import Study
from mlflash.study.suggest import suggest

HELP = {
    "question": "Enter shows the answer, h a hint, s skips, u undoes, q quits; ? lists what else can be typed",
    "lines": "numbers of the lines you had, such as 1 3; all; none; Enter to leave it open; ? lists what else",
    "grade": "1 again, 2 hard, 3 good, 4 easy; u undoes, s skips, q quits; ? lists what else can be typed",
}
KEYS = {
    "question": (
        ("Enter", "the answer"),
        ("l", "its next line only"),
        ("h", "hint"),
        ("t", "type your lines first"),
        ("y", "sure, then unsure, then neither"),
    ),
    "lines": (
        ("1 3 or a c", "you had the first and the third line"),
        ("all or x", "you had all of them"),
        ("none or 0", "you had none"),
        ("Enter", "leave it open, or take what is proposed"),
    ),
    "grade": (("1 to 4", "again, hard, good, easy"), ("Enter", "the grade suggested")),
}
LETTERS = "abcd"
"""The lines' letters on the screen."""


class BeforeReveal(NamedTuple):
    """How far the reader came before the answer: lines seen one by one, lines typed, what they said of it."""

    shown: int = 0
    typed: tuple[str, ...] | None = None
    sure: bool | None = None


class TickedLines(NamedTuple):
    """The lines ticked, in the event's form, and the grade that suggests itself."""

    lines: tuple[int, ...] | None
    suggested: int | None


def before(study: Study, card: Card) -> BeforeReveal:
    """What the reader does before the answer is shown."""
    front, settings, hints = BeforeReveal(), study.settings, cycle(_hints(card))
    prompt = "Enter to type your lines" if settings.typed else "Enter for the answer"
    prompt += ", y for sure or unsure: " if settings.confidence else ": "
    while True:
        said = answer(study, card, "question", prompt)
        match said:
            case "" if not settings.typed:
                return front
            case "" | "t":
                return front._replace(typed=_typing(len(lines_to_recall(card, study.progress.state(card.id)))))
            case "h" | "i":
                paragraph(next(hints))
            case "y" if settings.confidence:
                front = front._replace(sure={None: True, True: False, False: None}[front.sure])
                print({True: "Sure.", False: "Unsure.", None: "Neither sure nor unsure."}[front.sure])
            case "l":
                lines = lines_to_recall(card, study.progress.state(card.id))
                for n, line in list(enumerate(lines, 1))[front.shown : front.shown + 1]:
                    paragraph(line, "   ", f"{n}. ")
                front = front._replace(shown=front.shown + 1)
                if front.shown >= len(lines):
                    return front
            case _:
                print(HELP["question"])


def _hints(card: Card) -> list[str]:
    """What helps before the answer, in the order in which it is asked for."""
    hints = [f"{name}: {text}" for name, text in (("Hint", card.hint), ("Picture", card.intuition)) if text]
    return hints or ["Hint: there is none."]


def _typing(count: int) -> tuple[str, ...] | None:
    """Up to so many lines as the reader types them; None where nothing is typed."""
    print(f"Type up to {count_of(count, 'line')}; an empty one shows the answer.")
    lines: list[str] = []
    while len(lines) < count and (line := read_text(f"{len(lines) + 1}: ")):
        lines.append(line)
    return tuple(lines) or None


def show(study: Study, card: Card, front: BeforeReveal) -> None:
    """The answer and all that the card says of it."""
    state = study.progress.state(card.id)
    said = answer_note(card, study.catalog[card.id], state)
    if said is not None:
        print(f"{said[0].upper()}{said[1:]}.")
    print_lines(study, card, front.typed or (), 0 if front.typed else front.shown)
    formula = readable_formula(card.formula) if card.formula else None
    for name, text in (("Formula", formula), ("Picture", card.intuition), ("Pitfall", card.pitfall)):
        if text:
            paragraph(f"{name}: {text}")
    if card.code:
        print("Code:")
        print_code(card.code)
    if card.as_of:
        paragraph(f"As of {card.as_of}{f': {card.as_of_note}' if card.as_of_note else '.'}")
    if state.note:
        paragraph(f"Your note: {state.note}")
    more = [
        f"{letter} {count_of(len(found), name)}"
        for letter, name, found in (("p", "probe", card.probes), ("o", "source", card.references))
        if found
    ]
    if more:
        print(f"More: {', '.join(more)}.")


def ticks(study: Study, card: Card, typed: tuple[str, ...] | None, seconds: float) -> TickedLines:
    """Which lines the reader had, and what grade that suggests; what was typed proposes some."""
    prompt, offered = "Lines you had: ", None
    if typed:
        from mlflash.study.typed_answer import proposed_ticks

        guess = proposed_ticks(typed, lines_to_recall(card, study.progress.state(card.id)))
        offered = tuple(n for n, tick in enumerate(guess, 1) if tick)
        prompt = f"Lines you had (Enter for {' '.join(map(str, offered)) or 'none'}): "
    while True:
        said = answer(study, card, "lines", prompt)
        count = len(lines_to_recall(card, study.progress.state(card.id)))
        if said == "" and offered is None:
            return TickedLines(None, None)
        hit = offered if said == "" else _numbers(said, count)
        if hit is None:
            print(HELP["lines"])
            continue
        suggestion = suggest([n in hit for n in range(1, count + 1)], seconds, study.settings)
        return TickedLines(hit, suggestion.rating if suggestion else None)


def _numbers(said: str, count: int) -> tuple[int, ...] | None:
    match said:
        case "all" | "x":
            return tuple(range(1, count + 1))
        case "none" | "0":
            return ()
    said = said.replace(",", " ")
    if not set(said) - {*LETTERS, " "}:
        said = " ".join(str(LETTERS.index(letter) + 1) for letter in said if letter != " ")
    parts = said.split()
    if not all(part.isascii() and part.isdigit() and 1 <= int(part[:9]) <= count for part in parts):
        return None
    return tuple(sorted({int(part) for part in parts}))


def answer(study: Study, card: Card, place: str, prompt: str) -> str:
    """What is typed at a prompt, once it is no errand: those are done where they are asked for."""
    while True:
        said = read(prompt)
        errand = ACTIONS.get(said)
        if said in ("?", "help"):
            _list_keys(study, card, KEYS[place])
        elif errand is not None and errand.there(study, card):
            try:
                errand.do(study, card)
            except MlflashError as error:
                print(f"Not done: {one_line(str(error))}.")
        else:
            return said


def _list_keys(study: Study, card: Card, here: Sequence[tuple[str, str]]) -> None:
    """All that can be typed now, a line each."""
    here = [one for one in here if one[0] != "y" or study.settings.confidence]
    if card.intuition:
        here = [("h", "hint, then the picture") if one[0] == "h" else one for one in here]
    errands = [(letter, one.about) for letter, one in ACTIONS.items() if one.there(study, card)]
    for typed, about in (*here, *errands, ("q", "quit; everything graded is kept")):
        print(f"  {typed}: {about}")
