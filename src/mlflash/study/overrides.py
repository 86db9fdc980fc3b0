"""The reader's own versions of cards, laid over a bank that is not theirs.

A file of `overrides/<id>.yaml` holds a whole card. What stands there and is right replaces the bank's card;
progress hangs on the id and stays. A file that is wrong is complained of, and the bank's own card is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mlflash import __version__
from mlflash.bank.bank_files import all_files, read_bytes, real_path
from mlflash.bank.catalog import CardHead, Catalog, answer_hash
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, reason, write_atomically
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks
from mlflash.study.banks import complaints_of as complaints_of_banks

ENDING, DRAFT = ".yaml", ".draft.yaml"
MAX_CARD = 64 * 1024
"""Bytes of a card's file at most."""
MAX_CACHE = 1 << 26
"""Bytes of the cache of all of them at most."""


class OverriddenCatalog(Catalog):
    """A catalog with some of its cards replaced; `base` is the one below, `complaints` tell of broken files."""

    def __init__(self, base: Catalog, cards: Mapping[str, str], complaints: Iterable[str] = ()) -> None:
        from mlflash.bank.layers import Replaced

        self.base, self.complaints = base, list(complaints)

        def card_json(position: int) -> str | bytes:
            card_id = base.entries[position].id
            return cards[card_id] if card_id in cards else base.card_json(card_id)

        own = {base.position(card_id): _entry(base[card_id], card) for card_id, card in cards.items()}
        super().__init__(base.heads, list(base.sections.values()), Replaced(base.entries, own), card_json)


def _entry(old: CardHead, card: str) -> CardHead:
    """What lists show of a card that was replaced; it stays in its section."""
    raw: dict[str, Any] = json.loads(card)
    return CardHead(
        old.id,
        old.section,
        raw.get("subsection"),
        raw.get("difficulty", "medium"),
        raw.get("likelihood", "medium"),
        tuple(raw.get("tags", ())),
        raw.get("personal", False),
        len(raw["answer"]),
        answer_hash(raw["answer"]),
        raw["question"],
    )


def with_overrides(base: Catalog, directory: Path, cache: Path | None) -> Catalog:
    """The catalog with the reader's overrides over it; the catalog itself where there are none.

    What a file came to is kept in the cache, so that a start without changes reads no YAML.
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
    kept = _kept(place)
    fresh: dict[str, Any] = {}
    cards: dict[str, str] = {}
    complaints: list[str] = []
    for file in files:
        card_id = file.name.removesuffix(ENDING)
        try:
            stat = file.stat()
            stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
            known = kept.get(card_id)
            card = known[1] if known and known[0] == stamp else read_card(file, card_id)
        except (OSError, MlflashError) as error:
            said = reason(error) if isinstance(error, OSError) else str(error).splitlines()[0]
            complaints.append(f"your version of {card_id} is not used: {said}")
            continue
        cards[card_id] = card
        fresh[card_id] = [stamp, card]
    if place is not None and fresh != kept:
        with suppress(OSError, MlflashError):
            make_private(place.parent)
            raw = {"version": __version__, "cards": fresh}
            write_atomically(place, json.dumps(raw, ensure_ascii=False).encode(), durable=False)
    return OverriddenCatalog(base, cards, complaints)


def complaints_of(catalog: Catalog) -> list[str]:
    """What is wrong with the banks of a catalog, and with the overrides laid over it."""
    if isinstance(catalog, OverriddenCatalog):
        return [*complaints_of_banks(catalog.base), *catalog.complaints]
    return complaints_of_banks(catalog)


def _kept(place: Path | None) -> dict[str, Any]:
    if place is not None:
        with suppress(OSError, ValueError, LookupError, TypeError):
            raw = json.loads(read_regular(place, MAX_CACHE))
            if raw["version"] == __version__ and isinstance(raw["cards"], dict):
                return {
                    str(card_id): [stamp, card]
                    for card_id, (stamp, card) in raw["cards"].items()
                    if isinstance(card, str) and json.loads(card)["id"] == card_id
                }
    return {}


def read_card(file: Path, card_id: str) -> str:
    """The card in a file, as JSON; raises `MlflashError`, its message a line for each fault."""
    from mlflash.bank.card_yaml import load_card

    try:
        data = read_regular(file, MAX_CARD, follow=True)
    except OSError as error:
        raise MlflashError(f"cannot read {file}: {reason(error)}") from None
    card = load_card(data, file)
    if card.id != card_id:
        raise MlflashError(f"{file}: the id is {card.id}; it has to stay {card_id}, your progress hangs on it")
    return card.model_dump_json(exclude_defaults=True)


def own_file(settings: Settings, banks: Sequence[Path], card_id: str) -> tuple[Path, int] | None:
    """The file of the reader's own banks that holds a card, with its line; None for a card of the bundled bank."""
    from mlflash.bank.loading import load_text

    own = [bank for bank in chosen_banks(settings, banks) if real_path(bank) != real_path(bundled_bank())]
    for file in all_files(own)[0]:
        try:
            data = read_bytes(file)
            if card_id.encode() not in data:
                continue
            line = load_text(data, file).lines.get(card_id)
        except BankFaults:
            # A file with faults in it is the one that most wants editing.
            line = _written_at(file, card_id)
        if line is not None:
            return file, line
    return None


def _written_at(file: Path, card_id: str) -> int | None:
    """The line on which an id is written, in a file that does not parse."""
    written = re.compile(rf"""\s*(?:-\s+)?\{{?\s*id:\s*["']?{re.escape(card_id)}["']?\s*(?:[,#}}].*)?""")
    with suppress(BankFaults):
        lines = read_bytes(file).decode("utf-8", "replace").splitlines()
        return next((n for n, line in enumerate(lines, 1) if written.fullmatch(line)), None)
    return None
