"""The checks behind `mlflash check`: whether banks can be loaded, and whether their cards keep the rules.

A bank that cannot be loaded is always an error. There are two sets of rules. A broken rule of `lint_rules` is an
error in the bundled bank and under `strict`; in a reader's own bank it is a warning, or a remark, which is counted
and not printed. The rules of `strict_rules`, on style, are checked only under `strict`: an error in the bundled
bank, a warning in a reader's own, which may be written in any style.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mlflash.bank.bank_files import real_path
from mlflash.bank.document_rules import Finding, document_findings
from mlflash.bank.faults import Fault
from mlflash.bank.lint_rules import address_rules, card_rules
from mlflash.bank.loading import LoadedBank, load_all
from mlflash.bank.schema import Bank, Question
from mlflash.bank.strict_rules import doubts, strict_rules
from mlflash.bank.yaml_tree import Location
from mlflash.errors import MlflashError
from mlflash.regular import read_regular

MAX_SEED_BYTES = 16 * 1024 * 1024


class LintReport(NamedTuple):
    """The result of a check."""

    questions: int
    """How many cards could be read."""
    errors: list[Fault]
    """What has to be fixed, by file and line."""
    warnings: list[Fault]
    """What should be looked at, by file and line."""
    remarks: Sequence[Fault] = ()
    """What only breaks the rules of the bundled bank in a reader's own, by file and line."""


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

    def found(self, broken: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
        """The rules that the card breaks, given with their places on the card, with their places in the bank."""
        return ((self.loaded, (*self.at, *place), message) for place, message in broken)


def check(
    paths: Sequence[Path], strict: bool = False, seed: Path | None = None, bundled: Path | None = None
) -> LintReport:
    """Check banks against the rules; `strict` adds those on style.

    `seed` names a JSON file of cards that must be there; raises `MlflashError` where it cannot be read.
    `bundled` is held to `lint_rules` even without `strict`, and other banks may name its cards in `related`.
    """
    seeds = _read_seeds(seed) if seed is not None else None
    loaded, errors = load_all(paths)
    warnings: list[Fault] = []
    cards = list(_cards(loaded))
    known = {card.question.id for card in cards}
    ours = {bank.path for bank in loaded if bundled is not None and real_path(bank.path) == real_path(bundled)}
    if bundled is not None and not ours:
        known |= {question.id for bank in load_all([bundled])[0] for question in bank.bank.questions}
    strict_paths = {bank.path for bank in loaded} if strict else ours
    remarks: list[Fault] = []
    findings = [*document_findings(loaded), *_card_findings(cards, known), *_repeated(cards)]
    levels = [(findings, strict_paths, warnings), (_editorial(loaded, cards, strict_paths), strict_paths, remarks)]
    if strict:
        doubtful = [finding for card in cards for finding in card.found(doubts(card.question))]
        levels += [(_style(cards), ours, warnings), (doubtful, set(), warnings)]
    for level, binding, otherwise in levels:
        for bank, location, message in level:
            (errors if bank.path in binding else otherwise).append(bank.fault(location, message))
    if seeds is not None:
        errors += _seed_faults(cards, seeds, str(paths[0]) if paths else "")
    return LintReport(len(cards), by_line(errors), by_line(warnings), tuple(by_line(remarks)))


def _cards(loaded: Sequence[LoadedBank]) -> Iterator[_Card]:
    for bank in loaded:
        for i, section in enumerate(bank.bank.sections):
            for j, question in enumerate(section.questions):
                yield _Card(bank, ("sections", i, "questions", j), section.id, question)


def _resources(bank: Bank) -> Iterator[tuple[Location, str]]:
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
        yield from card.found(card_rules(card.question, card.section, tex=card.loaded.path not in strict))


def _style(cards: Sequence[_Card]) -> Iterator[Finding]:
    """Where a bank breaks the rules of `strict_rules`."""
    hints: dict[str, _Card] = {}
    for card in cards:
        yield from card.found(strict_rules(card.question, card.section))
        if card.question.hint and (first := hints.setdefault(_folded(card.question.hint), card)) is not card:
            message = f"found the hint of {first.question.id} ({first.place}), expected one of its own"
            yield card.loaded, (*card.at, "hint"), message


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


def _read_seeds(path: Path) -> dict[str, dict[str, object]]:
    """The marks of each seed card by its id; raises `MlflashError`.

    They come from JSON `{"cards": [{"id", "difficulty", "likelihood"}]}`; `likelihood_suggested` replaces
    `likelihood`. A mark that is missing or null allows any value.
    """
    try:
        raw: Any = json.loads(read_regular(path, MAX_SEED_BYTES, follow=True).decode("utf-8"))
        return {
            str(card["id"]): {
                "origin": "seed",
                "difficulty": card.get("difficulty"),
                "likelihood": card.get("likelihood", card.get("likelihood_suggested")),
            }
            for card in raw["cards"]
        }
    except OSError as error:
        raise MlflashError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        message = " ".join(str(error).split())[:100]
        raise MlflashError(f"{path}: no list of seed cards: {type(error).__name__} {message}") from None


def _seed_faults(cards: Sequence[_Card], seeds: Mapping[str, Mapping[str, object]], name: str) -> Iterator[Fault]:
    """Seed cards that are missing or have other marks, and cards that are wrongly marked as seed."""
    by_id = {card.question.id: card for card in cards}
    for id_, seed in seeds.items():
        card = by_id.get(id_)
        if card is None:
            yield Fault(name, 0, "id", f"found no card {id_!r}, expected every seed card")
            continue
        for field, wanted in seed.items():
            value = getattr(card.question, field)
            if wanted is not None and value != wanted:
                message = f"found {value}, expected {wanted}, as the seed has {id_}"
                yield card.loaded.fault((*card.at, field), message)
    for id_, card in by_id.items():
        if card.question.origin == "seed" and id_ not in seeds:
            message = f"found seed, expected extension: the seed has no {id_}"
            yield card.loaded.fault((*card.at, "origin"), message)


def by_line(faults: Iterable[Fault]) -> list[Fault]:
    """Faults in the order of their files and lines."""
    return sorted(faults, key=lambda fault: (fault.file, fault.line))
