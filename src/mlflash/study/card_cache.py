"""Cards that stand in a file each, with a cache of them, so that a start without changes reads no YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from mlflash import __version__
from mlflash.bank.card import Card
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, reason, write_atomically

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


class CardFolder(NamedTuple):
    """The cards of a folder."""

    cards: dict[str, ReadCard]
    """Those that could be read, by id."""
    faults: dict[str, str]
    """Why each other one could not, by id."""


def card_id_of(file: Path) -> str:
    """The id that a card's file is named after."""
    return file.name.removesuffix(ENDING)


def card_files(folder: Path) -> list[Path]:
    """The files of cards in a folder, sorted by name; none where there is no folder."""
    try:
        return sorted(file for file in folder.glob(f"*{ENDING}") if not file.name.endswith(DRAFT))
    except OSError:
        return []


def read_cards(
    files: Iterable[Path], place: Path | None, read: Callable[[Path], ReadCard], *, keep: bool = True
) -> CardFolder:
    """The cards of files named after their ids, through a cache in a place; `read` reads one that is new.

    Without `keep` the cache is only read.
    """
    cached = _cached(place)
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
    if keep and place is not None and current != cached:
        with suppress(OSError, MlflashError):
            make_private(place.parent)
            write_atomically(place, msgspec.json.encode(CardCache(__version__, current)), durable=False)
    return CardFolder({card_id: one.read for card_id, one in current.items()}, faults)


def _cached(place: Path | None) -> dict[str, CachedCard]:
    if place is not None:
        with suppress(OSError, ValueError, RecursionError):
            cache = msgspec.json.decode(read_regular(place, MAX_CACHE), type=CardCache)
            if cache.version == __version__ and all(one.read.card.id == id_ for id_, one in cache.cards.items()):
                return cache.cards
    return {}
