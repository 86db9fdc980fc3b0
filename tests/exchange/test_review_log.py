"""The review log as a table and as JSON."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

from hypothesis import given

from mlflash.exchange.review_log import log_csv, log_json, review_log
from mlflash.scheduler.events import Rating, Review
from mlflash.scheduler.fold import histories, live

from ..scheduler.histories import START, journals


@given(journals())
def test_the_log_has_each_review_that_counts_once_and_by_time(events: list[Any]) -> None:
    log = review_log(histories([*events, *events]))
    counted = [event for event in live(events) if isinstance(event, Review)]
    assert [(row.at[:19], row.ms, row.mode) for row in log] == [
        (event.at.isoformat()[:19], event.ms, event.mode) for event in counted
    ]


@given(journals())
def test_both_forms_say_the_same(events: list[Any]) -> None:
    log = review_log(histories(events))
    table = list(csv.DictReader(StringIO(log_csv(log))))
    rows = json.loads(log_json(log))
    assert [row["at"] for row in table] == [row["at"] for row in rows] == [row.at for row in log]
    for cells, row in zip(table, rows, strict=True):
        ticked = [] if cells["lines"] == "none" else list(map(int, cells["lines"].split()))
        assert (ticked if cells["lines"] else None) == row["lines"]
        assert {"": None, "yes": True, "no": False}[cells["sure"]] == row["sure"]


def test_a_row() -> None:
    event = Review("a", START, date(2026, 1, 5), "adam", Rating.GOOD, (1, 3), 4_200)
    assert log_csv(review_log({"adam": [event]})).splitlines()[1] == (
        "2026-01-05T09:00:00.000Z,2026-01-05,adam,good,1 3,4,4200,drill,"
    )
