"""The first screen as rows: what waits today, how ready the reader is, a section with its figures."""

from __future__ import annotations

from textual.content import Content

from mlflash.bank.text import visible
from mlflash.study.overview import Overview, SectionLine
from mlflash.study.study import Study
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, pad, rule, until, wrap

SPARKS = " ▁▂▃▄▅▆▇█"
NARROW = 50
"""Columns under which what is gone from the journal takes a single row."""


def sparkline(values: tuple[int, ...]) -> str:
    """A row of little columns, the highest at full height."""
    top = max(values, default=0) or 1
    return "".join(SPARKS[(value * 8 + top - 1) // top] if value else "▁" for value in values)


def headline(study: Study, overview: Overview, width: int) -> Content:
    """Today's cards and the predicted recall, in a few rows."""
    view = study.view()
    title = Content.assemble("  ", ("mlflash", "bold $primary"))
    day = f"{view.day:%A} {view.day.day} {view.day:%B}"
    streak = f" · streak {overview.streak}" if overview.streak > 1 else ""
    right = Content.styled(clip(day + streak, width - 14), DIM)
    rows = [title + Content(" " * max(1, width - title.cell_length - right.cell_length - 2)) + right, Content()]
    waiting = overview.due + overview.learning
    if waiting or overview.new_today:
        today = f"{waiting} to review · {overview.new_today} new · about {max(1, round(overview.minutes))} min"
    elif overview.planned is not None:
        today = clip(f"done; {overview.planned}", width - 18)
    elif overview.next_due is not None:
        today = f"all done; next due in {until(overview.next_due, view.now, view.day)}"
    else:
        today = "nothing is due"
    if overview.ready is not None:
        from mlflash.tui.plan.rows import ready_rows

        label = "Today's plan"
        rows += ready_rows(overview.ready, view.day, (label, today), width)
        return Content("\n").join([*rows, *loss_rows(study.loss, width)])
    rows.append(Content.assemble("  ", (f"{'Today':<14}", DIM), (today, "bold")))
    rows.append(
        Content.assemble(
            "  ",
            (f"{'Recall today':<14}", DIM),
            (f"{overview.recalled:>4.0%}  ", "bold"),
            *gauge(overview.recalled, max(6, min(30, width - 36))),
        )
    )
    return Content("\n").join([*rows, *loss_rows(study.loss, width)])


def loss_rows(loss: str | None, width: int) -> list[Content]:
    """The warning of reviews that have disappeared from the journal, under the figures it makes wrong."""
    if not loss:
        return []
    if width < NARROW:  # the sections are to keep their room; `mlflash doctor` says the rest
        return [Content.styled("  " + clip(loss, width - 4), "$warning")]
    texts = wrap(loss, width - 18)
    labels = ["Journal", *[""] * len(texts)]
    return [
        Content.assemble("  ", (f"{label:<14}", DIM), (text, "$warning"))
        for label, text in zip(labels, texts, strict=False)
    ]


def gauge(share: float, width: int) -> list[tuple[str, str] | str]:
    """A share as a thin line, for `Content.assemble`."""
    filled, rest = rule(share, width)
    return [(filled, "$primary"), (rest, f"{FAINT}")]


def section_row(line: SectionLine, width: int) -> Content:
    """A section with its figures; what is zero is faint."""
    wide = width >= 66
    figures = 37 if wide else 25
    title = pad(visible(line.title), max(10, width - figures))
    parts: list[tuple[str, str] | str] = [title, (f"{line.cards:>5}", DIM)]
    parts.append((f"{line.due:>6}", "bold $accent" if line.due else FAINT))
    parts.append((f"{line.new:>6}", "$primary" if line.new else FAINT))
    share = f"{line.recalled:>4.0%}"
    if wide:
        parts += ["   ", *gauge(line.recalled, 10), " "]
    else:
        parts.append("  ")
    parts.append((share, DIM if line.recalled else FAINT))
    return Content.assemble(*parts)
