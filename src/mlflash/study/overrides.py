"""The reader's own versions of cards, used in place of those of a bank that is not theirs.

A file `overrides/<id>.yaml` holds a whole card. A valid file replaces the bank's card; the progress, stored under
the id, stays. An invalid file is reported, and the bank's own card is used. A comment in it, `# base: HASH`, says
which text of the bank it was made on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from mlflash import __version__
from mlflash.bank.bank_files import all_files, read_bytes, real_path
from mlflash.bank.card import Card, head_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, reason, write_atomically
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks
from mlflash.study.banks import complaints_of as complaints_of_banks

ENDING, DRAFT = ".yaml", ".draft.yaml"
BASE = re.compile(rb"^# base: ([0-9a-f]{12})\r?$", re.MULTILINE)
MAX_CARD = 64 * 1024
"""Bytes of a card's file at most."""
MAX_CACHE = 1 << 26
"""Bytes of the cache of all overrides at most."""


class CachedOverride(msgspec.Struct, frozen=True):
    """An override's validated card."""

    stamp: tuple[int, ...]
    """The file's size, times and inode when the card was read."""
    card: Card
    """The card in it."""
    base: str | None
    """The answer hash of the bank's card that it was made on; None where the file does not say it."""


class OverrideCache(msgspec.Struct, frozen=True):
    """All overrides, as the last start read them."""

    version: str
    """The version of mlflash that read them."""
    cards: dict[str, CachedOverride]
    """The overrides by card id."""


class OverriddenCatalog(Catalog):
    """A catalog with some of its cards replaced; `base` is the one without, `complaints` names invalid files."""

    def __init__(
        self, base: Catalog, overrides: Mapping[str, CachedOverride], complaints: Iterable[str] = ()
    ) -> None:
        self.base, self.complaints = base, list(complaints)
        own = {
            card_id: msgspec.structs.replace(
                override.card,
                section=base[card_id].section,
                outdated=override.base != base[card_id].answer_hash,
            )
            for card_id, override in overrides.items()
        }
        heads = [head_of(own[head.id]) if head.id in own else head for head in base]

        def card(position: int) -> Card:
            card_id = heads[position].id
            return own.get(card_id) or base.card(card_id)

        super().__init__(base.banks, list(base.sections.values()), heads, card)


def with_overrides(base: Catalog, directory: Path, cache: Path | None, *, keep: bool = True) -> Catalog:
    """The catalog with the reader's overrides in it; the catalog itself where there are none.

    The cards are cached, so that a start without changes reads no YAML. Without `keep` the cache is only read.
    """
    if isinstance(base, OverriddenCatalog):
        base = base.base
    try:
        files = sorted(directory.glob(f"*{ENDING}"))
    except OSError:
        return base
    files = [file for file in files if not file.name.endswith(DRAFT) and file.name.removesuffix(ENDING) in base]
    if not files:
        return base
    place = cache / "overrides.json" if cache else None
    cached = _read_cache(place)
    current: dict[str, CachedOverride] = {}
    complaints: list[str] = []
    for file in files:
        card_id = file.name.removesuffix(ENDING)
        try:
            stat = file.stat()
            stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
            known = cached.get(card_id)
            current[card_id] = (
                known
                if known is not None and known.stamp == stamp
                else CachedOverride(stamp, read_card(file, base[card_id].section, card_id), base_hash(file))
            )
        except (OSError, MlflashError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error).splitlines()[0]
            complaints.append(f"your version of {card_id} is not used: {why}")
    if keep and place is not None and current != cached:
        with suppress(OSError, MlflashError):
            make_private(place.parent)
            write_atomically(place, msgspec.json.encode(OverrideCache(__version__, current)), durable=False)
    return OverriddenCatalog(base, current, complaints)


def complaints_of(catalog: Catalog) -> list[str]:
    """What is wrong with the banks of a catalog, and with its overrides."""
    if isinstance(catalog, OverriddenCatalog):
        return [*complaints_of_banks(catalog.base), *catalog.complaints]
    return complaints_of_banks(catalog)


def _read_cache(place: Path | None) -> dict[str, CachedOverride]:
    if place is not None:
        with suppress(OSError, ValueError, RecursionError):
            cache = msgspec.json.decode(read_regular(place, MAX_CACHE), type=OverrideCache)
            if cache.version == __version__ and all(kept.card.id == id_ for id_, kept in cache.cards.items()):
                return cache.cards
    return {}


def read_card(file: Path, section: str, card_id: str) -> Card:
    """The card in a file, for a section; raises `MlflashError`, its message a line for each fault."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import card_of

    try:
        data = read_regular(file, MAX_CARD, follow=True)
    except OSError as error:
        raise MlflashError(f"cannot read {file}: {reason(error)}") from None
    card = load_card(data, file)
    if card.id != card_id:
        raise MlflashError(
            f"{file}: the id changed from {card_id} to {card.id}; keep it, your progress is stored under it"
        )
    return card_of(card, section)


def base_hash(file: Path) -> str | None:
    """The answer hash of the text that an override was made on, as its file says it."""
    found = BASE.search(read_regular(file, MAX_CARD, follow=True))
    return found[1].decode() if found else None


def own_file(settings: Settings, banks: Sequence[Path], card_id: str) -> tuple[Path, int] | None:
    """The file of the reader's own bank that holds a card, and its line; None for a card of the bundled bank."""
    from mlflash.bank.loading import load_text

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


def _line_in_text(file: Path, card_id: str) -> int | None:
    """The line on which an id is written in a file that does not parse."""
    written = re.compile(rf"""\s*(?:-\s+)?\{{?\s*id:\s*["']?{re.escape(card_id)}["']?\s*(?:[,#}}].*)?""")
    with suppress(BankFaults):
        lines = read_bytes(file).decode("utf-8", "replace").splitlines()
        return next((n for n, line in enumerate(lines, 1) if written.fullmatch(line)), None)
    return None
