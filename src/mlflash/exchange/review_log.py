"""Write the reviews of the journal as a table or JSON, for analysis elsewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

from mlflash.scheduler.events import LINES, RATING_NAMES, CardEvent, Review, iso, order


class LoggedReview(NamedTuple):
    """A review in the log."""

    at: str
    """The instant, in UTC to the millisecond."""
    day: str
    """The study day."""
    id: str
    """The id that the card has now."""
    rating: str
    """The grade: again, hard, good or easy."""
    lines: list[int] | None
    """The numbers of the lines recalled; None where none were ticked."""
    of: int | None
    """How many lines the answer had; None where none were ticked."""
    ms: int | None
    """Milliseconds from question to grade, if they were measured."""
    mode: str
    """Where it was made: drill, cram, plain, mock or cli."""
    sure: bool | None
    """The confidence stated before the reveal, if it was."""


def review_log(histories: Mapping[str, Sequence[CardEvent]]) -> list[LoggedReview]:
    """The reviews by time, from each card's events that were not undone."""
    reviews = [
        (event, card_id) for card_id, events in histories.items() for event in events if isinstance(event, Review)
    ]
    reviews.sort(key=lambda pair: order(pair[0]))
    return [
        LoggedReview(
            at=iso(event.at),
            day=event.day.isoformat(),
            id=card_id,
            rating=RATING_NAMES[event.rating],
            lines=None if event.lines is None else list(event.lines),
            of=None if event.lines is None else event.of or LINES,
            ms=event.ms,
            mode=event.mode,
            sure=event.sure,
        )
        for event, card_id in reviews
    ]


def log_csv(log: Iterable[LoggedReview]) -> str:
    """The log as comma-separated values with a row of names; lines as numbers with spaces between."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(LoggedReview._fields)
    table.writerows(map(_cells, log))
    return text.getvalue()


def log_json(log: Iterable[LoggedReview]) -> str:
    """The log as a JSON list, a review on each row."""
    rows = ",\n".join(json.dumps(review._asdict(), separators=(",", ":")) for review in log)
    return f"[\n{rows}\n]\n"


def _cells(review: LoggedReview) -> list[object]:
    cells: dict[str, object] = review._asdict()
    if review.lines is not None:
        cells["lines"] = " ".join(map(str, review.lines)) or "none"
    if review.sure is not None:
        cells["sure"] = "yes" if review.sure else "no"
    return list(cells.values())
