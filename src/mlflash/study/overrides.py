"""The reader's own versions of cards, used in place of those of a bank that is not theirs.

A file `overrides/<id>.yaml` holds a whole card. A valid file replaces the bank's card; the progress, stored under
the id, stays. An invalid file is reported, and the bank's own card is used. A comment in it, `# base: HASH`, says
which text of the bank it was made on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mlflash.bank.bank_files import all_files, read_bytes, real_path
from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.store.paths import Paths, bundled_bank, find_paths
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks, open_catalog, open_loadable_banks

if TYPE_CHECKING:
    from mlflash.study.own_cards import ReadCard

BASE = re.compile(rb"^# base: ([0-9a-f]{12})\r?$", re.MULTILINE)


class OverriddenCatalog(Catalog):
    """A catalog with some cards replaced and with the reader's own tags; `base` is the catalog without them."""

    def __init__(
        self,
        base: Catalog,
        overrides: Mapping[str, ReadCard],
        tags: Mapping[str, Sequence[str]],
        complaints: Iterable[str] = (),
    ) -> None:
        from mlflash.study.own_tags import tagged

        self.base = base
        self._own = {
            card_id: msgspec.structs.replace(
                override.card, section=base[card_id].section, outdated=override.base != base[card_id].answer_hash
            )
            for card_id, override in overrides.items()
        }
        heads = [
            tagged(head_of(self._own[head.id]) if head.id in self._own else head, tags.get(head.id, ()))
            for head in base
        ]

        def card(position: int) -> Card:
            card_id = heads[position].id
            return tagged(self.untagged(card_id), tags.get(card_id, ()))

        super().__init__(base.banks, list(base.sections.values()), heads, card, [*base.complaints, *complaints])

    def untagged(self, card_id: str) -> Card:
        """The whole card without the reader's own tags."""
        return self._own.get(card_id) or self.base.card(card_id)


def base_of(catalog: Catalog) -> Catalog:
    """The catalog without the reader's own versions and tags."""
    return catalog.base if isinstance(catalog, OverriddenCatalog) else catalog


def untagged(catalog: Catalog, card_id: str) -> Card:
    """The whole card without the reader's own tags."""
    return catalog.untagged(card_id) if isinstance(catalog, OverriddenCatalog) else catalog.card(card_id)


def with_overrides(base: Catalog, directory: Path, cache: Path, *, keep: bool = True) -> Catalog:
    """The catalog with the reader's overrides and tags in it; the catalog itself where there are none.

    The cards are cached, so that a start without changes reads no YAML. Without `keep` the cache is only read.
    """
    base, tags_file = base_of(base), find_paths().tags
    if not directory.exists() and not tags_file.exists():
        return base
    from mlflash.study.own_cards import card_files, card_id_of, read_cards
    from mlflash.study.own_tags import read_tags

    files, tags, complaints = [file for file in card_files(directory) if card_id_of(file) in base], {}, []
    try:
        tags = read_tags(tags_file)
    except MlflashError as error:
        complaints.append(f"your own tags are not used: {error}")
    if not files and not tags and not complaints:
        return base
    read = partial(read_override, base)
    cards, faults = read_cards(files, cache / "overrides.json", read, keep=keep)
    complaints += [f"your version of {card_id} is not used: {why}" for card_id, why in faults.items()]
    return OverriddenCatalog(base, cards, tags, complaints)


def reopened(settings: Settings, banks: Sequence[Path], paths: Paths, *, keep: bool = True) -> Catalog:
    """The catalog of all cards in use, read again; raises `BankFaults` where no bank loads.

    Without `keep` the caches are only read.
    """
    loaded = open_loadable_banks(settings, banks, paths.cache, keep=keep)
    return with_overrides(loaded, paths.overrides, paths.cache, keep=keep)


def read_override(base: Catalog, file: Path) -> ReadCard:
    """The version of a card in its file or draft; raises `MlflashError`, its message a line for each fault."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import Question, card_of
    from mlflash.study.own_cards import ReadCard, card_id_of, read_card_file

    text, card_id = read_card_file(file), card_id_of(file)
    card = load_card(text, file, Question)
    if card.id != card_id:
        raise MlflashError(
            f"{file}: the id changed from {card_id} to {card.id}; keep it, your progress is stored under it"
        )
    made_on = BASE.search(text)
    return ReadCard(card_of(card, base[card_id].section), made_on[1].decode() if made_on else None)


def own_file(settings: Settings, banks: Sequence[Path], card_id: str) -> tuple[Path, int] | None:
    """The file of the reader's own bank that holds a card, and its line; None for a card of the bundled bank."""
    from mlflash.bank.loading import load_text

    if not banks and (own_card := find_paths().cards / f"{card_id}.yaml").exists():
        return own_card, 1
    own = [bank for bank in chosen_banks(settings, banks) if real_path(bank) != real_path(bundled_bank())]
    for file in all_files(own)[0]:
        try:
            data = read_bytes(file)
            if card_id.encode() not in data:
                continue
            line = load_text(data, file).lines.get(card_id)
        except BankFaults:
            # A file with faults is the one that most needs editing.
            line = _line_in_text(file, card_id)
        if line is not None:
            return file, line
    return None


def reread(file: Path, card_id: str, settings: Settings, banks: Sequence[Path], paths: Paths) -> Catalog:
    """The catalog after the reader changed a file of their own; raises `MlflashError` if the card is not in it."""
    from mlflash.study.own_cards import read_own_card

    if file.parent == paths.cards:
        read_own_card(file)
    elif card_id not in open_catalog(settings, [file], paths.cache):
        raise MlflashError(f"{file}: the id {card_id} is gone; keep it, your progress is stored under it")
    base = open_loadable_banks(settings, banks, paths.cache)
    if card_id not in base:
        raise MlflashError("\n".join(base.complaints))
    return with_overrides(base, paths.overrides, paths.cache)


def _line_in_text(file: Path, card_id: str) -> int | None:
    """The line on which an id is written in a file that does not parse."""
    id_line = re.compile(rf"""\s*(?:-\s+)?\{{?\s*id:\s*["']?{re.escape(card_id)}["']?\s*(?:[,#}}].*)?""")
    with suppress(BankFaults):
        lines = read_bytes(file).decode("utf-8", "replace").splitlines()
        return next((n for n, line in enumerate(lines, 1) if id_line.fullmatch(line)), None)
    return None
