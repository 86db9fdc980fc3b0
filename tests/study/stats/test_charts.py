"""Charts by their cells."""

from __future__ import annotations

from datetime import date, timedelta

from mlflash.bank.text import cells
from mlflash.study.stats import charts

TODAY = date(2026, 11, 23)  # a Monday


def plain(line: charts.Line) -> str:
    return "".join(text for text, _ in line)


def test_bars_fill_by_eighths() -> None:
    assert charts.bar(0.5, 4) == "██  "
    assert charts.bar(1 / 32, 4) == "▏   "
    assert charts.bar(7, 3) == "███"


def test_columns_reach_the_top_and_show_the_least() -> None:
    top, bottom, base = charts.columns([8, 4, 0.01, 0], 2, "main")
    assert plain(top) == "    8 █   "
    assert plain(bottom) == "      ██▁ "
    assert plain(base).endswith("────")


def test_labels_never_overlap_nor_overflow() -> None:
    line = plain(charts.under({0: "first", 3: "second", 8: "today"}, 10))
    assert line == " " * charts.AXIS + "     today"


def test_days_are_summed_into_columns_that_end_today() -> None:
    days = {TODAY - timedelta(days=n): 1.0 for n in range(10)}
    assert charts.binned(days, TODAY, 7, 7) == ([1.0] * 7, 1)
    assert charts.binned(days, TODAY, 7, 3) == ([3.0, 3.0, 3.0], 3)
    assert charts.binned({TODAY + timedelta(days=1): 1.0}, TODAY, 2, 2) == ([0.0, 0.0], 1)


def test_the_calendar_ends_with_today() -> None:
    rows = charts.heat_map({TODAY: 9, TODAY - timedelta(days=1): 1}, TODAY, 25)
    assert len(rows) == 8
    assert [plain(row)[:3] for row in rows[1:]] == ["Mon", "   ", "Wed", "   ", "Fri", "   ", "Sun"]
    assert rows[1][-1] == ("■ ", "heat4")
    assert plain(rows[2]).endswith("  ")  # tomorrow is blank
    assert rows[7][-2] == ("■ ", "heat1")
    assert all(cells(plain(row)) <= 25 for row in rows)


def test_a_track_marks_prediction_and_outcome() -> None:
    assert plain(charts.track(0.0, 1.0, 4)) == "│··●"
    assert plain(charts.track(None, None, 3)) == "···"


def test_fit_counts_cells() -> None:
    assert charts.fit("漢字漢字", 5) == "漢字…"
    assert charts.fit("ab", 4) == "ab  "
