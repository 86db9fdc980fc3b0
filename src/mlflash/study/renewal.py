"""Notice that files of cards have changed while the program runs, and read them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.bank_files import all_files
from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.store.journal_reader import FileStat, file_stat
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks
from mlflash.study.overrides import reopened

CardStamps = dict[Path, FileStat | None]
"""Each file of cards with what the file system says of it."""


class Renewal(NamedTuple):
    """The result of reading the files again."""

    catalog: Catalog | None
    """The cards to use from now on; None if a file fails that loaded before."""
    complaints: tuple[str, ...] = ()
    """The complaints that are new."""


def card_stamps(settings: Settings, banks: Sequence[Path], paths: Paths) -> CardStamps:
    """The stamps of all banks, own versions, own cards and tags in use; raises `MlflashError`."""
    return {file: file_stat(file.resolve()) for file in _files(settings, banks, paths)}


def _files(settings: Settings, banks: Sequence[Path], paths: Paths) -> Iterator[Path]:
    from mlflash.study.own_cards import card_files

    yield from all_files(chosen_banks(settings, banks))[0]
    yield from card_files(paths.overrides)
    yield from card_files(paths.cards)
    yield paths.tags


def renewed(settings: Settings, banks: Sequence[Path], paths: Paths, before: Catalog) -> Renewal:
    """The cards read again; no catalog if a file fails that loaded in the catalog `before`."""
    try:
        catalog = reopened(settings, banks, paths)
    except MlflashError as error:
        return Renewal(None, (str(error).splitlines()[0],))
    new = tuple(complaint for complaint in catalog.complaints if complaint not in before.complaints)
    return Renewal(None if new else catalog, new)
