"""The line drill as rows: the place among the lines, the card with its blank, what to do, the summary. Pure."""

from __future__ import annotations

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable, visible
from mlflash.study.line_drill import LineDrill, LineItem
from mlflash.study.study import Study
from mlflash.tui.card.content import RevealState, card_content
from mlflash.tui.card.layout import CardContent
from mlflash.tui.card.line_rows import MARGIN, AnswerLine
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.text_rows import hanging, indented, round_header, score_row
from mlflash.tui.wrap import wrap

SAY = "  say it"
"""What is written after a blank."""
LATER = "comes later"
"""What is shown for a line of this card that is asked later."""
BLANK = 46
"""The greatest length of a blank."""


def head_row(study: Study, drill: LineDrill, title: str, width: int) -> Content:
    """Which of how many lines, and at the right the section of its card."""
    asked = drill.current
    if asked is None:
        return Content.assemble("  ", (title, "bold $primary"))
    section = visible(study.catalog.section_title(study.catalog[asked.card_id].section))
    return round_header(title, len(drill.known) + 1, len(drill.lines), section, width)


def card_with_blank(study: Study, drill: LineDrill, asked: LineItem, error: str | None, width: int) -> CardContent:
    """The question with its other lines, and a blank for the line asked until it is shown."""
    card, head = study.catalog.card(asked.card_id), study.catalog[asked.card_id]
    state, count = study.progress.state(asked.card_id), len(drill.lines)
    content = card_content(card, head, state, RevealState(shown=count), revealed=drill.shown, ticking=False)
    blank = "_" * max(4, min(BLANK, width - MARGIN - 2 - len(SAY))) + SAY

    def row(number: int, text: str) -> AnswerLine:
        if number == asked.number:
            return AnswerLine(text, shown=drill.shown, missed=asked.missed, blank=blank)
        if number in drill.covered:
            return AnswerLine(text, blank=LATER)
        return AnswerLine(text, shown=True, tick=True)

    lines = tuple(row(number, line.text) for number, line in enumerate(content.lines, 1))
    shown, formula = drill.shown, content.formula
    return CardContent(content.question, lines, shown, note=error, formula=formula, ticking=False)


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


def summary_rows(study: Study, drill: LineDrill, still_missed: int, width: int) -> list[Content]:
    """How many lines were known, the others in full, and how many the reader keeps missing."""
    total = len(drill.known)
    rows = [Content(), score_row(sum(drill.known), total, count_of(total, "line"))]
    if drill.not_yet:
        rows += [Content(), Content.styled("  Not yet", DIM)]
    for line in drill.not_yet:
        rows.append(Content())
        question = readable(study.catalog[line.card_id].question)
        rows += [Content.styled(f"     {row}", DIM) for row in wrap(question, width - 7)]
        mark = Content.assemble("  ", ("✗ ", "bold $error"), (f" {line.label}  ", "bold"))
        rows += hanging(mark, readable(line.text), width - 2)
    rest = "There is no line you keep missing now."
    if still_missed:
        rest = f"Lines you keep missing now: {still_missed}"
    return [*rows, Content(), Content.styled(f"  {rest}", DIM)]


def empty_rows(filtered: bool, width: int) -> list[Content]:
    """Say that there is no line to practise, and which key drills today's cards."""
    headline = "No line you keep missing among these cards" if filtered else "No line you keep missing yet"
    about = "A line that you missed the last time, and most of the last few times, comes here."
    rows = [Content(), *indented(headline, width, "bold"), Content(), *indented(about, width, DIM), Content()]
    return [*rows, Content.assemble("  ", ("⏎", "bold $primary"), " drills today's cards")]
