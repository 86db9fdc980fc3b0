"""The banks that a reader drills: those named on the command line, else the bundled bank and their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from mlflash.bank.bank_files import bank_files, conflict_copies, real_path
from mlflash.bank.cache import load_catalog
from mlflash.bank.catalog import Catalog
from mlflash.bank.faults import BankFaults
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank, find_paths
from mlflash.store.settings import Settings


def chosen_banks(settings: Settings, banks: Sequence[Path]) -> list[Path]:
    """The files and folders named on the command line, else the bundled bank and the reader's own.

    Imported banks are always among their own.
    """
    chosen = list(banks) or _usual_banks(settings)
    if not chosen and not find_paths().cards.exists():
        raise MlflashError("no bank is chosen: set banks, or bundled = true")
    return chosen


def _usual_banks(settings: Settings) -> list[Path]:
    bundled = [bundled_bank()] if settings.bundled else []
    return [*bundled, *map(own_bank, settings.banks), *imported_banks()]


def imported_banks() -> list[Path]:
    """The bank files in the folder that imports write to; empty where there are none."""
    folder = find_paths().banks
    try:
        return bank_files(folder) if folder.is_dir() else []
    except (OSError, BankFaults):
        return []


def own_bank(bank: str) -> Path:
    """A bank of the settings; a relative path starts at the settings file, wherever the program is started."""
    try:
        return find_paths().config.parent / Path(bank).expanduser()
    except RuntimeError:
        raise MlflashError(f"banks: found {bank!r}: there is no such user") from None


def open_catalog(settings: Settings, banks: Sequence[Path], cache: Path) -> Catalog:
    """The catalog of all chosen banks; raises `BankFaults` with every fault of every bank."""
    return _with_own(load_catalog(chosen_banks(settings, banks), cache), banks, cache, [])


def _with_own(
    loaded: Catalog, banks: Sequence[Path], cache: Path, complaints: list[str], *, keep: bool = True
) -> Catalog:
    """The catalog with the complaints and, unless banks are named, with the reader's own cards."""
    if not banks and find_paths().cards.exists():
        from mlflash.study.own_cards import own_cards, with_own_cards

        own, faults = own_cards(find_paths().cards, cache, loaded.ids, keep=keep)
        loaded, complaints = with_own_cards(loaded, own), complaints + faults
    loaded.complaints += complaints
    return loaded


def open_loadable_banks(settings: Settings, banks: Sequence[Path], cache: Path, *, keep: bool = True) -> Catalog:
    """The catalog of the chosen banks that load; a broken bank from the settings is left out with a complaint.

    Raises `BankFaults` if no bank loads, or if a bank named on the command line does not. Without `keep` the cache
    is only read.
    """
    chosen = chosen_banks(settings, banks)
    copies = [
        f"{copy} is the conflict copy of a bank and is not read: merge it by hand, then delete it"
        for bank in chosen
        for copy in conflict_copies(bank)
    ]
    complaints: list[str] = []
    try:
        loaded = load_catalog(chosen, cache, keep=keep)
    except BankFaults:
        if banks or len(chosen) == 1:
            raise
        good, complaints = _loadable(chosen, cache, keep)
        if not good:
            raise
        loaded = load_catalog(good, cache, keep=keep)
    return _with_own(loaded, banks, cache, complaints + copies, keep=keep)


def open_other_banks(settings: Settings, file: Path, cache: Path) -> Catalog | None:
    """The catalog of the banks in use except one file; None if no other bank loads."""
    chosen = [bank for bank in _usual_banks(settings) if real_path(bank) != real_path(file)]
    good, _ = _loadable(chosen, cache, keep=True)
    return load_catalog(good, cache) if good else None


def _loadable(chosen: Sequence[Path], cache: Path, keep: bool) -> tuple[list[Path], list[str]]:
    """The banks that load together with those before them, and a complaint for each other bank."""
    good: list[Path] = []
    complaints = []
    for bank in chosen:
        try:
            load_catalog([bank], cache, keep=keep)  # alone first, so that its own faults are reported
            load_catalog([*good, bank], cache, keep=keep)
        except BankFaults as error:
            remedy = f"`mlflash config remove banks {quote(str(bank.absolute()))}` stops using it"
            if bank.parent == find_paths().banks:
                remedy = "moving it out of that folder stops using it"
            complaints.append(f"{error.faults[0]}. This bank is left out: `mlflash check` says more, {remedy}")
        else:
            good.append(bank)
    return good, complaints
