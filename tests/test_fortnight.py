"""A fortnight lived through in a pseudo-terminal, from the welcome to the days after the interview.

With `MLFLASH_SCREENS` set to a folder, every screen that was looked at is kept there as text.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.store.paths import Paths
from mlflash.store.settings_file import read_settings_file
from mlflash.study.overrides import reopened
from tests.mornings import INTERVIEW, PROMISE, morning
from tests.reader import HOME, SHOWN, Given, Reader, found

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

FEW = 4
"""Cards of a short session."""
Sets = Callable[..., date]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sets]:
    """Sets the clock to a day of December 2026, in UTC, and returns the day."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    def sets(day: int, at: str = "07:40") -> date:
        on = date(2026, 12, day)
        monkeypatch.setenv("MLFLASH_NOW", f"{on}T{at}:00Z")
        return on

    yield sets
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def reader(home: Path, paths: Paths, clock: Sets) -> Iterator[Reader]:
    """A reader with nothing on disk; what they typed is printed, which pytest shows if the test fails."""

    def catalog() -> Catalog:
        return reopened(read_settings_file(paths.config).settings, (), paths)

    reader = Reader(home, catalog)
    yield reader
    for terminal in reader.opened:
        terminal.close()
    sys.stdout.write(" ".join(reader.typed))


def test_a_fortnight(reader: Reader, clock: Sets, home: Path, tmp_path: Path) -> None:
    first_day(reader, clock(3))
    whole_session(reader, clock(4))
    note(reader, clock(5))
    day_after_a_missed_one(reader, clock(7))
    crash(reader, clock)
    undo(reader, clock(9))
    closed_terminal(reader, clock(10))
    own_card(reader, clock(11))
    missed_lines(reader, clock(12))
    lightning_round(reader, clock(13))
    search(reader, clock(14))
    mock_question(reader, clock(15))
    day_before(reader, clock(16), tmp_path)
    interview_morning(reader, clock(17))
    day_after(reader, clock(18))
    three_days_after(reader, clock(20))
    assert [one for one in reader.json("doctor") if one["level"] != "ok"] == []
    live = json.loads((home / "progress.json").read_text("utf-8"))
    (home / "progress.json").unlink()
    reader.command("due")
    rebuilt = json.loads((home / "progress.json").read_text("utf-8"))
    assert rebuilt | {"digest": ""} == live | {"digest": ""}  # of the bytes: the order of cards is another


def evening(reader: Reader, most: int = FEW) -> None:
    """Answer some cards, then to Home and out of the program; every grade is in the journal."""
    reader.drill(most)
    reader.press("\r", HOME)
    reader.quit()
    reader.check_journal()


def begin(reader: Reader, on: date) -> None:
    """Open the program in the morning, and begin with the first card."""
    morning(reader, on)
    reader.press("\r", reader.asks)


def first_day(reader: Reader, on: date) -> None:
    """The welcome, the date, the first cards; then leave early."""
    reader.open()
    reader.see("Interview in")
    reader.press("14\r", reader.asks)
    end = reader.drill(FEW)
    ticked = [given.lines for given in reader.given if given.lines]
    assert f"  {FEW} cards " in end and f"{sum(map(len, ticked))} of {4 * len(ticked)} lines" in end
    home = reader.press("\r", lambda screen: found(r"Today so far +(\d+)", screen) == FEW)
    assert "Interview Thu 17 Dec · 14 days" in home
    reader.quit()
    reader.check_journal()
    reader.command("config", "set", "minutes", "6")


def whole_session(reader: Reader, on: date) -> None:
    """All that the day brings."""
    begin(reader, on)
    end = reader.drill()
    assert "Done." in end and "2-day streak" in end
    evening(reader)


def note(reader: Reader, on: date) -> None:
    """A note on a card, written after the reveal."""
    begin(reader, on)
    reader.show()
    noted = reader.card_id
    reader.press("n", "Note")
    reader.press("\r\r\r\rsay it slowly\x13", SHOWN)
    reader.grade(reader.tick())
    evening(reader)
    assert reader.json("show", noted)["note"] == "say it slowly"


def day_after_a_missed_one(reader: Reader, on: date) -> None:
    """The streak begins again."""
    assert reader.days[-1] == on - timedelta(days=2)
    assert "streak" not in morning(reader, on)
    reader.press("\r", reader.asks)
    evening(reader)


def crash(reader: Reader, clock: Sets) -> None:
    """Killed in mid-card: the grades given are there, and nothing is complained of."""
    begin(reader, clock(8))
    for _ in range(3):
        reader.answer()
        reader.see(reader.asks)
    reader.show()
    reader.tick()
    reader.kill()
    reader.check_journal()
    home = morning(reader, clock(8, "08:10"))
    assert found(r"Today so far +(\d+)", home) == 3 and "Journal" not in home
    reader.press("\r", reader.asks)
    evening(reader, 2)


def undo(reader: Reader, on: date) -> None:
    """A grade taken back, with its ticks still there, and given again."""
    begin(reader, on)
    reader.answer()
    reader.see(reader.asks)
    again, undone = reader.press("u", SHOWN), reader.given.pop()
    assert reader.card_on(again) == undone.card_id
    reader.card_id = undone.card_id
    reader.grade(undone.lines or [])
    evening(reader)


def closed_terminal(reader: Reader, on: date) -> None:
    """The terminal goes away in mid-card: the program saves and ends."""
    begin(reader, on)
    reader.answer()
    reader.see(reader.asks)
    reader.show()
    reader.hang_up()
    reader.check_journal()


def own_card(reader: Reader, on: date) -> None:
    """A card of the reader's own, which counts from then on."""
    cards = found(r"Everything +(\d+)", morning(reader, on))
    reader.press("N", "A card of your own")
    typed = "\r".join(["What is a fortnight?", "Fourteen days.", "Fourteen nights.", "Two weeks.", "It passes."])
    home = reader.press(f"{typed}\x13", "Added to My questions: my-fortnight")
    assert found(r"Everything +(\d+)", home) == cards + 1
    reader.learn_questions()
    reader.press("\r", reader.asks)
    evening(reader)
    assert reader.json("show", "my-fortnight")["answer"][1] == "Fourteen nights."


def missed_lines(reader: Reader, on: date) -> None:
    """The lines missed again and again: none of it is a grade."""
    count = found(r"Lines you keep missing +(\d+)", morning(reader, on))
    assert count
    reader.press("L", f"1 of {count}")
    for number in range(count):
        reader.press(" ", "Did you say it?")
        reader.press("yn"[number % 2], "Say line" if number + 1 < count else "known")
    assert [event["right"] for event in reader.events("line")] == [number % 2 == 0 for number in range(count)]
    reader.press("\r", HOME)
    reader.press("\r", reader.asks)
    evening(reader)


def lightning_round(reader: Reader, on: date) -> None:
    """Ten probes."""
    morning(reader, on)
    reader.press("l", "space begin")
    reader.press(" ", "1 of 10")
    for number in range(10):
        reader.press(" ", "✓ knew it")
        reader.press("yn"[number % 2], f"{number + 2} of 10" if number < 9 else "5 of 10 known")
    assert len(reader.events("probe")) == 10
    reader.press("\r", HOME)
    reader.press("\r", reader.asks)
    evening(reader)


def search(reader: Reader, on: date) -> None:
    """A search in Browse: as many cards as the command lists."""
    cards = found(r"Everything +(\d+)", morning(reader, on))
    reader.press("b", f"{cards} cards")
    reader.press("/gradient", f"{len(reader.json('list', '--search', 'gradient'))} of {cards} cards")
    reader.press("\x1b", "⏎ open")  # out of the field, then without the search, then back
    reader.settled()
    reader.press("\x1b", f"Browse  {cards} cards")
    reader.press("\x1b", HOME)
    reader.press("\r", reader.asks)
    evening(reader)


def mock_question(reader: Reader, on: date) -> None:
    """A question of a mock interview, which is ended then."""
    morning(reader, on)
    reader.press("m", "Sections")
    reader.press(" ", "◉")  # only the first section: the others may ask for own answers, which are not written
    asked = reader.card_on(
        reader.press("\r", lambda screen: "space answered" in screen and bool(reader.card_on(screen)))
    )
    reader.press(" ", "of 4 lines")
    reader.press("ab", "2 of 4 lines")
    reader.press("\r", lambda screen: "of 4 lines" not in screen)
    reader.given.append(Given(asked, 2, [1, 2]))
    reader.press("\x1b", "esc again")
    reader.press("\x1b", "50% of lines")
    reader.press("\x1b", "Sections")
    reader.press("\x1b", HOME)
    reader.press("\r", reader.asks)
    evening(reader)


def day_before(reader: Reader, on: date, folder: Path) -> None:
    """The plan's screen and its command promise what Home does; the log has a row for each grade."""
    promise = PROMISE.search(morning(reader, on))
    assert promise is not None and promise[0] in reader.command("plan")
    reader.press("p", lambda screen: "Readiness" in screen and promise[0] in screen)
    reader.press("\x1b", HOME)
    reader.press("\r", reader.asks)
    evening(reader)
    log = folder / "log.csv"
    reader.command("export", "--log", str(log))
    with log.open(encoding="utf-8", newline="") as file:
        assert len([*csv.DictReader(file)]) == len(reader.given)


def interview_morning(reader: Reader, on: date) -> None:
    """The ten weakest cards."""
    assert "10 weakest cards" in morning(reader, on)
    first = reader.press("i", reader.asks)
    assert found(r"(\d+) left", first) + found(r"(\d+) learning", first) == 10
    evening(reader, 10)


def day_after(reader: Reader, on: date) -> None:
    """Two questions came, which is noted; Home does not ask again."""
    assert "How did it go?" in morning(reader, on)
    reader.press("i", "type a few words")
    for words in ("dropout", "overfitting"):
        reader.press(words, lambda screen: "○" in screen and "type a few words" not in screen)
        reader.press("\r", "✓")
        reader.press("\x1b", "type a few words")
    reader.press("\x13", HOME)
    assert [event["interview"] for event in reader.events("asked")] == [INTERVIEW.isoformat()] * 2
    reader.press("\r", reader.asks)
    reader.drill(2)
    assert "How did it go?" not in reader.press("\r", lambda screen: found(r"Today so far +(\d+)", screen) == 2)
    reader.quit()
    reader.check_journal()


def three_days_after(reader: Reader, on: date) -> None:
    """Without an interview the cards come as they are due."""
    home = morning(reader, on)
    assert "No interview date" in home and not PROMISE.search(home)
    reader.press("\r", reader.asks)
    evening(reader, 2)
