"""Write the journals of the fixture home: ten weeks of a simulated reader on two devices, and two backups.

The lines are written by hand, not through the program, so that they stay as they are when the program changes. The
settings and overrides of the home are plain files. Of the random generator only `random()` is used, whose sequence
Python keeps. Run it as `python tests/golden/make_home.py`; a test compares its output with the committed files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 9, 14), date(2026, 11, 22)
"""The first and the last evening of study; in between the clocks are set back, on October 25."""
MORNING = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
"""A short session on the day that the recorded commands run on."""
STEPS = (2, 4, 8, 15, 27, 45)
"""The reader's own days between reviews: near enough to what the schedule asks."""
UNSEEN = ("own-dish-cost", "dough-autolyse", "safety-allergy", "safety-sharp", "knife-grip")
"""Cards that are never met."""


def fingerprint(text: str) -> str:
    """The hash that the journal has of an answer's lines or of a probe's question."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


class Reader:
    """The simulated reader: what they know of each line, and what they wrote to the journals of two devices."""

    def __init__(self, cards: Sequence[dict[str, Any]]) -> None:
        self.random = Random(20260914)
        self.cards = {card["id"]: card for card in cards}
        self.skill = {card["id"]: self.skills(card["answer"]) for card in cards}
        self.lines: dict[str, list[str]] = {"desk": [], "laptop": []}
        self.step: dict[str, int] = {}
        self.due: dict[str, date] = {}
        self.device = "desk"
        self.now = datetime.combine(FIRST, time(19, 30), ZONE).astimezone(UTC)

    def draw(self) -> float:
        """A number from 0 to 1."""
        return self.random.random()

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.draw() < share

    def skills(self, answer: Sequence[str]) -> list[float]:
        """How often each line is had at first: some cards are hard, and some lines harder."""
        card = 0.25 + 0.6 * self.draw()
        return [card * (0.5 + 0.5 * self.draw()) for _ in answer]

    def write(self, kind: str, at: datetime | None = None, **fields: Any) -> str:
        """Append an event of the format that the program has written so far; returns its id."""
        at = at or self.now
        token = f"{int(self.draw() * 2**32):08x}"
        event_id = f"{int(self.now.timestamp() * 1000):011x}{token}"
        day = (at.astimezone(ZONE) - timedelta(hours=4)).date()
        head = {"v": 1, "id": event_id, "at": instant(at), "day": day.isoformat(), "type": kind}
        raw = {**head, **{name: value for name, value in fields.items() if value is not None}}
        self.lines[self.device].append(json.dumps(raw, ensure_ascii=False, separators=(",", ":")))
        self.now += timedelta(milliseconds=1 + int(700 * self.draw()))
        return event_id

    def review(self, card_id: str, mode: str = "drill", at: datetime | None = None) -> tuple[str, int]:
        """Answer a card: what is had of its lines gives the grade; returns the event's id and the rating."""
        card = self.cards[card_id]
        self.now += timedelta(seconds=5 + int(40 * self.draw()))
        hit = [n for n, share in enumerate(self.skill[card_id], 1) if self.chance(share)]
        self.skill[card_id] = [min(0.95, share + 0.05) for share in self.skill[card_id]]
        share = len(hit) / len(card["answer"])
        rating = 1 if share < 0.5 else 2 if share < 0.75 else 4 if share == 1 and self.chance(0.3) else 3
        ticked = self.chance(0.85)
        answer = list(card["answer"])
        if card_id == "dough-yeast":  # this card has changed since
            answer[3] = "Salt kills it."
        typed = None
        if mode == "drill" and self.chance(0.08):
            typed = [" ".join(line.split()[:4]) for line in answer[: 1 + int(3 * self.draw())]]
            typed[0] += ' "é" \\'
        event_id = self.write(
            "review",
            at,
            question=card_id,
            rating=rating,
            lines=hit if ticked else None,
            ms=None if mode == "cli" else 3000 + int(60_000 * self.draw()),
            mode=mode,
            answer=fingerprint("\n".join(answer)) if self.chance(0.95) else None,
            sure=self.chance(0.6) if self.chance(0.3) else None,
            typed=typed,
            of=len(answer) if ticked and len(answer) != 4 else None,
        )
        return event_id, rating

    def undo(self, event_id: str) -> None:
        """Take an event back."""
        self.write("undo", of=event_id)

    def probe(self, card_id: str) -> None:
        """Answer the probes of a card."""
        for probe in self.cards[card_id].get("probes", ()):
            self.write("probe", question=card_id, probe=fingerprint(probe["q"]), right=self.chance(0.6))

    def session(self, day: date) -> None:
        """Review what is due, with a few new cards, and now and then do something else."""
        due = sorted(card_id for card_id, when in self.due.items() if when <= day)[
            : 4 if (LAST - day).days < 6 else 30
        ]
        unmet = [card_id for card_id in self.cards if card_id not in self.due and card_id not in UNSEEN]
        new = unmet[: int(4 * self.draw())]
        mode = "plain" if self.device == "laptop" and self.chance(0.4) else "drill"
        again: list[str] = []
        for card_id in [*due, *new]:
            event_id, rating = self.review(card_id, mode)
            if self.chance(0.04):
                self.undo(event_id)
                _, rating = self.review(card_id, mode)
            self.learn(card_id, rating, day)
            if rating == 1 or card_id in new:
                again.append(card_id)
            if self.chance(0.5):
                self.probe(card_id)
        self.now += timedelta(minutes=10)
        for card_id in again:
            _, rating = self.review(card_id, mode)
            self.learn(card_id, max(rating, 2), day)

    def learn(self, card_id: str, rating: int, day: date) -> None:
        """Put the card's next review off by the reader's own days."""
        step = 0 if rating == 1 else min(self.step.get(card_id, -1) + max(1, rating - 2), len(STEPS) - 1)
        self.step[card_id] = step
        self.due[card_id] = day + timedelta(days=STEPS[step])

    def mock(self, sections: Sequence[str], finished: bool) -> None:
        """A mock interview: reviews and probes in one write, its summary written anew after each answer."""
        asks = [card_id for card_id in self.step if card_id.split("-")[0] in sections][:4]
        results: list[dict[str, Any]] = []
        before = None
        for card_id in asks if finished else asks[:2]:
            card = self.cards[card_id]
            self.now += timedelta(seconds=70)
            _, rating = self.review(card_id, "mock")
            hit = [n for n in range(1, len(card["answer"]) + 1) if self.chance(0.6)]
            results.append(
                {
                    "question": card_id,
                    "section": card["section"],
                    "hit": hit,
                    "of": len(card["answer"]),
                    "seconds": round(20 + 60 * self.draw(), 1),
                    "limit": 90,
                    "rating": rating,
                    "probes": [[fingerprint(p["q"]), self.chance(0.5)] for p in card.get("probes", ())[:2]],
                }
            )
            done = finished and len(results) == len(asks)
            summary = {"minutes": 10.0, "seed": 7, "asked": len(asks), "finished": done, "results": list(results)}
            event_id = self.write("mock", summary=summary)
            if before is not None:
                self.undo(before)
            before = event_id


def instant(at: datetime) -> str:
    """An instant as the journal has it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def live(reader: Reader) -> None:
    """Ten weeks of evenings, then a morning."""
    extras: dict[date, Callable[[], object]] = {
        date(2026, 9, 20): lambda: reader.write(
            "write",
            question="own-dish-what",
            lines=["Ramen for eight.", "Two years of bad broth.", "The tare.", "Less pork."],
            note="Say the number of guests.",
        ),
        date(2026, 9, 22): lambda: reader.write("flag", question="heat-maillard"),
        date(2026, 9, 27): lambda: reader.write("suspend", question="dough-laminate"),
        date(2026, 9, 28): lambda: reader.write("suspend", question="heat-microwave"),
        date(2026, 10, 3): lambda: reader.mock(["heat", "dough"], True),
        date(2026, 10, 5): lambda: reader.write("resume", question="heat-microwave"),
        date(2026, 10, 8): lambda: reader.write("bury", question="dough-gluten"),
        date(2026, 10, 11): lambda: reader.write(
            "write", question="heat-steam", note='2257 = "two two five seven"'
        ),
        date(2026, 10, 14): lambda: reader.write("forget", question="heat-caramel"),
        date(2026, 10, 18): lambda: reader.write(
            "write", question="dough-sourdough", lines=["", "Bacteria sour it, Naïvely: $pH < 4$.", "", "", ""]
        ),
        date(2026, 10, 24): lambda: reader.mock(["dough", "heat", "own"], False),
        date(2026, 10, 25): lambda: reader.write("flag", question="knife-steel"),
        date(2026, 11, 1): lambda: reader.write("unflag", question="heat-maillard"),
        date(2026, 11, 2): lambda: reader.write("flag", question="sauce-emulsion"),
        date(2026, 11, 7): lambda: reader.mock(["knife", "sauce", "dough"], True),
        date(2026, 11, 8): lambda: reader.write("write", question="own-dish-what", note=""),
        date(2026, 11, 15): lambda: reader.write("reverie", question="heat-steam", depth=[1, {"a": None}]),
        date(2026, 11, 20): lambda: reader.undo(reader.write("suspend", question="dough-gluten")),
    }
    day = FIRST
    while day <= LAST:
        reader.device = "laptop" if day.weekday() in (3, 5) else "desk"
        evening = datetime.combine(day, time(19, 30), ZONE)
        if day.weekday() == 4:  # past midnight, and still the same study day
            evening += timedelta(hours=6)
        reader.now = evening.astimezone(UTC)
        if not reader.chance(0.22) or day in extras:
            reader.session(day)
        if day in extras:
            extras[day]()
        if day.weekday() == 6:
            for card_id in list(reader.step)[:3]:
                reader.review(card_id, "cram")
        if day.day == 9:  # a grade given later for an earlier hour
            reader.review("heat-maillard", "cli", at=reader.now - timedelta(hours=30))
        day += timedelta(days=1)
    reader.device, reader.now = "desk", MORNING
    for card_id in ("heat-maillard", "dough-gluten", "sauce-emulsion"):
        reader.review(card_id)
    reader.write("bury", question="dough-proof")
    reader.device = "laptop"
    # Forgotten, and back in ten minutes: well before or after the instant of the recorded commands.
    for card_id, rating, minutes in (("safety-zone", 1, 25), ("dough-yeast", 1, 33), ("heat-steam", 1, 34)):
        reader.now = MORNING + timedelta(minutes=minutes)
        reader.write("review", question=card_id, rating=rating, lines=[2], ms=9000, mode="plain")
    reader.write("review", question="gone-card", rating=3, mode="cli")


def other(reader: Reader) -> list[str]:
    """A journal of another machine: lines that are known already, new ones, one in a spelling of its own."""
    known = reader.lines["laptop"][:5]
    reader.device, reader.lines["phone"] = "phone", []
    reader.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for card_id in ("knife-angle", "sauce-roux", "heat-caramel"):
        reader.review(card_id)
    reader.write("flag", question="sauce-roux")
    own = reader.lines.pop("phone")
    own[1] = own[1].replace('","', '", "')
    return [*known, *own, "no line of a journal"]


def backup(place: Path, journals: dict[str, list[str]], before: str) -> None:
    """The journals as they were on a day, in a zip file that is stored, so that its bytes depend on no library."""
    with ZipFile(place, "w", ZIP_STORED) as archive:
        for device, lines in journals.items():
            kept = [line for line in lines if json.loads(line)["day"] < before]
            info = ZipInfo(f"{device}.jsonl", (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o100600 << 16
            info.create_system = 3
            archive.writestr(info, "".join(f"{line}\n" for line in kept))


def make(target: Path, bank: Path = HERE / "bank.yaml") -> None:
    """Write journals and backups to `target`/home, and the journal of another machine to `target`/phone.jsonl."""
    sections = yaml.safe_load(bank.read_text("utf-8"))["sections"]
    cards = [card | {"section": section["id"]} for section in sections for card in section["questions"]]
    reader = Reader(cards)
    live(reader)
    home = target / "home"
    for folder in ("journal", "backups"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for device, lines in reader.lines.items():
        (home / "journal" / f"{device}.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    backup(home / "backups" / "2026-09-20.daily.zip", reader.lines, "2026-09-20")
    backup(home / "backups" / "2026-09-27T183000000Z.before-merge.zip", reader.lines, "2026-09-27")
    (target / "phone.jsonl").write_text("".join(f"{line}\n" for line in other(reader)), "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
