"""Notice that files of cards have changed while the program runs, and read them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mlflash.bank.bank_files import all_files
from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.store.files import FileStat, file_stat
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks
from mlflash.study.overrides import reopened
from mlflash.study.own_cards import card_files

CardStamps = dict[Path, FileStat | None]
"""Each file of cards with what the file system says of it."""


def card_stamps(settings: Settings, banks: Sequence[Path], paths: Paths) -> CardStamps:
    """The stamps of all banks, own versions, own cards and tags in use; raises `MlflashError`."""
    own = (*card_files(paths.overrides), *card_files(paths.cards), paths.tags)
    return {file: file_stat(file.resolve()) for file in (*all_files(chosen_banks(settings, banks))[0], *own)}


def renewed(
    settings: Settings, banks: Sequence[Path], paths: Paths, before: Catalog
) -> tuple[Catalog | None, list[str]]:
    """The cards read again, None if a file fails that loaded `before`; the complaints that are new."""
    try:
        catalog = reopened(settings, banks, paths)
    except MlflashError as error:
        return None, [str(error).splitlines()[0]]
    new = [complaint for complaint in catalog.complaints if complaint not in before.complaints]
    return None if new else catalog, new
