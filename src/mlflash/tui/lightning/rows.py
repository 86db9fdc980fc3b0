"""The lightning round as rows: its start, the clock, a probe, what the round came to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from textual.content import Content

from mlflash.amounts import count_of
from mlflash.bank.text import readable
from mlflash.study.probes import LIGHTNING_SECONDS, ProbeItem, ProbeRound
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.wrap import clip, rule, wrap

HURRY = 5
"""The last seconds, in which the clock changes its color."""
TITLE = "Lightning round"


def title_row(round_: ProbeRound, section: str, width: int, *, begun: bool) -> Content:
    """Which of how many probes, and at the right the section of its card."""
    left = Content.assemble("  ", (TITLE, "bold $primary"))
    if not begun or round_.current is None:
        return left
    left += Content.styled(f" · {len(round_.right) + 1} of {len(round_.probes)}", DIM)
    room = width - left.cell_length - 3
    if room < 12:
        return left
    right = Content.styled(clip(section, room), DIM)
    return left + Content(" " * (width - left.cell_length - right.cell_length - 1)) + right


def clock_row(left: int, width: int, *, running: bool) -> Content:
    """The seconds that are left as a line that gets shorter, and as a number."""
    if not left:
        return Content.styled("  Time is up" if width < 50 else "  Time is up: did you have it?", "bold $warning")
    color = DIM if not running else "$primary" if left > HURRY else "$warning"
    filled, rest = rule(left / LIGHTNING_SECONDS, max(5, min(45, width - 10)))
    return Content.assemble(
        "  ",
        (filled, color if running else DIM),
        (rest, FAINT),
        (f" {left:>2} s", f"bold {color}" if running else DIM),
    )


def start_rows(round_: ProbeRound, width: int) -> list[Content]:
    """What comes, before the clock starts."""
    if not round_.probes:
        return [*_wrapped("No card in use has probes.", width, "bold")]
    count = count_of(len(round_.probes), "probe")
    what = f"{count}, {LIGHTNING_SECONDS} seconds each: an interviewer's short questions on what you have learned."
    how = "Say the answer aloud, look, and say whether you knew it. The schedule stays as it is."
    return [*_wrapped(what, width), Content(), *_wrapped(how, width, DIM)]


def probe_rows(asked: ProbeItem, about: str, width: int, *, shown: bool) -> list[Content]:
    """A probe under the question of its card, and its answer once it is shown."""
    rows = [*_wrapped(about, width, DIM), Content()]
    rows += _wrapped(readable(asked.probe.question), width, "bold")
    if shown:
        rows += [Content(), *(Content(f"    {row}") for row in wrap(readable(asked.probe.answer), width - 6))]
    return rows


def result_rows(round_: ProbeRound, width: int) -> list[Content]:
    """How many probes were known, and those that were not, with their answers."""
    total, known = len(round_.probes), sum(round_.right)
    filled, rest = rule(known / total, 20)
    words = f"All {total} known" if known == total > 1 else f"{known} of {total} known"
    style = "bold $success" if known == total else "bold"
    rows = [Content.assemble("  ", (words, style), "   ", (filled, "$success"), (rest, FAINT))]
    for asked in round_.wrong:
        first, *others = wrap(readable(asked.probe.question), width - 6)
        rows += [Content(), Content.assemble("  ", ("✗ ", "bold $error"), (first, "bold"))]
        rows += [Content.styled(f"    {row}", "bold") for row in others]
        rows += [Content.styled(f"    {row}", DIM) for row in wrap(readable(asked.probe.answer), width - 6)]
    return rows


def seconds_left(spent: float) -> int:
    """Whole seconds left of a probe's time; 0 once it is up."""
    return max(0, ceil(LIGHTNING_SECONDS - spent))


def _wrapped(text: str, width: int, style: str = "") -> Sequence[Content]:
    return [Content.styled(f"  {row}", style) for row in wrap(text, width - 4)]
