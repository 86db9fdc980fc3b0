"""Drafts: a reader's version of a card while it is being edited, kept in the data directory until it is used.

A mark next to the draft says that an edit has begun. It is deleted when the edit is over; where the program ended
first, the mark stays, and the next start offers the draft.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.regular import open_regular, read_regular
from mlflash.store.files import Busy, explained, locked, make_private, write_atomically
from mlflash.study.overrides import base_of, read_override, untagged
from mlflash.study.own_cards import DRAFT, ENDING, MAX_CARD

MARK = ".editing"
RESCUED = ".save"
"""What nano adds to a file's name when it saves the text because its terminal went away."""


def has_draft(directory: Path, card_id: str) -> bool:
    """Whether there is a draft of a card."""
    return (directory / f"{card_id}{DRAFT}").exists()


def draft(catalog: Catalog, directory: Path, card_id: str) -> Path:
    """The file to edit: the draft as it was left, else a new one with the current card; raises `MlflashError`."""
    place = directory / f"{card_id}{DRAFT}"
    with explained(f"cannot use {place}"):
        try:
            os.close(open_regular(place, os.O_RDONLY))
        except FileNotFoundError:
            make_private(directory)
            write_atomically(place, _text(catalog, card_id))
    return place


def _text(catalog: Catalog, card_id: str) -> bytes:
    from mlflash.bank.card_yaml import dump_card

    return (
        "# Your version of this card. Your progress stays, whatever you change; the id has to stay as it is.\n"
        "# Empty the file to return to the bank's card.\n"
        f"{_base_line(catalog, card_id)}{dump_card(untagged(catalog, card_id).written())}"
    ).encode()


def _base_line(catalog: Catalog, card_id: str) -> str:
    """The comment that names the bank's text: once that changes, the reader's version is outdated."""
    return f"# base: {base_of(catalog)[card_id].answer_hash}\n"


def use_draft(catalog: Catalog, directory: Path, card_id: str) -> bool:
    """Use a draft from now on; returns whether the card changed. Raises `MlflashError` and keeps the draft.

    An empty draft, or one that equals the bank's card, deletes the override. One that equals an outdated override
    makes it the reader's version of the text that the bank has now.
    """
    base = base_of(catalog)
    place, target = directory / f"{card_id}{DRAFT}", directory / f"{card_id}{ENDING}"
    try:
        lines = read_regular(place, MAX_CARD, follow=True).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = ["?"]
    empty = all(not line.strip() or line.lstrip().startswith("#") for line in lines)
    own = None if empty else read_override(base, place)
    if own is None or own.card == base.card(card_id):
        own, same = None, not target.exists()
    else:
        used = msgspec.structs.replace(untagged(catalog, card_id), outdated=False)
        same = target.exists() and own.card == used and not catalog[card_id].outdated
    with explained(f"cannot write {target}"):
        if own is None:
            target.unlink(missing_ok=True)
            place.unlink(missing_ok=True)
        elif same:
            place.unlink()
        else:
            if own.base is None:
                text = read_regular(place, MAX_CARD, follow=True)
                write_atomically(place, _base_line(catalog, card_id).encode() + text)
            place.replace(target)
    return not same


def discard(directory: Path, card_id: str) -> None:
    """Delete a draft and its mark; raises `MlflashError`."""
    place = directory / f"{card_id}{DRAFT}"
    with explained(f"cannot delete {place}"):
        place.unlink(missing_ok=True)
    conclude(directory, card_id)


def discard_unchanged(catalog: Catalog, directory: Path, card_id: str) -> None:
    """Delete a draft that equals the current card."""
    place = directory / f"{card_id}{DRAFT}"
    with suppress(OSError):
        if read_regular(place, MAX_CARD) == _text(catalog, card_id):
            place.unlink()


@contextmanager
def being_edited(directory: Path, card_id: str) -> Iterator[None]:
    """Mark a draft as being edited, and keep other processes from editing it; raises `MlflashError`.

    The mark stays: `conclude` deletes it once the reader has decided whether to use the draft.
    """
    place = directory / f"{card_id}{MARK}"
    with explained(f"cannot write {place}"):
        descriptor = open_regular(place, os.O_RDWR | os.O_CREAT)
    try:
        with locked(descriptor, place, 0.0):
            yield
    except Busy:
        raise MlflashError("another mlflash is editing this card") from None
    finally:
        os.close(descriptor)


def conclude(directory: Path, card_id: str) -> None:
    """Delete the mark: the edit is over, whether or not the draft is used."""
    with suppress(OSError):
        (directory / f"{card_id}{MARK}").unlink(missing_ok=True)


def interrupted(catalog: Catalog, directory: Path) -> list[str]:
    """The cards whose edit was interrupted by the end of the program; a card that is being edited is left out."""
    card_ids = []
    for mark in sorted(directory.glob(f"*{MARK}")):
        card_id = mark.name.removesuffix(MARK)
        if card_id not in catalog:
            continue
        with suppress(MlflashError), being_edited(directory, card_id):
            _use_rescued(directory / f"{card_id}{DRAFT}")
            discard_unchanged(catalog, directory, card_id)
            if has_draft(directory, card_id):
                card_ids.append(card_id)
            else:
                conclude(directory, card_id)
    return card_ids


def _use_rescued(place: Path) -> None:
    """Replace the draft by what the editor saved when it was ended, where that is newer."""
    rescued = place.with_name(place.name + RESCUED)
    with suppress(OSError):
        newer = rescued.stat().st_mtime_ns >= place.stat().st_mtime_ns
        os.close(open_regular(rescued, os.O_RDONLY))
        if newer:
            rescued.replace(place)
