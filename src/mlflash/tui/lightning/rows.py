"""The lightning round as rows: its start, the clock, a probe, the result. Pure."""

from __future__ import annotations

from math import ceil

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable
from mlflash.study.probes import LIGHTNING_SECONDS, ProbeItem, ProbeRound
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.text_rows import gauge, indented, round_header, score_row
from mlflash.tui.wrap import wrap

HURRY = 5
"""The last seconds, in which the clock changes its color."""
TITLE = "Lightning round"


def title_row(round_: ProbeRound, section: str, width: int, *, begun: bool) -> Content:
    """Which of how many probes, and at the right the section of its card."""
    if not begun or round_.current is None:
        return Content.assemble("  ", (TITLE, "bold $primary"))
    return round_header(TITLE, len(round_.right) + 1, len(round_.probes), section, width)


def clock_row(left: int, width: int, *, running: bool) -> Content:
    """The seconds that are left as a line that gets shorter, and as a number."""
    if not left:
        return Content.styled("  Time is up" if width < 50 else "  Time is up: did you have it?", "bold $warning")
    color = DIM if not running else "$primary" if left > HURRY else "$warning"
    line = gauge(left / LIGHTNING_SECONDS, max(5, min(45, width - 10)), color)
    return Content.assemble("  ", *line, (f" {left:>2} s", f"bold {color}" if running else DIM))


def start_rows(round_: ProbeRound, width: int) -> list[Content]:
    """What the round is, before the clock starts."""
    if not round_.probes:
        return indented("No card in use has probes.", width, "bold")
    count = count_of(len(round_.probes), "probe")
    what = f"{count}, {LIGHTNING_SECONDS} seconds each: an interviewer's short questions on what you have learned."
    how = "Say the answer aloud, look, and say whether you knew it. The schedule stays as it is."
    return [*indented(what, width), Content(), *indented(how, width, DIM)]


def probe_rows(asked: ProbeItem, about: str, width: int, *, shown: bool) -> list[Content]:
    """A probe under the question of its card, and its answer once it is shown."""
    rows = [*indented(about, width, DIM), Content()]
    rows += indented(readable(asked.probe.question), width, "bold")
    if shown:
        rows += [Content(), *(Content(f"    {row}") for row in wrap(readable(asked.probe.answer), width - 6))]
    return rows


def result_rows(round_: ProbeRound, width: int) -> list[Content]:
    """How many probes were known, and the others with their answers."""
    total = len(round_.probes)
    rows = [score_row(sum(round_.right), total, str(total))]
    for asked in round_.wrong:
        first, *others = wrap(readable(asked.probe.question), width - 6)
        rows += [Content(), Content.assemble("  ", ("✗ ", "bold $error"), (first, "bold"))]
        rows += [Content.styled(f"    {row}", "bold") for row in others]
        rows += [Content.styled(f"    {row}", DIM) for row in wrap(readable(asked.probe.answer), width - 6)]
    return rows


def seconds_left(spent: float) -> int:
    """Whole seconds left of a probe's time; 0 once it is up."""
    return max(0, ceil(LIGHTNING_SECONDS - spent))
