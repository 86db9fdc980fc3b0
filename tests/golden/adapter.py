"""The only module of the golden tests that imports the program: when a module of it is renamed, change this file.

Each function gives plain JSON values or bytes, in words of this folder's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

Raw = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Run a command in this process; returns its exit code."""
    from mlflash.__main__ import main

    return main(arguments)


def bundled_bank() -> str:
    """Where the bundled bank is, as commands print it."""
    from mlflash.store.paths import bundled_bank

    return str(bundled_bank())


def read_journal(folder: Path) -> Raw:
    """Read the journals of a folder: events in their journal form, and the complaints.

    `passed over` is added to an event whose type this version does not know. If the folder is refused, `refused`
    with the message is all.
    """
    from mlflash.errors import MlflashError
    from mlflash.scheduler.events import Unknown
    from mlflash.store.event_lines import journal_form
    from mlflash.store.journal_reader import read

    try:
        reading = read(folder)
    except MlflashError as error:
        return {"refused": str(error)}
    assert reading is not None
    events = [journal_form(e) | ({"passed over": True} if isinstance(e, Unknown) else {}) for e in reading.events]
    return {"events": events, "complaints": reading.complaints}


def broken_because(line: bytes) -> str | None:
    """Why a line is no event, in the reader's own words; None if it is one."""
    from mlflash.store.event_lines import parse

    try:
        parse(line)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def write_journal(path: Path, events: list[Raw]) -> None:
    """Make events of the fields given, each named as in the journal, and append them to a journal file.

    `at` is a datetime, `day` a date, lists are tuples; `type` says which kind it is.
    """
    from mlflash.store.journal import Journal

    own = Journal(path, lambda: datetime(2026, 11, 23, 8, tzinfo=UTC), lambda: "00000000")
    own.append([_event(**event) for event in events])
    own.close()


def _event(type: str, **fields: Any) -> Any:  # noqa: A002 (the journal's word)
    if "question" in fields:
        fields["card_id"] = fields.pop("question")
    from mlflash.scheduler import events

    classes: dict[str, Callable[..., Any]] = {
        "review": events.Review,
        "undo": events.Undo,
        "write": events.Write,
        "probe": events.ProbeAnswer,
        "mock": events.Mock,
        "line": events.LineAnswer,
        "asked": events.Asked,
        "interview": events.InterviewOutcome,
    }
    if type in classes:
        return classes[type](**fields)
    return (events.Mark if type in events.MARKS else events.Unknown)(type=type, **fields)


def folded(home: Path) -> Raw:
    """Fold the journals of a home under its settings: the state of every card, the days and the rest.

    Needs the environment of a command, with `MLFLASH_HOME` at the home.
    """
    from mlflash.study.launch import launch_options, studying

    with studying(launch_options()) as study:
        progress = study.progress
        ids = [*study.catalog.ids, *(one for one in progress.states if one not in study.catalog)]
        return {
            "cards": {card_id: _card(progress.state(card_id)) for card_id in ids},
            "days": {day.isoformat(): tally._asdict() for day, tally in sorted(progress.days.items())},
            "calibration": [list(bin_) for bin_ in progress.calibration],
            "mocks": [mock.id for mock in progress.mocks],
            "undone": sorted(progress.undone),
            "today": list(study.today().queue),
        }


def _card(state: Any) -> Raw:
    memory = state.memory
    return {
        "status": "new" if memory is None else memory.phase,
        "step": memory and memory.step,
        "due": memory and _plain(memory.due),
        "stability": memory and memory.stability,
        "difficulty": memory and memory.difficulty,
        "last_day": memory and _plain(memory.day),
        "last_at": memory and _plain(memory.at),
        "last_event": state.last and [_plain(state.last[0]), state.last[1]],
        "first_day": _plain(state.first),
        "reviews": state.reps,
        "lapses": state.lapses,
        "expected_lapses": state.expected,
        "last_rating": state.rating,
        "ms": state.ms,
        "timed": state.timed,
        "ticked": state.ticked_reviews,
        "line_misses": list(state.line_misses),
        "recent_ticks": [
            [line for line in range(1, len(state.line_misses) + 1) if line not in missed]
            for missed in state.recent_misses
        ],
        "sure_and_wrong": state.overconfident,
        "wrong_probes": list(state.wrong_probes),
        "answer_hash": state.answer,
        "suspended": state.suspended,
        "buried_on": _plain(state.buried),
        "flagged": state.flagged,
        "own_lines": state.own_lines and list(state.own_lines),
        "note": state.note,
    }


def _plain(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    return None if value is None else value.isoformat()
