"""A past interview as rows: how it went, the questions that came."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import readable, visible
from mlflash.study.format import short_date
from mlflash.study.interview_day import PastInterview
from mlflash.study.view import ASKED_LATELY
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, wrap

HOW_DID_IT_GO = "How did it go? Which questions came?"
COLORS = {"well": "$success", "mixed": "$warning", "badly": "$error"}
"""The color of each word for how an interview went."""
MOST_LISTED = 12
"""The most questions of an interview that are listed."""


def head_rows(interview: PastInterview, count: int, today: date, width: int) -> Content:
    """The question how it went, the interview, and what ticking a card does."""
    name = f" · {visible(interview.name)}" if interview.name else ""
    ticked = count_of(count, "question") + " ticked" if count else "none ticked yet"
    day = f"{interview.on:%A} {short_date(interview.on, today)}{name} · {ticked}"
    likely = f" · they count as likely for {ASKED_LATELY} days"
    about = day + likely if len(day + likely) <= width - 4 else day
    title = Content.styled(f"  {HOW_DID_IT_GO}", "bold $primary")
    return title + "\n" + Content.styled("  " + clip(about, width - 4), DIM)


def card_row(question: str, width: int, *, ticked: bool, noted: bool) -> Content:
    """A card that may have come up; `noted` says that this is on disk already."""
    mark = ("  ✓ ", DIM if noted else "$success") if ticked or noted else ("  ○ ", FAINT)
    after = " · noted" if noted else ""
    return Content.assemble(mark, clip(readable(question), width - 5 - len(after)), (after, DIM))


def new_card_row(text: str, why: str, width: int) -> Content:
    """The row that makes a card of the text typed; `why` says that it is none of the cards listed."""
    words = f"{why}: ⏎ or ^n makes it a card"
    quoted = f"  “{clip(visible(text), max(1, width - len(words) - 9))}”" if width - len(words) > 24 else ""
    return Content.assemble(("  + ", "$primary"), clip(words, width - 5), (quoted, DIM))


def past_row(interview: PastInterview, catalog: Catalog, today: date, width: int) -> Content:
    """A past interview in a few rows: the date and how it went, the note, the questions."""
    name = f" · {visible(interview.name)}" if interview.name else ""
    went = (visible(interview.went), COLORS.get(interview.went, "")) if interview.went else ("not said", FAINT)
    day = clip(f"{interview.on:%a} {short_date(interview.on, today)}{name}", max(10, width - 34))
    count = count_of(len(interview.questions), "question") if interview.questions else "no question noted"
    rows = [Content.assemble("  ", (f"{day:<20} ", "bold"), went, (f" · {count}", DIM))]
    if interview.note:
        note = visible(" ".join(interview.note.split()))
        rows += [Content.styled(f"    {row}", DIM) for row in wrap(note, width - 6)]
    for card_id in interview.questions[:MOST_LISTED]:
        card = catalog.get(card_id)
        question = readable(card.question) if card is not None else f"{visible(card_id)}, no longer in the bank"
        rows.append(Content.assemble(("    ✓ ", DIM), clip(question, width - 7)))
    if len(interview.questions) > MOST_LISTED:
        rows.append(Content.styled(f"      and {len(interview.questions) - MOST_LISTED} more", DIM))
    return Content("\n").join([*rows, Content()])


def next_row(coming: date | None, today: date) -> Content:
    """The date of the next interview, and the key that sets it."""
    if coming is None:
        return Content.assemble(("  No date for the next interview", DIM), ("  p sets it", "$primary"))
    days = (coming - today).days
    away = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return Content.styled(f"  Next: {coming:%A} {short_date(coming, today)}, {away}", DIM)
