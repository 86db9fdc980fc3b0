"""Cards in a file each, with a cache of them, so that a start without changes reads no YAML."""

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
    """Why each of the others could not, by id."""


def card_id_of(file: Path) -> str:
    """The id that a card's file is named after."""
    return file.name.removesuffix(ENDING)


def card_files(folder: Path) -> list[Path]:
    """The files of cards in a folder, sorted by name; none where there is no folder."""
    try:
        return sorted(file for file in folder.glob(f"*{ENDING}") if not file.name.endswith(DRAFT))
    except OSError:
        return []


def read_card_file(file: Path) -> bytes:
    """The content of a card's file; raises `MlflashError`."""
    try:
        return read_regular(file, MAX_CARD, follow=True)
    except OSError as error:
        raise MlflashError(f"cannot read {file}: {reason(error)}") from None


def read_cards(
    files: Iterable[Path], cache: Path | None, read: Callable[[Path], ReadCard], *, keep: bool = True
) -> CardFolder:
    """The cards of files named after their ids; `read` reads those that are not in the file `cache` yet.

    Without `keep` the cache is only read.
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
    if keep and cache is not None and current != cached:
        with suppress(OSError, MlflashError):
            make_private(cache.parent)
            write_atomically(cache, msgspec.json.encode(CardCache(__version__, current)), durable=False)
    return CardFolder({card_id: card.read for card_id, card in current.items()}, faults)


def _cached(file: Path | None) -> dict[str, CachedCard]:
    """The cards in a cache that this version has written; none from any other."""
    if file is not None:
        with suppress(OSError, ValueError, RecursionError):
            cache = msgspec.json.decode(read_regular(file, MAX_CACHE), type=CardCache)
            if cache.version == __version__ and all(card.read.card.id == id_ for id_, card in cache.cards.items()):
                return cache.cards
    return {}
