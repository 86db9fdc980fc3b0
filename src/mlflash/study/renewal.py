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
    """What reading the files again came to."""

    catalog: Catalog | None
    """The cards from now on; None where a file does not load that did before."""
    complaints: tuple[str, ...] = ()
    """What is wrong now and was not before."""


def card_stamps(settings: Settings, banks: Sequence[Path], paths: Paths) -> CardStamps:
    """The stamps of all banks, own versions, own cards and tags in use; raises `MlflashError`."""
    return {file: file_stat(file.resolve()) for file in _files(settings, banks, paths)}


def _files(settings: Settings, banks: Sequence[Path], paths: Paths) -> Iterator[Path]:
    from mlflash.study.card_cache import card_files

    yield from all_files(chosen_banks(settings, banks))[0]
    yield from card_files(paths.overrides)
    yield from card_files(paths.cards)
    yield paths.tags


def renewed(settings: Settings, banks: Sequence[Path], paths: Paths, before: Catalog) -> Renewal:
    """The cards read again; what was in use `before` stays where one of its files no longer loads."""
    try:
        catalog = reopened(settings, banks, paths)
    except MlflashError as error:
        return Renewal(None, (str(error).splitlines()[0],))
    known = set(before.complaints)
    fresh = tuple(said for said in catalog.complaints if said not in known)
    return Renewal(None if fresh else catalog, fresh)
