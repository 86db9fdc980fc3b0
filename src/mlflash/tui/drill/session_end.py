"""The end of a session: its summary in a few lines, and cards beyond today's."""

from __future__ import annotations

from textual.content import Content

from mlflash.scheduler.events import RATING_NAMES
from mlflash.study.launch import MORE
from mlflash.study.queue import drillable_cards
from mlflash.study.study import Study
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.grade_bar import COLORS
from mlflash.tui.wrap import bar, plural, span, until, wrap

NOTHING = {"weak": "Nothing is weak", "cram": "There is nothing to drill", "more": "There is nothing to drill"}
"""What the summary says of a session without cards, by mode; other sessions are of due cards."""


def summary(study: Study, width: int) -> list[Content]:
    """What was done in the session, and when the next card is due."""
    graded, session = study.session.graded, study.session
    view = study.view()
    rows: list[Content] = [Content()]
    if not graded:
        nothing = NOTHING.get(session.mode, "Nothing is due")
        rows += _wrapped(f"{nothing} among these questions." if session.chosen else f"{nothing}.", width, "bold")
    else:
        rows.append(Content.styled("  Done.", "bold $success"))
        minutes = span(sum(one.ms for one in graded) / 1000)
        distinct = len({one.card_id for one in graded})
        fresh = sum(one.new for one in graded)
        text = f"{plural(distinct, 'question')}, {plural(len(graded), 'grade')}, {fresh} new, about {minutes}"
        rows += [Content(), *_wrapped(text, width), Content()]
        for rating, name in RATING_NAMES.items():
            n = sum(one.rating == rating for one in graded)
            share = n / len(graded)
            rows.append(
                Content.assemble(
                    f"    {name:<6}", (f"{n:>4}  ", DIM), (bar(share, min(30, width - 20)), COLORS[rating])
                )
            )
        ticked = [one for one in graded if one.lines is not None]
        if ticked:
            hit = sum(len(one.lines or ()) for one in ticked)
            of = sum(study.asked(one.card_id) for one in ticked if one.card_id in study.catalog)
            rows += [Content(), Content.assemble((f"    {hit} of {of} lines recalled", DIM))]
    rows.append(Content())
    if session.learning:
        due = until(session.learning[0][0], view.now, view.day)
        rows += _wrapped(
            f"{plural(len(session.learning), 'question')} in learning; the next comes in {due}.", width
        )
    else:
        counts = study.counts(session.chosen)
        if counts.next_due is not None:
            rows += _wrapped(f"Next due in {until(counts.next_due, view.now, view.day)}.", width, DIM)
    return rows


def _wrapped(text: str, width: int, style: str = "") -> list[Content]:
    return [Content.styled(f"  {row}", style) for row in wrap(text, width - 2)]


def has_more(study: Study) -> bool:
    """Whether `add_more` would find a card."""
    done = _graded(study)
    return any(head.id not in done for head in drillable_cards(study.view(), study.session.chosen))


def add_more(study: Study) -> bool:
    """Extend the session beyond today's cards; False if only cards just graded are left."""
    done = _graded(study)
    fresh = [card_id for card_id in study.more(study.session.chosen, len(study.catalog)) if card_id not in done]
    if fresh:
        study.extend(fresh[:MORE])
    return bool(fresh)


def _graded(study: Study) -> set[str]:
    return {graded.card_id for graded in study.session.graded}
