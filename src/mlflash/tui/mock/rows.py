"""A mock interview as rows: header and clock while it runs, the scorecard afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import readable, visible
from mlflash.study.mock.scorecard import Score, Scorecard, clock, earlier_mean
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.text_rows import both_ends, gauge, hanging
from mlflash.tui.wrap import clip, pad, wrap

SHORT = 30.0
"""Seconds left from which the countdown turns to a warning."""
WIDE = 66
"""Columns from which a section has its time."""
UNTICKED = "tick the lines you said; x for all, x again for none"
"""The hint for a reader who goes on without a tick."""


def countdown(left: float, limit: float, width: int) -> Content:
    """The time left for a question: a thin line that empties, and minutes and seconds."""
    color = "$primary" if left > SHORT else "$warning" if left > 0 else "$error"
    time = clock(left) if left > 0 else f"{clock(left)} over"
    line = gauge(max(0.0, left) / limit if limit else 0.0, max(4, min(40, width - 16)), color)
    return Content.assemble("  ", *line, "  ", (time, f"bold {color}"))


def ticked_row(hit: int, of: int, spent: float, limit: float) -> Content:
    """The lines ticked so far, and the time that the answer took."""
    over = (" · over time", "$warning") if spent > limit else ("", "")
    return Content.assemble("  ", (f"{hit} of {of} lines", "bold"), (f"   answered in {clock(spent)}", DIM), over)


def interview_header(title: str, at: int, total: int, left: float, width: int) -> Content:
    """The row above the card: its section, its number among all, and the time left of the interview."""
    time = f"{clock(left)} left" if left > 0 else "last question"
    right = Content.assemble((f"{at} / {total}", DIM), ("  ·  ", FAINT), (time, DIM))
    row = Content.assemble("  ", (clip(visible(title), max(8, width - right.cell_length - 4)), DIM))
    return both_ends(row, right, width - 1)


def scorecard_rows(card: Scorecard, cards: Sequence[Scorecard], catalog: Catalog, width: int) -> list[Content]:
    """A scorecard in `width` columns: the total, the sections, the cards to review, the interviews before."""
    wide = width >= WIDE
    rows = [
        Content.assemble("  ", *_total(card, cards, wide)),
        Content.styled("  " + _extent(card, width - 4), DIM),
        Content(),
    ]
    titles = max(10, width - (46 if wide else 31))
    names = "  " + pad("Section", titles) + f"{'lines':>9}{'probes':>11}" + (f"{'time':>16}" if wide else "")
    rows.append(Content.styled(names, DIM))
    for section, score in card.sections:
        title = clip(visible(catalog.section_title(section)), titles - 1)
        rows.append(
            Content.assemble("  ", pad(title, titles), *_score(score, wide), *_change(card, cards, section))
        )
    if card.tonight:
        rows += [Content(), Content.styled("  To review tonight", "bold")]
        for review in card.tonight:
            head = catalog.get(review.card_id)
            rows += _bullet(readable(head.question if head else review.card_id), review.why, width)
    elif card.all.questions:
        rows += [Content(), Content.styled("  Nothing to review tonight: no question was missed.", "$success")]
    before = [other for other in cards if other.at < card.at]
    if before:
        rows += [Content(), Content.styled("  Earlier interviews", "bold")]
        rows += [_earlier(other, width) for other in reversed(before[-5:])]
    return rows


def _total(card: Scorecard, cards: Sequence[Scorecard], wide: bool) -> list[tuple[str, str] | str]:
    share = card.all.share
    parts: list[tuple[str, str] | str] = [
        ("–" if share is None else f"{share:.0%}", "bold $primary"),
        (" of lines", "bold"),
    ]
    if card.all.probes:
        word = " probe" if card.all.probes == 1 else " probes"
        parts += [("   ", ""), (f"{card.all.right} of {card.all.probes}", "bold $primary"), (word, "bold")]
    mean = earlier_mean(cards, card)
    if mean is not None and share is not None:
        points = round(100 * (share - mean))
        color = "$success" if points > 0 else "$warning" if points < 0 else DIM
        parts += [("   ", ""), (f"{points:+d} points", color)]
        if wide:
            parts.append((f" on the {mean:.0%} before", DIM))
    return parts


def _date(card: Scorecard) -> str:
    return f"{card.day.day} {card.day:%b %Y}"


def _extent(card: Scorecard, width: int) -> str:
    """The date, the questions and the minutes of an interview."""
    asked = count_of(card.all.questions, "question")
    if not card.finished:
        asked += f" of {card.asked}"
    done = f"{_date(card)} · {asked} · {clock(card.all.seconds)} of {clock(card.all.limit)}"
    after = " on the clock"
    return done + after if len(done + after) <= width else clip(done, width)


def _score(score: Score, wide: bool) -> list[tuple[str, str] | str]:
    share = score.share or 0.0
    color = "$success" if share >= 0.75 else "$warning" if share >= 0.5 else "$error"
    parts: list[tuple[str, str] | str] = [(f"{f'{score.hit} / {score.lines}':>9}", color), "   "]
    probes = f"{score.right} / {score.probes}" if score.probes else "–"
    parts.append((f"{probes:>8}", "" if score.probes else FAINT))
    if wide:
        slow = score.seconds > score.limit
        parts.append((f"{clock(score.seconds) + ' of ' + clock(score.limit):>16}", "$warning" if slow else DIM))
    return parts


def _change(card: Scorecard, cards: Sequence[Scorecard], section: str) -> list[tuple[str, str] | str]:
    """An arrow where the section went better or worse than before."""
    mean, share = earlier_mean(cards, card, section), dict(card.sections)[section].share
    if mean is None or share is None or abs(share - mean) < 0.05:
        return []
    return ["  ", ("↑", "$success") if share > mean else ("↓", "$warning")]


def _bullet(text: str, why: str, width: int) -> list[Content]:
    rows = hanging(Content.assemble("  ", ("· ", FAINT)), text, max(14, width - 4))
    if rows[-1].cell_length + len(why) + 3 <= width:
        rows[-1] += Content.assemble("  ", (why, "$warning"))
    else:
        rows += [Content.assemble("    ", (row, "$warning")) for row in wrap(why, max(10, width - 8))]
    return rows


def _earlier(card: Scorecard, width: int) -> Content:
    share, asked = card.all.share or 0.0, count_of(card.all.questions, "question")
    line = gauge(share, max(4, min(24, width - 36)), "$primary")
    return Content.assemble("  ", (f"{_date(card):>11}", DIM), f"  {share:>4.0%}  ", *line, (f"  {asked}", DIM))
