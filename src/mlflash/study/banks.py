"""Which banks a reader drills."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from mlflash.bank.cache import load_catalog
from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank
from mlflash.store.settings import Settings


class Incomplete(Catalog):
    """A catalog without the banks that did not load; `complaints` name each with its first fault."""

    def __init__(self, loaded: Catalog, complaints: Sequence[str]) -> None:
        self.complaints = list(complaints)

        def card(position: int) -> str | bytes:
            return loaded.card_json(loaded.entries[position].id)

        super().__init__(loaded.heads, list(loaded.sections.values()), loaded.entries, card)


def complaints_of(catalog: Catalog) -> list[str]:
    """What is wrong with the banks that a catalog was to hold."""
    return catalog.complaints if isinstance(catalog, Incomplete) else []


def chosen_banks(settings: Settings, banks: Sequence[Path]) -> list[Path]:
    """A reader's files and folders: those named on the command line, else the bundled bank and their own."""
    chosen = list(banks)
    if not chosen:
        if settings.bundled:
            chosen.append(bundled_bank())
        chosen += map(_own, settings.banks)
    if not chosen:
        raise MlflashError("no bank is chosen: set banks, or bundled = true")
    return chosen


def _own(bank: str) -> Path:
    try:
        return Path(bank).expanduser()
    except RuntimeError:
        raise MlflashError(f"banks: found {bank!r}: there is no such user") from None


def open_catalog(settings: Settings, banks: Sequence[Path], cache: Path | None) -> Catalog:
    """The catalog of all that a reader chose; raises `BankFaults` with every fault of every bank."""
    return load_catalog(chosen_banks(settings, banks), cache)


def open_what_loads(settings: Settings, banks: Sequence[Path], cache: Path | None) -> Catalog:
    """The catalog a reader works with: of the banks in the settings those that load, one broken one set aside.

    Raises `BankFaults` where none does, and for banks named on the command line, which were meant.
    """
    chosen = chosen_banks(settings, banks)
    try:
        return load_catalog(chosen, cache)
    except BankFaults:
        if banks or len(chosen) == 1:
            raise
        good, complaints = _sorted_out(chosen, cache)
        if not good:
            raise
    return Incomplete(load_catalog(good, cache), complaints)


def _sorted_out(chosen: Sequence[Path], cache: Path | None) -> tuple[list[Path], list[str]]:
    """The banks that load beside those before them, and a complaint for each other."""
    good: list[Path] = []
    complaints = []
    for bank in chosen:
        try:
            load_catalog([bank], cache)  # first alone: its own faults are to be told, not what follows
            load_catalog([*good, bank], cache)
        except BankFaults as error:
            path = quote(str(bank.absolute()))
            way_out = f"`mlflash check {path}` says more, `mlflash config unset banks` does without"
            complaints.append(f"{error.faults[0]}. This bank is left out: {way_out}")
        else:
            good.append(bank)
    return good, complaints
