"""Search the part of the journals that is folded already: by ids, cards or types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from mlflash.scheduler.events import Event
from mlflash.scheduler.fold import same
from mlflash.store.event_lines import MAX_LINE
from mlflash.store.journal_reader import BLOCK, Bookmark, events_of, files, opened, whole_lines

ID = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')
HEAD, NAME = b'{"v":1,"id":"', b'"id"'
"""The beginning of a line written by this program, and the name of the id."""


def clash(directory: Path, newest: str, marks: Mapping[str, Bookmark], new_events: Iterable[Event]) -> bool:
    """Whether a new event has the id of another event that is folded already."""
    doubtful = {event.id: event for event in new_events if event.id <= newest}
    if not doubtful:
        return False
    ids = {name.encode() for name in doubtful}
    return any(
        was_read and event.id in doubtful and not same(event, doubtful[event.id])
        for event, was_read in scan(directory, lambda line: not ids.isdisjoint(_ids(line)), marks)
    )


def _ids(line: bytes) -> Sequence[bytes]:
    """The ids on a line."""
    if line.startswith(HEAD) and line.rfind(NAME) == HEAD.index(NAME):
        return (line[len(HEAD) :].partition(b'"')[0],)
    return cast("list[bytes]", ID.findall(line))


def needle(card_id: str) -> bytes:
    """The id of a card as it is written on a line."""
    return json.dumps(card_id, ensure_ascii=False).encode()


def holds(needles: Sequence[bytes]) -> Callable[[bytes], bool]:
    """Whether a line holds any of the needles."""
    return lambda line: any(needle in line for needle in needles)


def scan(
    directory: Path, sought: Callable[[bytes], bool], marks: Mapping[str, Bookmark]
) -> Iterator[tuple[Event, bool]]:
    """The events on lines that `sought` accepts, each with whether it lies before its file's bookmark."""
    for path in files(directory):
        mark = marks.get(path.name)
        end = mark.length if mark else 0
        with opened(path) as file:
            for position, line in whole_lines(file):
                # Another program may have escaped what this one writes as it is.
                if line is not None and (b"\\" in line or sought(line)):
                    for event in events_of(line)[0]:
                        yield event, position <= end


def events_naming(directory: Path, card_ids: Iterable[str]) -> list[Event]:
    """The events on lines that name one of these cards, and every undo; raises `MlflashError`."""
    # Another program may have escaped what this one writes as it is.
    needles = [b'"undo"', b"\\", *map(needle, card_ids)]
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
