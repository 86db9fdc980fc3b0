"""Load banks from YAML files, and report every fault with its file and line.

Lines come from the document's node tree, which is searched only for the locations of pydantic's errors: a bank
without faults takes no time for them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from mlflash.bank import yaml_tree
from mlflash.bank.bank_files import all_files, read_bytes
from mlflash.bank.card import head_of
from mlflash.bank.catalog import BankHead, ParsedBank, SectionHead
from mlflash.bank.faults import MOST_FAULTS, BankFaults, Fault, first_faults, refusal
from mlflash.bank.schema import Bank, card_of
from mlflash.bank.validation_faults import faults_of, field_path, found
from mlflash.bank.yaml_values import build


class LoadedBank(NamedTuple):
    """A bank that was loaded from a file."""

    path: Path
    """The file."""
    bank: Bank
    """The bank."""
    root: yaml_tree.Node
    """The document's tree, which knows its lines."""

    def line(self, *location: str | int) -> int:
        """The line of a location such as `"sections", 0, "title"`, or of the nearest node above it."""
        return yaml_tree.line_of(yaml_tree.nearest(self.root, location))

    def fault(self, location: yaml_tree.Location, message: str) -> Fault:
        """A fault at a location."""
        return Fault(str(self.path), self.line(*location), field_path(location), message)

    @property
    def lines(self) -> dict[str, int]:
        """The line on which each card begins, by id."""
        return {id_: line for kind, id_, line in _ids(self.root) if kind == "question"}


def load_all(paths: Sequence[Path]) -> tuple[list[LoadedBank], list[Fault]]:
    """The banks that load, and every fault of the others; ids that several banks use are faults, too."""
    files, faults = all_files(paths)
    loaded: list[LoadedBank] = []
    for file in files:
        try:
            loaded.append(load_text(read_bytes(file), file))
        except BankFaults as error:
            faults += error.faults
    cards = ((str(one.path), *card) for one in loaded for card in _ids(one.root) if card[0] == "question")
    return loaded, faults + _twice(cards)


def load_text(data: bytes, path: Path) -> LoadedBank:
    """Parse and validate one bank document; raises `BankFaults`."""
    collecting = gc.isenabled()
    gc.disable()  # all nodes of a large bank stay alive: collecting garbage takes a third of the time
    try:
        return _loaded(data, path)
    finally:
        if collecting:
            gc.enable()


def parse_bank(data: bytes, file: Path) -> ParsedBank:
    """A bank from its YAML, in the form of the cache; raises `BankFaults`."""
    bank = load_text(data, file).bank
    cards = [card_of(question, section.id) for section in bank.sections for question in section.questions]
    sections = tuple(
        SectionHead(s.id, s.title, s.about, s.notes, tuple((r.title, r.url) for r in s.resources))
        for s in bank.sections
    )
    head = BankHead(
        title=bank.title,
        about=bank.about,
        chosen=bank.chosen,
        resources=tuple((r.title, r.url) for r in bank.resources),
        start=tuple(bank.start),
    )
    return ParsedBank(head, sections, tuple(map(head_of, cards)), cards.__getitem__)


def _loaded(data: bytes, path: Path) -> LoadedBank:
    name = str(path)
    root = yaml_tree.compose(data, name)
    value, faults = build(root, name)
    if not isinstance(value, dict):
        raise refusal(name, 1, f"found {found(value)}, expected a mapping with version, title and sections")
    faults += _twice((name, *one) for one in _ids(root))
    try:
        bank = Bank.model_validate(value)
    except ValidationError as error:
        faults += faults_of(value, root, name, error)
        raise BankFaults(first_faults(faults)) from None
    if faults:
        raise BankFaults(first_faults(faults))
    return LoadedBank(path, bank, root)


def _twice(ids: Iterable[tuple[str, str, str, int]]) -> list[Fault]:
    """A fault for each id that is used more than once; it names both places."""
    first: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for name, kind, id_, line in ids:
        place = first.get((kind, id_))
        if place is None:
            first[kind, id_] = f"{name}:{line}"
        else:
            message = f"found the {kind} id {id_!r} again, already used at {place}; expected every id once"
            faults.append(Fault(name, line, "id", message))
    return faults[:MOST_FAULTS]


def _ids(root: yaml_tree.Node) -> Iterator[tuple[str, str, int]]:
    """Section and card ids as they are written, with their lines."""
    for section in yaml_tree.items(yaml_tree.child(root, "sections")):
        questions = yaml_tree.items(yaml_tree.child(section, "questions"))
        for kind, owner in [("section", section), *(("question", question) for question in questions)]:
            node = yaml_tree.child(owner, "id")
            if node is not None and (id_ := yaml_tree.scalar(node)) is not None:
                yield kind, id_, yaml_tree.line_of(node)
