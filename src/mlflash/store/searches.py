"""Search the part of the journals that is folded already: by ids, cards or types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import same
from mlflash.store.event_lines import MAX_LINE
from mlflash.store.journal_reader import BLOCK, Bookmark, events_of, files, opened, whole_lines


def clash(directory: Path, newest: str, marks: Mapping[str, Bookmark], new_events: Iterable[Event]) -> bool:
    """Whether a new event has the id of another event that is folded already."""
    doubtful = {event.id: event for event in new_events if event.id <= newest}
    return bool(doubtful) and any(
        was_read and event.id in doubtful and not same(event, doubtful[event.id])
        for event, was_read in scan(directory, doubtful, marks)
    )


def scan(directory: Path, texts: Iterable[str], marks: Mapping[str, Bookmark]) -> Iterator[tuple[Event, bool]]:
    """The events on lines that hold one of the texts, each with whether it lies before its file's bookmark.

    However many texts are sought, a line is taken apart once.
    """
    sought = {text.encode("utf-8", "replace") for text in texts}
    for path in files(directory):
        mark = marks.get(path.name)
        end = mark.length if mark else 0
        with opened(path) as file:
            for position, line in whole_lines(file):
                # Another program may have escaped what this one writes as it is.
                if line is not None and (b"\\" in line or not sought.isdisjoint(line.split(b'"'))):
                    for event in events_of(line)[0]:
                        yield event, position <= end


def events_naming(directory: Path, card_ids: Iterable[str]) -> list[Event]:
    """The events on lines that name one of these cards, and every undo; raises `MlflashError`."""
    # Another program may have escaped what this one writes as it is.
    needles = [b'"undo"', b"\\", *(f'"{card_id}"'.encode() for card_id in card_ids)]
    events: list[Event] = []
    for path in files(directory):
        with opened(path) as file:
            for line in _lines_holding(file, needles):
                events += events_of(line)[0]
    return events


def _lines_holding(file: BinaryIO, needles: Sequence[bytes]) -> Iterator[bytes]:
    """The finished lines of a journal that hold one of the needles; blocks are searched, not single lines."""
    carry, skipping = b"", False
    while block := file.read(BLOCK):
        block, end = carry + block, block.rfind(b"\n") + len(carry) + 1
        begin = block.find(b"\n") + 1 if skipping else 0
        if end <= len(carry):  # no line ends in this block
            carry, skipping = (b"", True) if skipping or len(block) > MAX_LINE else (block, False)
            continue
        for start, stop in sorted(set(_places(block, needles, begin, end))):
            if stop - start <= MAX_LINE:
                yield block[start:stop]
        carry, skipping = block[end:], False


def _places(block: bytes, needles: Sequence[bytes], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The beginnings and ends of the lines that hold a needle."""
    for needle in needles:
        at = block.find(needle, begin, end)
        while at >= 0:
            stop = block.find(b"\n", at, end)
            yield max(begin, block.rfind(b"\n", begin, at) + 1), stop
            at = block.find(needle, stop, end)
