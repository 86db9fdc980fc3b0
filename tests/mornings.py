"""The mornings of the fortnight: what Home says is what the commands print at the same clock."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from mlflash.scheduler.study_day import streak
from tests.reader import HOME, MOST, MOST_UNTESTED, Reader, found, near

INTERVIEW = date(2026, 12, 17)
PROMISE = re.compile(r"(?:now (\d+)% →|ready) (?:(\d+) to )?(\d+)%")
SECTION = re.compile(r"^ {2}(\S.*?)…? +\d+ +(?:\d+|–) {3}[━╾╸─]+ +(\d+)%", re.M)


def morning(reader: Reader, on: date) -> str:
    """Open the program; what Home says is what the commands print at the same clock."""
    reader.open()
    reader.terminal.until(HOME)
    due, plan, stats = reader.json("due")["today"], reader.json("plan"), reader.json("stats")
    reader.most = MOST if plan["calibration"]["reviews"] else MOST_UNTESTED
    reader.see(lambda screen: on > INTERVIEW or bool(PROMISE.search(screen)))
    screen = reader.settled()
    assert {name: plan["today"][name] for name in due} == stats["today"]["to_come"] == due
    start = next(row for row in screen.splitlines() if row.startswith(("⏎ Start ", "✓ ")))
    kinds = {"review": r"(\d+) to review", "learning": r"(\d+) learning", "new": r"(\d+) new"}
    assert {kind: found(words, start) for kind, words in kinds.items()} == {kind: due[kind] for kind in kinds}, (
        screen
    )
    assert "Start" not in start or abs(found(r"(\d+) min", start) - due["minutes"]) <= 0.56, screen
    cards, comes = stats["all"]["questions"], sum(due[kind] for kind in kinds)
    assert found(rf"Everything +{cards} +(\d+)", screen) == comes, screen
    assert found(r"weak  (\d+)", screen) == stats["all"]["weak"], screen
    assert found(r"Today so far +(\d+)", screen) == stats["today"]["reviews"], screen
    assert stats["streak"] == (days := streak(reader.days, on))
    assert found(r"(\d+)-day streak", screen) == (days if days > 1 else 0), screen
    if on <= INTERVIEW:
        check_promise(screen, on, plan)
        check_sections(reader, screen, plan)
        assert stats["readiness"] == plan["readiness"] | {"on": INTERVIEW.isoformat()}
    return screen


def check_promise(screen: str, on: date, plan: dict[str, Any]) -> None:
    """Home says when the interview is, how ready the reader is, and the range of the forecast."""
    away = (INTERVIEW - on).days
    assert {0: "today, good luck", 1: "tomorrow"}.get(away, f"{away} days") in screen
    promise = PROMISE.search(screen)
    assert promise is not None
    now, low, high = promise.groups()
    ready = plan["readiness"]
    ends = (plan["reached_low"], plan["reached_high"]) if away else (ready["low"], ready["high"])
    assert near(low or high, ends[0]) and near(high, ends[1]), screen
    assert now is None or near(now, ready["value"]), screen
    assert max(ready["high"], *(point["high"] for point in plan["forecast"])) <= MOST / 100


def check_sections(reader: Reader, screen: str, plan: dict[str, Any]) -> None:
    """The sections on Home are as ready as the plan says."""
    titles = reader.section_titles()
    ready = {titles[key]: section["value"] for key, section in plan["sections"].items()}
    ready["Everything"] = plan["readiness"]["value"]
    for row in SECTION.finditer(screen):
        [share] = [share for title, share in ready.items() if title.startswith(row[1])]
        assert near(row[2], share), screen
