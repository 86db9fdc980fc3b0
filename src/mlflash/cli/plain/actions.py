"""Actions of the plain drill besides revealing and grading, under the same letters as on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from mlflash.bank.card import Card
from mlflash.cli.output import one_line
from mlflash.cli.plain.card_choice import choose
from mlflash.cli.plain.prompt import CardLeft, InputEnded, read_choice, read_text
from mlflash.cli.plain.speech import paragraph
from mlflash.errors import MlflashError
from mlflash.scheduler.events import LINES
from mlflash.scheduler.line_ticks import line_label
from mlflash.scheduler.weakness import missed_lately
from mlflash.study.card_summary import undo_message
from mlflash.study.lines import lines_to_recall, missed_words, with_misses_of
from mlflash.study.probes import probe_round
from mlflash.study.study import Study


class CardAction(NamedTuple):
    """What a letter does."""

    about: str
    """Its description in the list of letters."""
    do: Callable[[Study, Card], None]
    """Run it."""
    applies: Callable[[Study, Card], bool] = lambda study, card: True
    """Return whether it makes sense for the card."""
    after_reveal: bool = False
    """Whether it works only once the answer is shown."""

    def available(self, study: Study, card: Card) -> bool:
        """Return whether the letter does something now."""
        return (study.session.revealed or not self.after_reveal) and self.applies(study, card)


def print_lines(study: Study, card: Card, typed: tuple[str, ...] = (), shown: int = 0) -> None:
    """Print the lines to recall after the first `shown`, each with its misses and the line typed for it."""
    state = study.progress.state(card.id)
    lines, counted = lines_to_recall(card, state), with_misses_of(card, state)
    matched = [""] * len(lines)
    if typed:
        from mlflash.study.typed_answer import typed_for_each

        matched = list(typed_for_each(typed, lines))
    for n, line in list(enumerate(lines, 1))[shown:]:
        misses = missed_words(*missed_lately(counted, n)) if state.ticked_reviews else None
        paragraph(f"{line} ({misses})" if misses else line, "   ", f"{line_label(n)}. ")
        if typed:
            paragraph(f"you: {matched[n - 1] or '(nothing)'}", "   ", "   ")


def probes(study: Study, card: Card) -> None:
    """Ask the card's probes one at a time; each answer is on disk before the next probe."""
    round_ = probe_round(study.view(), [card.id])
    printed = -1
    while True:
        current, place = round_.current, len(round_.right)
        if current is None:
            print(f"{sum(round_.right)} of {len(round_.probes)} known.")
            if not round_.wrong or read_choice("Enter goes back, r asks those not known again: ") != "r":
                return
            round_, printed = round_.again(), -1
            continue
        if printed != place:
            print(f"Probe {place + 1} of {len(round_.probes)}.")
            paragraph(current.probe.question)
            if round_.shown:
                paragraph(current.probe.answer, "   ")
            printed = place
        typed = read_choice("Did you know it, y or n: " if round_.shown else "Enter for the answer: ")
        try:
            match typed:
                case "q" | "quit":
                    return
                case "u" if round_.right:
                    study.undo()
                    round_ = round_.back()
                case "" if not round_.shown:
                    paragraph(current.probe.answer, "   ")
                    round_ = round_.show()
                case "y" | "n" if round_.shown:
                    study.answer_probe(current.card_id, current.probe.hash, typed == "y")
                    round_ = round_.answer(typed == "y")
                case _ if round_.shown:
                    print("y, you knew it; n, you did not; u, back to the last probe; q, back to the card")
                case _:
                    print("Enter, the answer; u, back to the last probe; q, back to the card")
        except MlflashError as error:
            print(f"Not saved: {one_line(str(error))}.")


def sources(study: Study, card: Card) -> None:
    """Print the card's sources with their addresses."""
    for n, source in enumerate(card.references, 1):
        paragraph(f"{source.title}, {source.year}" if source.year else source.title, "   ", f"{n}. ")
        print(f"   {one_line(source.url)}")


def details(study: Study, card: Card) -> None:
    """Print the pitfall and the sources again."""
    if card.pitfall:
        paragraph(f"Pitfall: {card.pitfall}")
    sources(study, card)


def edit(study: Study, card: Card) -> None:
    """Leave the card to edit it; then it is asked again."""
    from mlflash.cli.plain.card_editing import edit_card

    raise CardLeft(partial(edit_card, card))


def choose_cards(study: Study, card: Card) -> None:
    """Leave the card to choose others."""
    raise CardLeft(choose)


def banks_lines(study: Study, card: Card) -> None:
    """Print the bank's lines, which are hidden behind the reader's own."""
    for n, line in enumerate(card.answer, 1):
        paragraph(line, "   ", f"{line_label(n)}. ")


def write(study: Study, card: Card) -> None:
    """Edit the reader's own lines and note, then save what has changed."""
    state = study.progress.state(card.id)
    own, noted = state.own_lines or (), state.note or ""
    before = [*own, *[""] * 8][: max(LINES, len(own), len(card.answer))]
    lines, note, ended = list(before), noted, False
    numbers = {name: n for n in range(1, len(lines) + 1) for name in (line_label(n), str(n))}
    while not ended:
        try:
            typed = read_choice(f"a to {line_label(len(lines))} to edit that line, n the note, Enter when done: ")
            if typed == "n":
                note = _rewritten("Note", note)
            elif typed in numbers:
                i = numbers[typed] - 1
                bank = card.answer[i] if i < len(card.answer) else ""
                lines[i] = _rewritten(f"Line {line_label(i + 1)}", lines[i], bank)
            if typed not in ("", "q", "quit"):
                continue
        except InputEnded:
            ended = True  # save what was written so far
        if lines == before and note == noted:
            break
        try:
            own_lines = _to_save(card, lines) if lines != before else None
            study.write(card.id, own_lines, note if note != noted else None)
        except MlflashError as error:
            print(f"Not saved: {one_line(str(error))}. Enter tries again.")
            continue
        print("Saved.")
        if study.session.revealed:
            print_lines(study, card)
        break
    if ended:
        raise InputEnded


def _rewritten(name: str, text: str, bank: str = "") -> str:
    """Ask for a text; returns the old text if nothing is typed."""
    if text or bank:
        paragraph(f"{name} now: {text or bank}")
    typed = read_text(f"{name} (Enter keeps it{', - removes yours' if text else ''}): ")
    return "" if typed == "-" else typed or text


def _to_save(card: Card, lines: list[str]) -> tuple[str, ...]:
    """Cut empty lines from the end, but keep those in whose place the bank's line is shown."""
    while lines and not lines[-1] and (card.personal or len(lines) > len(card.answer) or not any(lines)):
        lines = lines[:-1]
    return tuple(lines)


def flag(study: Study, card: Card) -> None:
    """Flag the card, or remove its flag."""
    flagged = study.progress.state(card.id).flagged
    study.mark("unflag" if flagged else "flag", [card.id])
    print("No longer flagged." if flagged else "Flagged.")


def hide(kind: str, done: str, study: Study, card: Card) -> None:
    """Bury or suspend the card, and leave it."""
    study.mark(kind, [card.id])
    print(f"{done}; u undoes.")
    raise CardLeft


def skip(study: Study, card: Card) -> None:
    """Move the card to the end of the session."""
    study.skip()
    raise CardLeft


def undo_action(study: Study, card: Card) -> None:
    """Undo the last action; leave the card if that changes the session."""
    before = study.session
    if undo(study) and study.session != before:
        raise CardLeft


def undo(study: Study) -> bool:
    """Undo the last action and print what it was; returns whether something was undone."""
    if not study.can_undo:
        print("There is nothing to undo.")
        return False
    try:
        events = study.undo()
    except MlflashError as error:
        print(f"Not undone: {one_line(str(error))}.")
        return False
    print(f"{undo_message(study.view(), events) if events else 'Undone'}.")
    return True


def _has_own_lines(study: Study, card: Card) -> bool:
    return bool(study.progress.state(card.id).own_lines)


ACTIONS: Mapping[str, CardAction] = {
    "p": CardAction("probes, one at a time", probes, lambda study, card: bool(card.probes), after_reveal=True),
    "o": CardAction("sources", sources, lambda study, card: bool(card.references), after_reveal=True),
    "v": CardAction(
        "pitfall and sources again",
        details,
        lambda study, card: bool(card.pitfall or card.references),
        after_reveal=True,
    ),
    "g": CardAction("the bank's lines", banks_lines, _has_own_lines, after_reveal=True),
    "n": CardAction("your own lines, or a note", write),
    "e": CardAction("edit the card", edit),
    "/": CardAction("choose other cards; F does the same", choose_cards),
    "F": CardAction("", choose_cards),
    "f": CardAction("flag the card, or remove the flag", flag),
    "s": CardAction("skip to the end of the session", skip),
    "z": CardAction("bury until tomorrow", partial(hide, "bury", "Buried until tomorrow")),
    "S": CardAction("suspend", partial(hide, "suspend", "Suspended")),
    "u": CardAction("undo", undo_action),
}
