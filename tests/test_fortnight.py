"""A fortnight lived through in a pseudo-terminal, from the welcome to the day after the interview."""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.scheduler.study_day import streak
from mlflash.store.paths import Paths
from mlflash.store.settings_file import read_settings_file
from mlflash.study.overrides import reopened
from tests.reader import HOME, SHOWN, Given, Reader, ends, near

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

FIRST = date(2026, 12, 3)
INTERVIEW = date(2026, 12, 17)
MISSED = date(2026, 12, 6)
FEW = 4
"""Cards of a short day."""
Sets = Callable[..., date]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sets]:
    """Sets the clock to a day of the fortnight, counted from 1, in a zone without summer time."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    def sets(day: int, at: str = "07:40") -> date:
        on = FIRST + timedelta(days=day - 1)
        monkeypatch.setenv("MLFLASH_NOW", f"{on}T{at}:00Z")
        return on

    yield sets
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def reader(home: Path, paths: Paths, clock: Sets) -> Iterator[Reader]:
    """A reader with nothing on disk; where the test fails, what they typed is printed."""

    def catalog() -> Catalog:
        return reopened(read_settings_file(paths.config).settings, (), paths)

    reader = Reader(home, catalog)
    yield reader
    for terminal in reader.opened:
        terminal.close()
    sys.stdout.write(" ".join(reader.typed))


def found(pattern: str, text: str) -> int:
    """The number in a text; 0 where there is none."""
    match = re.search(pattern, text)
    return int(match[1]) if match else 0


def morning(reader: Reader, on: date) -> str:
    """Open the program; what Home says is what the commands print at the same clock."""
    reader.open()
    promise = r"now (\d+)% → (?:(\d+) to )?(\d+)%" if on < INTERVIEW else r"ready ()(?:(\d+) to )?(\d+)%"
    reader.see(lambda screen: HOME in screen and (on > INTERVIEW or bool(re.search(promise, screen))))
    screen = reader.settled()
    due, plan, stats = reader.json("due"), reader.json("plan"), reader.json("stats")
    shares = [*plan["readiness"].values()][:3] + [point["high"] for point in plan["forecast"]]
    reader.most = 98 if plan["calibration"]["reviews"] else 95
    assert max(shares) <= reader.most / 100
    assert plan["today"] == {**plan["today"], **due["today"]} and stats["today"]["to_come"] == due["today"]
    today = due["today"]
    start = next(row for row in screen.splitlines() if "  Start " in row or "✓  " in row)
    assert found(r"(\d+) to review", start) == today["review"], screen
    assert found(r"(\d+) learning", start) == today["learning"], screen
    assert found(r"(\d+) new", start) == today["new"], screen
    if "Start" in start:
        assert abs(found(r"(\d+) min", start) - today["minutes"]) <= 0.56, screen
    comes = today["review"] + today["learning"] + today["new"]
    assert found(rf"Everything +{stats['all']['questions']} +(\d+)", screen) == comes, screen
    days = streak(reader.days, on)
    assert stats["streak"] == days
    assert found(r"(\d+)-day streak", screen) == (days if days > 1 else 0), screen
    assert found(r"weak  (\d+)", screen) == stats["all"]["weak"], screen
    assert found(r"Today so far +(\d+) grade", screen) == stats["today"]["reviews"]
    if on <= INTERVIEW:
        assert (away(on) if on < INTERVIEW else "today, good luck") in screen
        now, low, high = re.search(promise, screen).groups()  # type: ignore[union-attr]
        bounds = ("reached_low", "reached_high") if on < INTERVIEW else ("low", "high")
        numbers = plan if on < INTERVIEW else plan["readiness"]
        assert near(low or high, numbers[bounds[0]]) and near(high, numbers[bounds[1]]), screen
        assert not now or near(now, plan["readiness"]["value"]), screen
        assert stats["readiness"] == {**plan["readiness"], "on": INTERVIEW.isoformat()}
        sections(reader, screen, plan)
    return screen


def away(on: date) -> str:
    """How far the interview is, as Home says it."""
    days = (INTERVIEW - on).days
    return "tomorrow" if days == 1 else f"{days} days"


def sections(reader: Reader, screen: str, plan: dict[str, Any]) -> None:
    """The sections that Home shows are as ready as the plan says."""
    titles = {section["id"]: section["title"] for section in reader.json("sections")}
    ready = {titles[key]: value["value"] for key, value in plan["sections"].items()}
    ready["Everything"] = plan["readiness"]["value"]
    for row in screen.splitlines():
        if match := re.match(r" {3}(\S.*?)…? +\d+ +(?:\d+|–) {3}[━╸─]+ +(\d+)%", row):
            [share] = [share for title, share in ready.items() if title.startswith(match[1])]
            assert near(match[2], share), screen


def evening(reader: Reader, screen: str) -> None:
    """The session's end counts the session's grades; then Home, and out of the program."""
    assert ends(screen)
    reader.press("\r", HOME)
    reader.quit()
    reader.check_journal()


def test_a_fortnight(reader: Reader, clock: Sets, home: Path, tmp_path: Path) -> None:
    first_day(reader, clock)
    a_whole_session(reader, clock)
    a_note(reader, clock)
    # The fourth day is missed.
    after_a_day_missed(reader, clock)
    a_crash(reader, clock)
    an_undo(reader, clock)
    a_terminal_closed(reader, clock)
    a_card_of_ones_own(reader, clock)
    missed_lines(reader, clock)
    a_lightning_round(reader, clock)
    a_search(reader, clock)
    a_mock_question(reader, clock)
    an_export(reader, clock, tmp_path)
    the_morning(reader, clock)
    the_day_after(reader, clock)
    three_days_after(reader, clock)
    faults = [one for one in reader.json("doctor") if one["level"] != "ok"]
    assert not faults
    live = json.loads((home / "progress.json").read_text("utf-8"))
    (home / "progress.json").unlink()
    reader.command("due")
    assert json.loads((home / "progress.json").read_text("utf-8")) == live


def first_day(reader: Reader, clock: Sets) -> None:
    """The welcome, the date, the first cards; then leave early."""
    clock(1)
    reader.open()
    reader.see("Interview in")
    reader.press("14\r", reader.asks)
    screen = reader.drill(FEW)
    assert f"  {FEW} cards " in screen and f"{FEW} grades, {FEW} new" in screen
    hits = sum(len(given.lines or ()) for given in reader.given)
    asked = sum(4 for given in reader.given if given.lines)
    assert f"{hits} of {asked} lines" in screen
    screen = reader.press("\r", HOME)
    assert "Interview Thu 17 Dec · 14 days" in screen
    reader.see(f"{FEW} grades")
    reader.quit()
    reader.check_journal()
    reader.command("config", "set", "minutes", "6")


def a_whole_session(reader: Reader, clock: Sets) -> None:
    """Drill all that today brings."""
    morning(reader, clock(2))
    reader.press("\r", reader.asks)
    screen = reader.drill()
    assert "Done." in screen and "2-day streak" in screen
    evening(reader, screen)


def a_note(reader: Reader, clock: Sets) -> None:
    """Write a note after the reveal; it is with the card then."""
    morning(reader, clock(3))
    reader.press("\r", reader.asks)
    reader.show()
    reader.press("n", "Note")
    reader.press("\r\r\r\rsay it slowly\x13", SHOWN)
    reader.grade(reader.tick())
    evening(reader, reader.drill(FEW))
    assert reader.json("show", reader.given[-1 - FEW].card_id)["note"] == "say it slowly"


def after_a_day_missed(reader: Reader, clock: Sets) -> None:
    """The streak begins again."""
    screen = morning(reader, clock(5))
    assert "streak" not in screen
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))


def a_crash(reader: Reader, clock: Sets) -> None:
    """Killed in mid-card: the grades given are there, the card is asked again, nothing is complained of."""
    today = clock(6)
    morning(reader, today)
    reader.press("\r", reader.asks)
    for _ in range(3):
        reader.answer()
        reader.see(reader.asks)
    reader.see(reader.asks)
    reader.show()
    reader.tick()
    reader.kill()
    reader.check_journal()
    clock(6, "08:10")
    screen = morning(reader, today)
    assert "Today so far" in screen and "3 grades" in screen and "Journal" not in screen
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(2))


def an_undo(reader: Reader, clock: Sets) -> None:
    """Take a grade back and give another."""
    morning(reader, clock(7))
    reader.press("\r", reader.asks)
    reader.answer()
    reader.see(reader.asks)
    before = reader.press("u", SHOWN)
    undone = reader.given.pop()
    assert reader.card_on(before) == undone.card_id
    reader.card_id = undone.card_id
    reader.grade(undone.lines or [])
    evening(reader, reader.drill(FEW))


def a_terminal_closed(reader: Reader, clock: Sets) -> None:
    """The terminal goes away in mid-card: the program saves and ends."""
    morning(reader, clock(8))
    reader.press("\r", reader.asks)
    reader.answer()
    reader.see(reader.asks)
    reader.show()
    reader.hang_up()
    reader.check_journal()


def a_card_of_ones_own(reader: Reader, clock: Sets) -> None:
    """Write a card; it counts from then on."""
    morning(reader, clock(9))
    before = reader.json("stats")["all"]["questions"]
    reader.press("N", "A card of your own")
    lines = "\r".join(["What is a fortnight?", "Fourteen days.", "Fourteen nights.", "Two weeks.", "It passes."])
    screen = reader.press(f"{lines}\x13", "Added to My questions: my-fortnight")
    assert f"Everything                      {before + 1}" in screen
    reader.learn_questions()
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))
    assert reader.json("show", "my-fortnight")["answer"][1] == "Fourteen nights."


def missed_lines(reader: Reader, clock: Sets) -> None:
    """Drill the lines missed again and again: none of it is a grade."""
    screen = morning(reader, clock(10))
    count = found(r"Lines you keep missing +(\d+)", screen)
    assert count
    screen = reader.press("L", "Say line")
    assert f"1 of {count}" in screen
    for number in range(count):
        reader.press(" ", "Did you say it?")
        reader.press("yn"[number % 2], "Say line" if number + 1 < count else "known")
    practised = [event["right"] for event in reader.events() if event["type"] == "line"]
    assert practised == [number % 2 == 0 for number in range(count)]
    reader.press("\r", HOME)
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))


def a_lightning_round(reader: Reader, clock: Sets) -> None:
    """Ten probes."""
    morning(reader, clock(11))
    reader.press("l", "begin")
    reader.press(" ", "1 of 10")
    for number in range(10):
        reader.press(" ", "✓ knew it")
        reader.press("yn"[number % 2], f"{number + 2} of 10" if number < 9 else "5 of 10 known")
    assert sum(event["type"] == "probe" for event in reader.events()) == 10
    reader.press("\r", HOME)
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))


def a_search(reader: Reader, clock: Sets) -> None:
    """Search in Browse: as many cards as the command lists."""
    morning(reader, clock(12))
    count = len(reader.json("list", "--search", "gradient"))
    total = reader.json("stats")["all"]["questions"]
    reader.press("b", "Browse")
    reader.press("/gradient", f"{count} of {total} cards")
    reader.press("\x1b", "⏎ open")  # out of the field, then without the search, then back
    reader.press("\x1b", f"Browse  {total} cards")
    reader.press("\x1b", HOME)
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))


def a_mock_question(reader: Reader, clock: Sets) -> None:
    """One question of a mock interview, which then is ended."""
    morning(reader, clock(13))
    reader.press("m", "Sections")
    reader.press(" ", "◉")
    screen = reader.press("\r", lambda screen: "answered" in screen and bool(reader.card_on(screen)))
    card_id = reader.card_on(screen)
    reader.press(" ", "of 4 lines")
    reader.press("ab", "2 of 4 lines")
    reader.press("\r", lambda screen: "of 4 lines" not in screen)
    reader.given.append(Given(card_id, 2, [1, 2]))
    reader.press("\x1b", "esc again")
    reader.press("\x1b", "50% of lines")
    reader.press("\x1b", "Sections")
    reader.press("\x1b", HOME)
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))


def an_export(reader: Reader, clock: Sets, folder: Path) -> None:
    """The day before: a short session, and the log in a file with a row for each grade."""
    morning(reader, clock(14))
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(FEW))
    log = folder / "log.csv"
    reader.command("export", "--log", str(log))
    with log.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(reader.given)


def the_morning(reader: Reader, clock: Sets) -> None:
    """The interview's morning: the ten weakest."""
    screen = morning(reader, clock(15))
    assert "The interview" in screen and "ten weakest" in screen
    screen = reader.press("i", reader.asks)
    assert "10 left" in screen
    screen = reader.drill(10)
    evening(reader, screen)


def the_day_after(reader: Reader, clock: Sets) -> None:
    """How it went: two questions came, which are noted; Home does not ask again."""
    screen = morning(reader, clock(16))
    assert "How did it go?" in screen
    reader.press("i", "Which questions came?")
    reader.press("dropout", "dropout")
    reader.press("\r", "1 question")
    reader.press("\x13", HOME)
    asked = [event for event in reader.events() if event["type"] == "asked"]
    assert [event["interview"] for event in asked] == [INTERVIEW.isoformat()]
    reader.press("\r", reader.asks)
    screen = reader.drill(2)
    screen = reader.press("\r", HOME)
    assert "How did it go?" not in screen
    reader.quit()
    reader.check_journal()


def three_days_after(reader: Reader, clock: Sets) -> None:
    """Without an interview the cards come as they are due."""
    screen = morning(reader, clock(18))
    assert "No interview date" in screen and "→" not in screen
    reader.press("\r", reader.asks)
    evening(reader, reader.drill(2))
