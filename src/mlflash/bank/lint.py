"""The checks behind `mlflash check`: whether banks can be loaded, and whether their cards keep the rules.

A bank that cannot be loaded is always an error. There are two sets of rules. A broken rule of `lint_rules` is an
error in the bundled bank and under `strict`; in a reader's own bank it is a warning, or a remark, which is counted
and not printed. The rules of `strict_rules`, on style, are checked only under `strict`: an error in the bundled
bank, a warning in a reader's own, which may be written in any style.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.bank_files import all_files
from mlflash.bank.document_rules import Finding, document_findings
from mlflash.bank.faults import BankFaults, Fault
from mlflash.bank.lint_rules import address_rules, card_rules
from mlflash.bank.loading import LoadedBank, load, load_all
from mlflash.bank.required_cards import RequiredCard, read_required_cards
from mlflash.bank.schema import Bank, Question
from mlflash.bank.strict_rules import doubts, strict_rules
from mlflash.bank.validation_faults import field_path


class LintReport(NamedTuple):
    """The result of a check."""

    questions: int
    """How many cards could be read."""
    errors: list[Fault]
    """What has to be fixed, by file and line."""
    warnings: list[Fault]
    """What should be looked at, by file and line."""
    remarks: Sequence[Fault] = ()
    """The warnings that only compare a reader's cards with the rules of the bundled bank."""


class _Card(NamedTuple):
    """A card with its place."""

    loaded: LoadedBank
    """The bank that holds the card."""
    at: tuple[str | int, ...]
    """Its location in the bank's document."""
    section: str
    """The id of its section."""
    question: Question
    """The card."""

    @property
    def place(self) -> str:
        """The file and line of its id."""
        return f"{self.loaded.path}:{self.loaded.line(*self.at, 'id')}"


def check(
    paths: Sequence[Path], strict: bool = False, seed: Path | None = None, bundled: Path | None = None
) -> LintReport:
    """Check banks against the rules; `strict` adds those on style.

    `seed` names a JSON file of cards that must be there; raises `MlflashError` where it cannot be read.
    `bundled` is held to `lint_rules` even without `strict`, and other banks may name its cards in `related`.
    """
    seeds = read_required_cards(seed) if seed is not None else None
    loaded, errors = load_all(paths)
    warnings: list[Fault] = []
    cards = list(_cards(loaded))
    known = {card.question.id for card in cards} | _known(bundled, loaded)
    ours = {bank.path for bank in loaded if _same(bank.path, bundled)}
    strict_paths = {bank.path for bank in loaded} if strict else ours
    remarks: list[Fault] = []
    findings = [*document_findings(loaded), *_card_findings(cards, known), *_repeated(cards)]
    levels = [
        (findings, strict_paths, warnings),
        (_editorial(loaded, cards, strict_paths), strict_paths, remarks),
    ]
    if strict:
        levels += [(_style(cards), ours, warnings), (_doubts(cards), set[Path](), warnings)]
    for level, binding, otherwise in levels:
        for bank, location, message in level:
            fault = Fault(str(bank.path), bank.line(*location), field_path(location), message)
            (errors if bank.path in binding else otherwise).append(fault)
    if seeds is not None:
        errors += _seed_faults(cards, seeds, str(paths[0]) if paths else "")
    return LintReport(len(cards), _sorted(errors), _sorted([*warnings, *remarks]), tuple(_sorted(remarks)))


def _cards(loaded: Sequence[LoadedBank]) -> Iterator[_Card]:
    for bank in loaded:
        for i, section in enumerate(bank.bank.sections):
            for j, question in enumerate(section.questions):
                yield _Card(bank, ("sections", i, "questions", j), section.id, question)


def _known(bundled: Path | None, loaded: Sequence[LoadedBank]) -> set[str]:
    """The bundled bank's ids, where it is not among the banks checked."""
    if bundled is None or any(_same(bank.path, bundled) for bank in loaded):
        return set()
    try:
        return {question.id for bank in load(bundled) for question in bank.bank.questions}
    except BankFaults:
        return set()


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and len(all_files([path, other])[0]) == 1


def _resources(bank: Bank) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for i, resource in enumerate(bank.resources):
        yield ("resources", i), resource.url
    for i, section in enumerate(bank.sections):
        for j, resource in enumerate(section.resources):
            yield ("sections", i, "resources", j), resource.url


def _editorial(
    loaded: Sequence[LoadedBank], cards: Sequence[_Card], strict: Collection[Path]
) -> Iterator[Finding]:
    """Where a bank breaks the rules of `lint_rules`."""
    for bank in loaded:
        for location, resource in _resources(bank.bank):
            for message in address_rules(resource):
                yield bank, (*location, "url"), message
    for card in cards:
        for place, message in card_rules(card.question, card.section, tex=card.loaded.path not in strict):
            yield card.loaded, (*card.at, *place), message


def _style(cards: Sequence[_Card]) -> Iterator[Finding]:
    """Where a bank breaks the rules of `strict_rules`."""
    hints: dict[str, _Card] = {}
    for card in cards:
        for place, message in strict_rules(card.question, card.section):
            yield card.loaded, (*card.at, *place), message
        if card.question.hint and (first := hints.setdefault(_folded(card.question.hint), card)) is not card:
            message = f"found the hint of {first.question.id} ({first.place}), expected one of its own"
            yield card.loaded, (*card.at, "hint"), message


def _doubts(cards: Sequence[_Card]) -> Iterator[Finding]:
    for card in cards:
        for place, message in doubts(card.question):
            yield card.loaded, (*card.at, *place), message


def _card_findings(cards: Sequence[_Card], known: Collection[str]) -> Iterator[Finding]:
    for card in cards:
        question, tags = card.question, card.loaded.bank.tags
        for i, tag in enumerate(question.tags):
            if tags is not None and tag not in tags:
                message = f"found {tag!r}, expected a tag from the list in the bank's head"
                yield card.loaded, (*card.at, "tags", i), message
        for i, other in enumerate(question.related):
            if other not in known or other == question.id:
                yield card.loaded, (*card.at, "related", i), f"found {other!r}, expected the id of another card"


def _repeated(cards: Sequence[_Card]) -> Iterator[Finding]:
    """Questions and answer lines that appear on two cards, or twice on one."""
    questions: dict[str, _Card] = {}
    lines: dict[str, _Card] = {}
    for card in cards:
        first = questions.setdefault(_folded(card.question.question), card)
        if first is not card:
            message = f"found the question of {first.question.id} ({first.place}), expected every question once"
            yield card.loaded, (*card.at, "question"), message
        own: set[str] = set()
        for i, line in enumerate(() if card.question.personal else card.question.answer):
            folded = _folded(line)
            first = lines.setdefault(folded, card)
            if first is not card or folded in own:
                message = f"found a line of {first.question.id} ({first.place}), expected every line once"
                yield card.loaded, (*card.at, "answer", i), message
            own.add(folded)


def _folded(text: str) -> str:
    """A text without case, extra spaces and punctuation at its ends, to compare it with another."""
    return " ".join(text.casefold().split()).strip(" .?!")


def _seed_faults(cards: Sequence[_Card], seeds: Mapping[str, RequiredCard], name: str) -> Iterator[Fault]:
    by_id = {card.question.id: card for card in cards}
    for id_, seed in seeds.items():
        card = by_id.get(id_)
        if card is None:
            yield Fault(name, 0, "id", f"found no card {id_!r}, expected every seed card")
            continue
        for field, wanted in zip(seed._fields, seed, strict=True):
            value = getattr(card.question, field)
            if wanted is not None and value != wanted:
                line = card.loaded.line(*card.at, field)
                message = f"found {value}, expected {wanted}, as the seed has {id_}"
                yield Fault(str(card.loaded.path), line, field_path((*card.at, field)), message)
    for id_, card in by_id.items():
        if card.question.origin == "seed" and id_ not in seeds:
            line = card.loaded.line(*card.at, "origin")
            message = f"found seed, expected extension: the seed has no {id_}"
            yield Fault(str(card.loaded.path), line, field_path((*card.at, "origin")), message)


def _sorted(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.file, fault.line))
