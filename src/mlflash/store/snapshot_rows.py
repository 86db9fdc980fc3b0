"""The rows of progress.json: one question a line, written as JSON, opened when it is looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.card_states import CardStates
from mlflash.scheduler.events import iso
from mlflash.scheduler.schedule import Memory

ROWS, END = b'\n"questions":{\n', b"\n}}\n"
"""What stands before and after the questions' rows in the file."""
MEMORY = b'{"memory":'
"""How the row of a question begins that was ever reviewed."""
_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def joined(questions: Mapping[str, CardState]) -> bytes:
    """Every question's row; one that was never opened as it was read."""
    rows = questions.rows() if isinstance(questions, CardStates) else questions.items()
    return b",\n".join(
        b"%s:%s" % (text(_encode(key)), row if isinstance(row, bytes) else text(_encode(_plain(row))))
        for key, row in rows
    )


def text(written: str) -> bytes:
    """As it stands in the file."""
    return written.encode("utf-8", "replace")


def split(data: bytes, start: int = 0) -> CardStates:
    """The rows of a file whose `ROWS` end at `start`; raises ValueError where it is cut short.

    Each row is a line, since JSON writes no newline within a text. The file is walked, not cut into lines first:
    that would leave holes as large as itself in memory.
    """
    if not data.endswith(END):
        raise ValueError("cut short")
    rows: dict[str, CardState | bytes] = {}
    end = len(data) - len(END)
    while start < end:
        stop = data.find(b",\n", start, end)
        stop = end if stop < 0 else stop
        cut = data.index(b'":', start + 1, stop)
        key = data[start + 1 : cut].decode()
        if "\\" in key:  # a quote or the like is in the id
            whole = data[start:stop].decode()
            key, cut = _decode(whole)
            rows[key] = whole[cut + 1 :].encode()
        else:
            rows[key] = data[cut + 2 : stop]
        start = stop + 2
    return CardStates(rows, _opened, _asleep, _glimpsed)


def _opened(row: bytes) -> CardState:
    return _recall(_decode(row.decode())[0])


def _glimpsed(row: bytes) -> CardState:
    """The memory alone, of a question that does not rest; any other row is opened."""
    if not row.startswith(MEMORY) or b'"suspended":' in row or b'"buried":' in row:
        return _opened(row)
    return CardState(_memory(_decode(row.decode(), len(MEMORY))[0]))


def _asleep(row: bytes, day: bytes) -> bool:
    """Whether a row is that of a question out of its learning steps, due after a day."""
    if not row.startswith(MEMORY + b'{"state":"review"'):
        return False
    due = row.find(b'"due":"') + len(b'"due":"')
    return row[due : due + len(day)] > day


_DEFAULTS = CardState()._asdict()


def _plain(state: CardState) -> dict[str, Any]:
    """A recall as JSON: fields at their defaults left out."""
    raw = {name: value for name, value in state._asdict().items() if value != _DEFAULTS[name]}
    if state.memory is not None:
        memory = state.memory
        due = iso(memory.due) if isinstance(memory.due, datetime) else memory.due.isoformat()
        raw["memory"] = {
            "state": memory.state,
            "step": memory.step,
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "day": memory.day.isoformat(),
            "at": iso(memory.at),
            "due": due,
        }
    for name in ("buried", "first"):
        if name in raw:
            raw[name] = raw[name].isoformat()
    if state.last is not None:
        raw["last"] = (iso(state.last[0]), state.last[1])
    if state.behind:
        raw["behind"] = [(iso(at), event_id) for at, event_id in state.behind]
    if state.interviews:
        raw["interviews"] = [day.isoformat() for day in state.interviews]
    return raw


def _recall(raw: dict[str, Any]) -> CardState:
    if "memory" in raw:
        raw["memory"] = _memory(raw["memory"])
    for name in ("missed", "wrong_probes", "own_lines", "awaited", "hashes"):
        if name in raw:
            raw[name] = tuple(raw[name])
    for name in ("recent", "practised"):
        if name in raw:
            raw[name] = tuple(map(tuple, raw[name]))
    for name in ("buried", "first"):
        if name in raw:
            raw[name] = date.fromisoformat(raw[name])
    if "interviews" in raw:
        raw["interviews"] = tuple(map(date.fromisoformat, raw["interviews"]))
    if "last" in raw:
        raw["last"] = _key(raw["last"])
    if "behind" in raw:
        raw["behind"] = tuple(map(_key, raw["behind"]))
    return CardState(**raw)


def _key(raw: list[str]) -> tuple[datetime, str]:
    return datetime.fromisoformat(raw[0]), raw[1]


def _memory(raw: dict[str, Any]) -> Memory:
    due = raw["due"]
    return Memory(
        raw["state"],
        raw["step"],
        raw["stability"],
        raw["difficulty"],
        date.fromisoformat(raw["day"]),
        datetime.fromisoformat(raw["at"]),
        datetime.fromisoformat(due) if "T" in due else date.fromisoformat(due),
    )
