"""Reviews from lines just as this program writes them, in less time than parsing their JSON alone would take.

A long journal is nearly all of such lines. One pattern knows them to the byte, so that what it has matched needs
no further look at types and bounds. What it does not match, such as another program's spaces or escapes, is left
to `parse`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache

from mlflash.scheduler.events import MOST_LINES, VERSION, Review

CHARACTER = r'[^"\\\x00-\x1f]'
TEXT = f'"({CHARACTER}*)"'
YEAR = "(?:19|[2-8][0-9])[0-9][0-9]"
"""One of `YEARS`."""
DAY = f"{YEAR}-[0-9][0-9]-[0-9][0-9]"
LINE = "[1-9][0-9]?"
LIST = rf"(\[(?:{LINE}(?:,{LINE}){{0,{MOST_LINES - 1}}})?\])"
TEXTS = rf'(\[(?:"{CHARACTER}*"(?:,"{CHARACTER}*")*)?\])'
KNOWN = 4096
"""Days, and lists of lines, that are remembered: nearly every one stands in a journal many times."""


@cache
def _pattern() -> re.Pattern[str]:
    fields = (
        rf'\{{"v":{VERSION},"id":"({CHARACTER}+)","at":"({DAY}T[0-9:]{{8}}\.[0-9]{{3}}Z)","day":"({DAY})"',
        rf',"type":"review","question":{TEXT},"rating":([1-4])(?:,"lines":{LIST})?',
        rf'(?:,"ms":(0|[1-9][0-9]{{0,6}}))?,"mode":{TEXT}(?:,"answer":{TEXT})?(?:,"sure":(true|false))?',
        rf'(?:,"typed":{TEXTS})?(?:,"of":({LINE}))?(?:,"hashes":{TEXTS})?(?:,"after":{TEXT})?\}}',
    )
    return re.compile("".join(fields))


def reader() -> Callable[[bytes], Review | None]:
    """A reader of lines, with what recurs in a journal shared among the reviews it gives.

    It gives what `parse` gives or None, and raises ValueError only where that does.
    """
    match, instant = _pattern().fullmatch, datetime.fromisoformat
    day_of, lines_of = lru_cache(KNOWN)(date.fromisoformat), lru_cache(KNOWN)(_lines)
    hashes_of = lru_cache(KNOWN)(_texts)
    shared: dict[str, str] = {}
    share = shared.setdefault

    def read(line: bytes) -> Review | None:
        found = match(line.decode())
        if found is None:
            return None
        event_id, at, day, card_id, rating, lines, ms, mode, answer, sure, typed, of, hashes, after = (
            found.groups()
        )
        return Review(
            event_id,
            instant(at),
            day_of(day),
            share(card_id, card_id),
            int(rating),
            None if lines is None else lines_of(lines),
            None if ms is None else int(ms),
            share(mode, mode),
            None if answer is None else share(answer, answer),
            None if sure is None else sure == "true",
            None if typed is None else tuple(json.loads(typed)),
            None if of is None else _line(of),
            None if hashes is None else hashes_of(hashes),
            after,
        )

    return read


def _lines(text: str) -> tuple[int, ...]:
    return tuple(sorted(map(_line, set(text[1:-1].split(",")) - {""})))


def _texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _line(text: str) -> int:
    number = int(text)
    if number > MOST_LINES:
        raise ValueError("lines are numbered from 1")
    return number
