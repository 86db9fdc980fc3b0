"""The line drill as rows: the place among the lines, the card with its blank, what to do, the summary. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable, visible
from mlflash.study.line_drill import LineDrill, LineItem
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_content
from mlflash.tui.card.layout import CardContent
from mlflash.tui.card.line_rows import MARGIN, AnswerLine
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, rule, wrap

SAY = "  say it"
"""What is written behind a blank."""
LATER = "comes later"
"""What stands for a line of this card that is still to come."""
BLANK = 46
"""The greatest length of a blank."""


def head_row(study: Study, drill: LineDrill, title: str, width: int) -> Content:
    """Which of how many lines, and at the right the section of its card."""
    left = Content.assemble("  ", (title, "bold $primary"))
    asked = drill.current
    if asked is None:
        return left
    left += Content.styled(f" · {len(drill.known) + 1} of {len(drill.lines)}", DIM)
    room = width - left.cell_length - 3
    section = clip(visible(study.catalog.section_title(study.catalog[asked.card_id].section)), room)
    return left + Content(" " * (room + 2 - len(section))) + Content.styled(section, DIM) if room >= 12 else left


def card_rows(study: Study, drill: LineDrill, asked: LineItem, error: str | None, width: int) -> CardContent:
    """The question with its other lines, and a blank for the line asked until it is shown."""
    card, head = study.catalog.card(asked.card_id), study.catalog[asked.card_id]
    state, count = study.progress.state(asked.card_id), len(drill.lines)
    face = card_content(card, head, state, RevealState(shown=count), revealed=drill.shown, ticking=False)
    blank = "_" * max(4, min(BLANK, width - MARGIN - 2 - len(SAY))) + SAY

    def row(number: int, text: str) -> AnswerLine:
        if number == asked.number:
            return AnswerLine(text, shown=drill.shown, missed=asked.missed, blank=blank)
        if number in drill.covered:
            return AnswerLine(text, blank=LATER)
        return AnswerLine(text, shown=True, tick=True)

    lines = tuple(row(number, line.text) for number, line in enumerate(face.lines, 1))
    return CardContent(
        question=face.question,
        lines=lines,
        revealed=drill.shown,
        note=error,
        formula=face.formula,
        ticking=False,
    )


def prompt_row(drill: LineDrill, *, reminded: bool) -> Content:
    """What to do now, below the card."""
    asked = drill.current
    if asked is None:
        return Content()
    if not drill.shown:
        return Content.assemble(
            "  ", ("Say line ", DIM), (asked.label, "bold $primary"), (" aloud, then look", DIM)
        )
    if reminded:
        return Content.styled("  y if you said it, n if not yet", "$warning")
    return Content.styled("  Did you say it?", DIM)


def summary_rows(study: Study, drill: LineDrill, left: int, width: int) -> list[Content]:
    """How many lines were known, those not yet known in full, and how many the reader keeps missing."""
    total, known = len(drill.known), sum(drill.known)
    lines = count_of(total, "line")
    whole = f"All {lines} known" if known == total > 1 else f"{known} of {lines} known"
    filled, rest = rule(known / total, 20)
    rows = [
        Content(),
        Content.assemble(
            "  ", (whole, "bold $success" if known == total else "bold"), "   ", (filled, "$success"),
            (rest, FAINT),
        ),
    ]  # fmt: skip
    if drill.not_yet:
        rows += [Content(), Content.styled("  Not yet", DIM)]
    for line in drill.not_yet:
        rows.append(Content())
        question = readable(study.catalog[line.card_id].question)
        rows += [Content.styled(f"     {row}", DIM) for row in wrap(question, width - 7)]
        for i, row in enumerate(wrap(readable(line.text), width - 10)):
            lead = (
                Content.assemble("  ", ("✗ ", "bold $error"), (f" {line.label}  ", "bold"))
                if i == 0
                else "        "
            )
            rows.append(Content.assemble(lead, row))
    still = f"Lines you keep missing now: {left}" if left else "There is no line you keep missing now."
    return [*rows, Content(), Content.styled(f"  {still}", DIM)]


def empty_rows(filtered: bool, width: int) -> list[Content]:
    """There is no line to practise, and what goes on."""
    said = "No line you keep missing among these cards" if filtered else "No line you keep missing yet"
    about = "A line that you missed the last time, and most of the last few times, comes here."
    rows = [Content(), *_styled(said, width, "bold"), Content(), *_styled(about, width, DIM), Content()]
    return [*rows, Content.assemble("  ", ("⏎", "bold $primary"), " drills today's cards")]


def _styled(text: str, width: int, style: str) -> Sequence[Content]:
    return [Content.styled(f"  {row}", style) for row in wrap(text, width - 4)]
