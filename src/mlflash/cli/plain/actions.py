"""What the plain drill does beside asking and grading, by the letters that the screen has for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.cli.output import one_line, paragraph
from mlflash.cli.plain.prompt import InputEnded, Turned, read_here, read_text
from mlflash.errors import MlflashError
from mlflash.scheduler.events import LINES
from mlflash.scheduler.weakness import missed_lately
from mlflash.study.card_summary import undo_message
from mlflash.study.lines import lines_to_recall, missed_words
from mlflash.study.probes import probe_round
from mlflash.study.study import Study


class CardAction(NamedTuple):
    """What a letter does; `has` tells whether the question has it, `back` that it is for the answer only."""

    about: str
    do: Callable[[Study, Card], None]
    has: Callable[[Study, Card], bool] = lambda study, card: True
    back: bool = False

    def there(self, study: Study, card: Card) -> bool:
        """Whether the letter does something now."""
        return (study.session.revealed or not self.back) and self.has(study, card)


def print_lines(study: Study, card: Card, typed: tuple[str, ...] = (), after: int = 0) -> None:
    """The lines to recall, those `after` so many, each with how often it was missed and what was typed for it."""
    state = study.progress.state(card.id)
    lines = lines_to_recall(card, state)
    said = [""] * len(lines)
    if typed:
        from mlflash.study.typed_answer import typed_for_each

        said = list(typed_for_each(typed, lines))
    for n, line in list(enumerate(lines, 1))[after:]:
        told = missed_words(*missed_lately(state, n)) if state.ticked else None
        paragraph(f"{line} ({told})" if told else line, "   ", f"{n}. ")
        if typed:
            paragraph(f"you: {said[n - 1] or 'nothing'}", "   ", "   ")


def probes(study: Study, card: Card) -> None:
    """Ask the card's probes one at a time; each answer is on disk before the next."""
    round_ = probe_round(study.view(), [card.id])
    told = -1
    while True:
        asked, place = round_.current, len(round_.right)
        if asked is None:
            print(f"{sum(round_.right)} of {len(round_.probes)} known.")
            if not round_.wrong or read_here("Enter goes back, r asks those not known again: ") != "r":
                return
            round_, told = round_.again(), -1
            continue
        if told != place:
            print(f"Probe {place + 1} of {len(round_.probes)}.")
            paragraph(asked.probe.question)
            if round_.shown:
                paragraph(asked.probe.answer, "   ")
            told = place
        said = read_here("Did you know it, y or n: " if round_.shown else "Enter for the answer: ")
        try:
            match said:
                case "q" | "quit":
                    return
                case "u" if round_.right:
                    study.undo()
                    round_ = round_.back()
                case "" if not round_.shown:
                    paragraph(asked.probe.answer, "   ")
                    round_ = round_.show()
                case "y" | "n" if round_.shown:
                    study.answer_probe(asked.card_id, asked.probe.hash, said == "y")
                    round_ = round_.answer(said == "y")
                case _ if round_.shown:
                    print("y, you knew it; n, you did not; u, the one before again; q, back to the question")
                case _:
                    print("Enter, the answer; u, the one before again; q, back to the question")
        except MlflashError as error:
            print(f"Not kept: {one_line(str(error))}.")


def sources(study: Study, card: Card) -> None:
    """The card's sources with their addresses."""
    for n, (title, url, year) in enumerate(card.references, 1):
        paragraph(f"{title}, {year}" if year else title, "   ", f"{n}. ")
        print(f"   {one_line(url)}")


def banks_lines(study: Study, card: Card) -> None:
    """The bank's lines, where the reader's own stand in their place."""
    for n, line in enumerate(card.answer, 1):
        paragraph(line, "   ", f"{n}. ")


def write(study: Study, card: Card) -> None:
    """Write the reader's own lines and note, then keep what has changed."""
    state = study.progress.state(card.id)
    before = [*(state.own_lines or ()), *[""] * 8][: max(LINES, len(state.own_lines or ()), len(card.answer))]
    lines, note = list(before), state.note or ""
    ended = False
    while not ended:
        try:
            said = read_here(f"1 to {len(lines)} writes that line, n the note, Enter is done: ")
            if said == "n":
                note = _rewritten("Note", note)
                continue
            if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= len(lines):
                i = int(said) - 1
                bank = card.answer[i] if i < len(card.answer) else ""
                lines[i] = _rewritten(f"Line {said}", lines[i], bank)
                continue
            if said not in ("", "q", "quit"):
                continue
        except InputEnded:
            ended = True  # what was written until then is kept all the same
        if lines == before and note == (state.note or ""):
            break
        try:
            kept = _as_kept(card, lines) if lines != before else None
            study.write(card.id, kept, note if note != (state.note or "") else None)
        except MlflashError as error:
            print(f"Not kept: {one_line(str(error))}. Enter tries again.")
            continue
        print("Kept.")
        if study.session.revealed:
            print_lines(study, card)
        break
    if ended:
        raise InputEnded


def _rewritten(name: str, text: str, bank: str = "") -> str:
    """A text written anew, or as it is."""
    if text or bank:
        paragraph(f"{name} now: {text or bank}")
    said = read_text(f"{name} (Enter leaves it{', - takes yours away' if text else ''}): ")
    return "" if said == "-" else said or text


def _as_kept(card: Card, lines: list[str]) -> tuple[str, ...]:
    """Lines as the journal takes them: where the bank has words for the rest, its blanks stay and keep them."""
    while lines and not lines[-1] and (card.personal or len(lines) > len(card.answer) or not any(lines)):
        lines = lines[:-1]
    return tuple(lines)


def flag(study: Study, card: Card) -> None:
    """Flag the question, or take its flag away."""
    flagged = study.progress.state(card.id).flagged
    study.mark("unflag" if flagged else "flag", [card.id])
    print("No longer flagged." if flagged else "Flagged.")


def bury(study: Study, card: Card) -> None:
    """Not again today."""
    study.mark("bury", [card.id])
    print("Buried until tomorrow; u undoes.")
    raise Turned


def suspend(study: Study, card: Card) -> None:
    """Not again until the reader says so."""
    study.mark("suspend", [card.id])
    print("Suspended; u undoes.")
    raise Turned


def skip(study: Study, card: Card) -> None:
    """Put the question at the end of the sitting."""
    study.skip()
    raise Turned


def take_back(study: Study, card: Card) -> None:
    """Take back what was done last; what leads to another question, or to this one anew, turns there."""
    before = study.session
    if undo(study) and study.session != before:
        raise Turned


def undo(study: Study) -> bool:
    """Take back what was done last; returns whether there was anything."""
    if not study.can_undo:
        print("There is nothing to undo.")
        return False
    try:
        taken = study.undo()
    except MlflashError as error:
        print(f"Not undone: {one_line(str(error))}.")
        return False
    said = undo_message(study.view(), taken) if taken else "undone"
    print(f"{said[0].upper()}{said[1:]}.")
    return True


def _has_own_lines(study: Study, card: Card) -> bool:
    return bool(study.progress.state(card.id).own_lines)


ACTIONS: Mapping[str, CardAction] = {
    "p": CardAction("probes, one at a time", probes, lambda study, card: bool(card.probes), back=True),
    "o": CardAction("sources", sources, lambda study, card: bool(card.references), back=True),
    "g": CardAction("the bank's lines", banks_lines, _has_own_lines, back=True),
    "n": CardAction("your own lines, or a note", write),
    "f": CardAction("flag the question, or take the flag away", flag),
    "s": CardAction("skip to the end of the sitting", skip),
    "z": CardAction("bury until tomorrow", bury),
    "S": CardAction("suspend", suspend),
    "u": CardAction("undo", take_back),
}
