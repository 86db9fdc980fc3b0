"""The reader's own cards, and their versions of other cards: a file each, with a cache of what was read from them.

A start without changes reads no YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from mlflash import __version__
from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import CardHead, Catalog, SectionHead
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import explained, make_private, reason, write_atomically

ENDING, DRAFT = ".yaml", ".draft.yaml"
MAX_CARD = 64 * 1024
"""Bytes of a card's file at most."""
MAX_CACHE = 1 << 26
"""Bytes of a cache at most."""


class ReadCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A card as its file holds it."""

    card: Card
    """The card."""
    base: str | None = None
    """The answer hash of the bank's card that it was made on; None where the file does not say it."""
    section_title: str | None = None
    """The title of a section that no bank has."""


class CachedCard(msgspec.Struct, frozen=True):
    """A validated card, and the file it was read from."""

    stamp: tuple[int, ...]
    """The file's size, times and inode when the card was read."""
    read: ReadCard
    """The card in it."""


class CardCache(msgspec.Struct, frozen=True):
    """All cards of a folder, as the last start read them."""

    version: str
    """The version of mlflash that read them."""
    cards: dict[str, CachedCard]
    """The cards by id."""


def card_id_of(file: Path) -> str:
    """The id that a card's file, or the draft of it, is named after."""
    return file.name.removesuffix(ENDING).removesuffix(".draft")


def card_files(folder: Path) -> list[Path]:
    """The files of cards in a folder, sorted by name; none where there is no folder."""
    try:
        return sorted(file for file in folder.glob(f"*{ENDING}") if not file.name.endswith(DRAFT))
    except OSError:
        return []


def read_card_file(file: Path) -> bytes:
    """The content of a card's file; raises `MlflashError`."""
    with explained(f"cannot read {file}"):
        return read_regular(file, MAX_CARD, follow=True)


def read_cards(
    files: Iterable[Path], cache: Path, read: Callable[[Path], ReadCard], *, keep: bool = True
) -> tuple[dict[str, ReadCard], dict[str, str]]:
    """The cards of files named after their ids, and for each that could not be read the reason, by id.

    `read` reads those that are not in the file `cache` yet; without `keep` the cache is only read.
    """
    cached = _cached(cache)
    current: dict[str, CachedCard] = {}
    faults: dict[str, str] = {}
    for file in files:
        card_id = card_id_of(file)
        try:
            stat = file.stat()
            stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
            known = cached.get(card_id)
            if known is None or known.stamp != stamp:
                known = CachedCard(stamp, read(file))
            current[card_id] = known
        except (OSError, MlflashError) as error:
            faults[card_id] = reason(error) if isinstance(error, OSError) else str(error).splitlines()[0]
    if keep and current != cached:
        with suppress(OSError, MlflashError):
            make_private(cache.parent)
            write_atomically(cache, msgspec.json.encode(CardCache(__version__, current)), durable=False)
    return {card_id: card.read for card_id, card in current.items()}, faults


def _cached(file: Path) -> dict[str, CachedCard]:
    """The cards in a cache that this version has written; none from any other."""
    with suppress(OSError, ValueError, RecursionError):
        cache = msgspec.json.decode(read_regular(file, MAX_CACHE), type=CardCache)
        if cache.version == __version__ and all(card.read.card.id == id_ for id_, card in cache.cards.items()):
            return cache.cards
    return {}


def own_cards(
    folder: Path, cache: Path, taken: Container[str], *, keep: bool = True
) -> tuple[dict[str, ReadCard], list[str]]:
    """The cards in a folder whose ids are not `taken` by a bank, and what is wrong with the files not used.

    Without `keep` the cache is only read.
    """
    files = card_files(folder)
    if not files:
        return {}, []
    cards, faults = read_cards(files, cache / "own-cards.json", read_own_card, keep=keep)
    complaints = [f"your card {card_id} is not used: {why}" for card_id, why in faults.items()]
    complaints += [
        f"your card {card_id} is not used: a bank has a card of that id; give yours another id and file name"
        for card_id in cards
        if card_id in taken
    ]
    return {card_id: card for card_id, card in cards.items() if card_id not in taken}, complaints


def read_own_card(file: Path) -> ReadCard:
    """The card in a file named after its id; raises `MlflashError`, its message a line for each fault."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import OwnQuestion, card_of

    card, expected = load_card(read_card_file(file), file, OwnQuestion), card_id_of(file)
    if card.id != expected:
        raise MlflashError(f"{file}: found the id {card.id}, expected {expected}, the name of the file")
    return ReadCard(card_of(card, card.section), section_title=card.section_title)


def with_own_cards(base: Catalog, own: Mapping[str, ReadCard]) -> Catalog:
    """The catalog with the reader's cards at the ends of their sections, new sections last."""
    if not own:
        return base
    sections = dict(base.sections)
    heads: dict[str, list[CardHead]] = {section: [] for section in sections}
    for head in base:
        heads[head.section].append(head)
    for read in own.values():
        section = read.card.section
        if section not in sections:
            sections[section] = SectionHead(section, read.section_title or section, None, None, ())
        heads.setdefault(section, []).append(head_of(read.card))
    cards = [head for section in heads.values() for head in section]

    def card(position: int) -> Card:
        card_id = cards[position].id
        return own[card_id].card if card_id in own else base.card(card_id)

    return Catalog(base.banks, list(sections.values()), cards, card)
