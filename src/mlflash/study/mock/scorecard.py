"""The result of a mock interview: its summary in the journal, the scorecard read from it, and its Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any, NamedTuple

from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.scheduler.events import AGAIN, MOST_LINES, Mock
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.format import percent
from mlflash.study.mock.mock_run import MockResult, MockRun


class Score(NamedTuple):
    """The results of some cards, added up."""

    questions: int = 0
    """The cards asked."""
    hit: int = 0
    """The lines hit."""
    lines: int = 0
    """The lines there were."""
    right: int = 0
    """The probes known."""
    probes: int = 0
    """The probes asked."""
    seconds: float = 0.0
    """The seconds to the answers."""
    limit: int = 0
    """The seconds that the countdowns gave."""

    @property
    def share(self) -> float | None:
        """The share of lines hit; None where there were none."""
        return self.hit / self.lines if self.lines else None

    @property
    def probes_known(self) -> str:
        """How many of the probes were known, in figures; a dash where none was asked."""
        return f"{self.right}/{self.probes}" if self.probes else "—"

    def plus(self, result: MockResult) -> Score:
        """The score with one more card."""
        return Score(
            self.questions + 1,
            self.hit + len(result.hit),
            self.lines + result.of,
            self.right + sum(right for _, right in result.probes),
            self.probes + len(result.probes),
            self.seconds + result.seconds,
            self.limit + result.limit,
        )


class ToReview(NamedTuple):
    """A card to review the same evening."""

    card_id: str
    """The card."""
    section: str
    """The id of its section."""
    why: str
    """What was lacking, in words."""


class Scorecard(NamedTuple):
    """The result of one interview."""

    at: datetime
    """When the interview began."""
    day: date
    """Its study day."""
    minutes: float
    """How long it was meant to take."""
    finished: bool
    """Whether every card was asked."""
    asked: int
    """How many cards it was to ask."""
    all: Score
    """The score over all cards."""
    sections: tuple[tuple[str, Score], ...]
    """The score of each section, in the order asked."""
    tonight: tuple[ToReview, ...]
    """The cards to review the same evening."""
    results: tuple[MockResult, ...]
    """How each card went."""


def summary(run: MockRun) -> dict[str, Any]:
    """An interview as its event in the journal keeps it."""
    results = [result._asdict() for result in run.results]
    return {
        "minutes": run.minutes,
        "seed": run.seed,
        "asked": len(run.asks),
        "finished": run.finished,
        "results": [{"question": fields.pop("card_id"), **fields} for fields in results],
    }


def scorecard(mock: Mock) -> Scorecard | None:
    """The scorecard of an interview; None if its summary has an unknown form."""
    raw = mock.summary
    try:
        results = tuple(map(_result, raw["results"]))
        minutes, asked = _finite(raw["minutes"]), int(raw["asked"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    total, sections = Score(), dict[str, Score]()
    for result in results:
        total = total.plus(result)
        sections[result.section] = sections.get(result.section, Score()).plus(result)
    finished = raw.get("finished") is True
    return Scorecard(
        mock.at, mock.day, minutes, finished, asked, total, tuple(sections.items()), _tonight(results), results
    )


def scorecards(mocks: Iterable[Mock]) -> list[Scorecard]:
    """The scorecards of all interviews in which a card was answered, the earliest first."""
    cards = map(scorecard, mocks)
    return [card for card in cards if card is not None and card.results]


def _finite(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number


def _result(raw: Mapping[str, Any]) -> MockResult:
    of = int(raw["of"])
    if not 0 <= of <= MOST_LINES:
        raise ValueError("no answer has that many lines")
    hit = tuple(sorted({int(n) for n in raw["hit"] if 1 <= int(n) <= of}))
    seconds, limit = max(0.0, _finite(raw["seconds"])), max(0, int(raw["limit"]))
    probes = tuple((str(probe), right is True) for probe, right in raw["probes"])
    return MockResult(
        str(raw["question"]), str(raw["section"]), hit, of, seconds, limit, int(raw["rating"]), probes
    )


def _tonight(results: Iterable[MockResult]) -> tuple[ToReview, ...]:
    """The cards to review: those failed first, then those with the most lines or probes missing."""
    candidates = []
    for result in results:
        missed = [n for n in range(1, result.of + 1) if n not in result.hit]
        wrong = sum(not right for _, right in result.probes)
        failed = result.rating == AGAIN
        if not failed and 2 * len(missed) < result.of and not wrong:
            continue
        candidates.append(
            (not failed, -len(missed) - wrong, ToReview(result.card_id, result.section, _why(missed, wrong)))
        )
    return tuple(card for _, _, card in sorted(candidates, key=lambda candidate: candidate[:2]))


def _why(missed: Sequence[int], wrong: int) -> str:
    words = []
    if missed:
        lines = ", ".join(map(line_label, missed))
        words.append(f"line{'s' if len(missed) > 1 else ''} {lines}")
    if wrong:
        words.append("a probe" if wrong == 1 else f"{wrong} probes")
    return " and ".join(words) or "too little"


def earlier_mean(cards: Sequence[Scorecard], before: Scorecard, section: str | None = None) -> float | None:
    """The mean share of lines hit in earlier interviews, in all or in a section; None if there are none."""
    shares = []
    for card in cards:
        if card.at >= before.at:
            continue
        share = card.all.share if section is None else dict(card.sections).get(section, Score()).share
        if share is not None:
            shares.append(share)
    return sum(shares) / len(shares) if shares else None


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: 1:05; time run over, below zero, as +0:05."""
    whole = round(abs(seconds))
    return f"{'+' if seconds <= -0.5 else ''}{whole // 60}:{whole % 60:02}"


def markdown(card: Scorecard, cards: Sequence[Scorecard], catalog: Catalog) -> str:
    """A scorecard to keep or to send, with the interviews before it for comparison."""
    total = card.all
    rows = [f"# Mock interview, {card.day.isoformat()}", ""]
    done = count_of(total.questions, "question")
    if not card.finished:
        done += f" of {card.asked}"
    rows += [f"{card.minutes:g} minutes, {done}, {percent(total.share)} of lines.", ""]
    mean = earlier_mean(cards, card)
    if mean is not None and total.share is not None:
        rows += [f"Before: {percent(mean)} on average, so {100 * (total.share - mean):+.0f} points.", ""]
    rows += ["| Section | Questions | Lines | Probes | Time |", "|---|---:|---:|---:|---:|"]
    scored = [(catalog.section_title(section), score) for section, score in card.sections]
    for title, score in (*scored, ("All", total)):
        times = f"{clock(score.seconds)} of {clock(score.limit)}"
        figures = f"{score.questions} | {score.hit}/{score.lines} | {score.probes_known} | {times}"
        rows.append(f"| {_safe(title)} | {figures} |")
    if card.tonight:
        rows += ["", "## To review tonight", ""]
        for review in card.tonight:
            head = catalog.get(review.card_id)
            rows.append(f"- {_safe(head.question if head else review.card_id)} ({review.why})")
    before = [other for other in cards if other.at < card.at]
    if before:
        rows += ["", "## Earlier", "", "| Day | Questions | Lines | Probes |", "|---|---:|---:|---:|"]
        for other in before:
            score = other.all
            figures = f"{score.questions} | {percent(score.share)} | {score.probes_known}"
            rows.append(f"| {other.day.isoformat()} | {figures} |")
    return "\n".join(rows) + "\n"


def _safe(text: str) -> str:
    """A bank's text within a line of Markdown: on one line, nothing in it read as Markdown or HTML."""
    from mlflash.bank.text import visible

    text = visible(" ".join(text.split()))
    return "".join(f"\\{char}" if char in "\\`*_[]|<>#" else char for char in text)
