"""Ask one card of the plain drill: read input before the reveal, print the answer, ask for the lines recalled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import NamedTuple

from mlflash.amounts import count_of
from mlflash.bank.card import Card
from mlflash.cli.output import one_line, print_code
from mlflash.cli.plain.actions import ACTIONS, print_lines
from mlflash.cli.plain.prompt import read, read_text
from mlflash.cli.plain.speech import formula, paragraph
from mlflash.errors import MlflashError
from mlflash.scheduler.line_ticks import LETTERS, line_label
from mlflash.study.lines import answer_note, lines_to_recall, suggest
from mlflash.study.study import Study

HELP = {
    "question": "Enter shows the answer, h a hint, s skips, u undoes, q quits; ? lists what else can be typed",
    "lines": "letters of the lines you recalled, such as a c; all; none; Enter for no ticks; ? lists what else",
    "grade": "1 again, 2 hard, 3 good, 4 easy; u undoes, s skips, q quits; ? lists what else can be typed",
}
KEYS = {
    "question": (
        ("Enter", "the answer"),
        ("l", "the next line of the answer only"),
        ("h", "hint"),
        ("t", "type your lines first"),
        ("y", "sure, then unsure, then neither"),
    ),
    "lines": (
        ("a c", "you recalled the first and the third line; 1 3 does the same"),
        ("all or x", "you recalled all of them"),
        ("none or 0", "you recalled none"),
        ("Enter", "no ticks, or those proposed"),
    ),
    "grade": (("1 to 4", "again, hard, good, easy"), ("Enter", "the grade suggested")),
}


class BeforeReveal(NamedTuple):
    """The reader's input before the reveal."""

    shown: int = 0
    """The number of lines of the answer shown one by one."""
    typed: tuple[str, ...] | None = None
    """The lines typed."""
    sure: bool | None = None
    """Whether the reader was sure; None if they did not say."""


class TickedLines(NamedTuple):
    """The lines recalled, and the grade that they suggest."""

    lines: tuple[int, ...] | None
    """The numbers of the lines ticked; None without ticks."""
    suggested: int | None
    """The suggested grade."""


def before(study: Study, card: Card) -> BeforeReveal:
    """Prompt until the reader wants to see the answer."""
    front, settings, hints = BeforeReveal(), study.settings, cycle(_hints(card))
    prompt = "Enter to type your lines" if settings.typed else "Enter for the answer"
    prompt += ", y for sure or unsure: " if settings.confidence else ": "
    while True:
        typed = ask(study, card, "question", prompt)
        match typed:
            case "" if not settings.typed:
                return front
            case "" | "t":
                return front._replace(typed=_type_lines(study.line_count(card.id)))
            case "h" | "i":
                paragraph(next(hints))
            case "y" if settings.confidence:
                front = front._replace(sure={None: True, True: False, False: None}[front.sure])
                print({True: "Sure.", False: "Unsure.", None: "Neither sure nor unsure."}[front.sure])
            case "l":
                lines = lines_to_recall(card, study.progress.state(card.id))
                for n, line in list(enumerate(lines, 1))[front.shown : front.shown + 1]:
                    paragraph(line, "   ", f"{line_label(n)}. ")
                front = front._replace(shown=front.shown + 1)
                if front.shown >= len(lines):
                    return front
            case _:
                print(HELP["question"])


def _hints(card: Card) -> list[str]:
    """The hints for a card, in the order in which they are given."""
    hints = [f"{name}: {text}" for name, text in (("Hint", card.hint), ("Picture", card.intuition)) if text]
    return hints or ["Hint: there is none."]


def _type_lines(count: int) -> tuple[str, ...] | None:
    """Read up to `count` lines; None if nothing is typed."""
    print(f"Type up to {count_of(count, 'line')}; an empty line shows the answer.")
    lines: list[str] = []
    while len(lines) < count and (line := read_text(f"{line_label(len(lines) + 1)}: ")):
        lines.append(line)
    return tuple(lines) or None


def show(study: Study, card: Card, front: BeforeReveal) -> None:
    """Print the answer, and the rest of the card."""
    state = study.progress.state(card.id)
    message = answer_note(card, study.catalog[card.id], state)
    if message is not None:
        print(f"{message[0].upper()}{message[1:]}.")
    print_lines(study, card, front.typed or (), 0 if front.typed else front.shown)
    if card.formula:
        formula(card.formula)
    for name, text in (("Picture", card.intuition), ("Pitfall", card.pitfall)):
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
        f"{letter}, {count_of(len(items), name)}"
        for letter, name, items in (("p", "probe", card.probes), ("o", "source", card.references))
        if items
    ]
    if more:
        print(f"More: {'; '.join(more)}.")


def ticks(study: Study, card: Card, typed_lines: tuple[str, ...] | None, seconds: float) -> TickedLines:
    """Ask which lines were recalled, proposing those that match the lines typed; returns them with a grade."""
    prompt, proposed = "Lines you recalled: ", None
    if typed_lines:
        from mlflash.study.typed_answer import proposed_ticks

        guess = proposed_ticks(typed_lines, lines_to_recall(card, study.progress.state(card.id)))
        proposed = tuple(n for n, tick in enumerate(guess, 1) if tick)
        prompt = f"Lines you recalled (Enter for {' '.join(map(line_label, proposed)) or 'none'}): "
    while True:
        typed = ask(study, card, "lines", prompt)
        count = study.line_count(card.id)
        if typed == "" and proposed is None:
            return TickedLines(None, None)
        hit = proposed if typed == "" else parse_lines(typed, count)
        if hit is None:
            print(HELP["lines"])
            continue
        suggestion = suggest([n in hit for n in range(1, count + 1)], seconds, study.settings)
        return TickedLines(hit, suggestion.rating if suggestion else None)


def parse_lines(typed: str, count: int) -> tuple[int, ...] | None:
    """Parse letters or numbers of lines; None if something else was typed."""
    match typed:
        case "all" | "x":
            return tuple(range(1, count + 1))
        case "none" | "0":
            return ()
    typed = typed.replace(",", " ")
    if not set(typed) - {*LETTERS, " "}:
        typed = " ".join(str(LETTERS.index(letter) + 1) for letter in typed if letter != " ")
    parts = typed.split()
    if not all(part.isascii() and part.isdigit() and 1 <= int(part[:9]) <= count for part in parts):
        return None
    return tuple(sorted({int(part) for part in parts}))


def ask(study: Study, card: Card, place: str, prompt: str) -> str:
    """Prompt until something other than an action is typed, and return it; actions are run here."""
    while True:
        typed = read(prompt)
        action = ACTIONS.get(typed)
        if typed in ("?", "help"):
            _list_keys(study, card, KEYS[place])
        elif action is not None and action.available(study, card):
            try:
                action.do(study, card)
            except MlflashError as error:
                print(f"Not done: {one_line(str(error))}.")
        else:
            return typed


def _list_keys(study: Study, card: Card, keys: Sequence[tuple[str, str]]) -> None:
    """Print all that can be typed now, a line each."""
    keys = [key for key in keys if key[0] != "y" or study.settings.confidence]
    if card.intuition:
        keys = [("h", "hint, then the picture") if key[0] == "h" else key for key in keys]
    listed = [(letter, action) for letter, action in ACTIONS.items() if action.about]
    actions = [(letter, action.about) for letter, action in listed if action.available(study, card)]
    for typed, about in (*keys, *actions, ("q", "quit; everything graded is saved")):
        print(f"  {typed}: {about}")
