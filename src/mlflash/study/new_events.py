"""Make new events for the journal, each with its id, instant and study day.

If a card has events later than the clock, a new event names the newest of them, and is folded after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mlflash.scheduler.events import (
    LINES,
    Asked,
    Event,
    InterviewOutcome,
    LineAnswer,
    Mark,
    Mock,
    ProbeAnswer,
    Rating,
    Rename,
    Review,
    Undo,
    Write,
    order,
)
from mlflash.scheduler.line_ticks import line_hash
from mlflash.study.lines import lines_to_recall

if TYPE_CHECKING:
    from mlflash.study.study import Study


def review(
    study: Study,
    card_id: str,
    rating: int,
    lines: tuple[int, ...] | None,
    ms: int | None,
    *,
    mode: str,
    at: datetime | None = None,
    sure: bool | None = None,
    typed: tuple[str, ...] | None = None,
) -> Review:
    """A review of a card in the bank, now or at another instant."""
    head = study.catalog.require(card_id)
    asked = study.line_count(card_id)
    event_id, now, after = _stamp(study, card_id)
    at = now if at is None else at.replace(microsecond=at.microsecond // 1000 * 1000)
    count = asked if lines is None else max(asked, *lines, 0)
    return Review(
        event_id,
        at,
        study.day_of(at),
        card_id,
        Rating(rating),
        lines,
        ms,
        mode,
        head.answer_hash,
        sure,
        typed,
        None if lines is None or asked == LINES else count,
        None if lines is None else line_hashes(study, card_id, count),
        after,
    )


def line_hashes(study: Study, card_id: str, count: int) -> tuple[str, ...]:
    """The hashes of a card's first `count` lines: the reader's own, or the bank's where they wrote none."""
    card = study.catalog.card(card_id)
    asked = lines_to_recall(card, study.progress.state(card_id))
    # A personal card may have more lines in the bank than the reader wrote: shown, they can be ticked.
    return tuple(map(line_hash, (*asked, *card.answer[len(asked) :])[:count]))


def mark(study: Study, kind: str, card_id: str, offset: int = 0) -> Mark:
    """A mark: a card is suspended, resumed, buried, flagged, unflagged or forgotten."""
    event_id, at, after = _stamp(study, card_id, offset)
    return Mark(event_id, at, study.day_of(at), kind, card_id, after)


def write(study: Study, card_id: str, lines: tuple[str, ...] | None, note: str | None) -> Write:
    """The reader's own lines or note for a card."""
    event_id, at, after = _stamp(study, card_id)
    return Write(event_id, at, study.day_of(at), card_id, lines, note, after)


def probe(study: Study, card_id: str, probe_hash: str, right: bool) -> ProbeAnswer:
    """The answer to a probe, known or not."""
    event_id, at, after = _stamp(study, card_id)
    return ProbeAnswer(event_id, at, study.day_of(at), card_id, probe_hash, right, after)


def line(study: Study, card_id: str, text: str, right: bool) -> LineAnswer:
    """The practice of one line of an answer, known or not."""
    event_id, at, after = _stamp(study, card_id)
    return LineAnswer(event_id, at, study.day_of(at), card_id, line_hash(text), right, after)


def asked(study: Study, card_ids: Sequence[str], interview: date) -> list[Asked]:
    """Cards that came up in the interview of that date."""
    events = []
    for offset, card_id in enumerate(card_ids):
        event_id, at, after = _stamp(study, card_id, offset)
        events.append(Asked(event_id, at, study.day_of(at), card_id, interview, after))
    return events


def outcome(
    study: Study, interview: date, went: str | None, note: str | None, offset: int = 0
) -> InterviewOutcome:
    """How the interview of that date went; None leaves what is known as it is, empty removes it."""
    event_id, at = study.ledger.stamp(offset)
    return InterviewOutcome(
        event_id,
        at,
        study.day_of(at),
        interview,
        went,
        note,
        _followed(study.progress.interviews, at, event_id),
    )


def rename(study: Study, card_id: str, to: str) -> Rename:
    """The rename of a card, which moves its history to another id."""
    event_id, at = study.ledger.stamp()
    return Rename(event_id, at, study.day_of(at), card_id, to, _followed(study.progress.renames, at, event_id))


def _followed(known: Sequence[Rename | InterviewOutcome], at: datetime, event_id: str) -> str | None:
    """The id of the last of the events known, in their order, if a new event has to name it."""
    # An event that names another is named even if that other has since been undone.
    if known and (known[-1].after is not None or order(known[-1]) > (at, event_id)):
        return known[-1].id
    return None


def undos(study: Study, ids: Iterable[str], first: int = 0) -> list[Undo]:
    """The undos of the events with these ids."""
    events = []
    for offset, target in enumerate(ids, first):
        event_id, at = study.ledger.stamp(offset)
        events.append(Undo(event_id, at, study.day_of(at), target))
    return events


def mock(study: Study, summary: Mapping[str, Any], offset: int = 0, before: str | None = None) -> list[Event]:
    """The state of a mock interview, and the undo of the event `before`, which it replaces."""
    event_id, at = study.ledger.stamp(offset)
    events: list[Event] = [Mock(event_id, at, study.day_of(at), dict(summary))]
    return events if before is None else [*events, *undos(study, [before], offset + 1)]


def _stamp(study: Study, card_id: str, offset: int = 0) -> tuple[str, datetime, str | None]:
    """A new id and instant, and the id of the card's event that the new event has to name, if any."""
    event_id, at = study.ledger.stamp(offset)
    return event_id, at, study.progress.state(card_id).after(at, event_id)
