"""The line drill: one missed line at a time, among the other lines of its answer. A pure state, as in `session`.

It never touches the schedule: what is recorded are answers to lines, which `scheduler.weakness` counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.card import Card
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.scheduler.card_state import CardState
from mlflash.scheduler.line_ticks import line_hash, line_label
from mlflash.scheduler.weakness import missed_lately, missed_lines
from mlflash.study import new_events, selection
from mlflash.study.lines import lines_to_recall
from mlflash.study.session import Session
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.study.study import Study


class LineItem(NamedTuple):
    """A line to practise, with the card it belongs to."""

    card_id: str
    """The card."""
    number: int
    """The place of the line in the answer, from 1."""
    text: str
    """The line: the reader's own where they wrote one."""
    missed: tuple[int, int]
    """How often it was missed lately, and of how many times."""

    @property
    def label(self) -> str:
        """What the line is called."""
        return line_label(self.number)


class LineDrill(NamedTuple):
    """Lines in order, and the answers given so far: `known[i]` belongs to `lines[i]`."""

    lines: tuple[LineItem, ...]
    """The lines, in the order they are asked in."""
    known: tuple[bool, ...] = ()
    """Whether each line asked so far was known."""
    shown: bool = False
    """Whether the line asked now is shown."""
    stopped: bool = False
    """Whether the reader left before the last line."""
    before: LineDrill | None = None
    """The round whose lines not yet known this one repeats."""

    @property
    def current(self) -> LineItem | None:
        """The line that is asked; None at the end."""
        over = self.stopped or len(self.known) == len(self.lines)
        return None if over else self.lines[len(self.known)]

    @property
    def covered(self) -> frozenset[int]:
        """The other lines of the current card that are still to come: showing them would give them away."""
        asked = self.current
        to_come = self.lines[len(self.known) + 1 :] if asked is not None else ()
        return frozenset(line.number for line in to_come if asked and line.card_id == asked.card_id)

    @property
    def not_yet(self) -> tuple[LineItem, ...]:
        """The lines that were not known."""
        return tuple(line for line, known in zip(self.lines, self.known, strict=False) if not known)

    @property
    def can_undo(self) -> bool:
        """Whether there is an answer to take back."""
        return bool(self.known) or self.before is not None

    def show(self) -> LineDrill:
        """The same drill with the line shown."""
        return self._replace(shown=self.current is not None)

    def answer(self, known: bool) -> LineDrill:
        """Record whether the line was known, and ask the next; nothing changes before the line is shown."""
        return self._replace(known=(*self.known, known), shown=False) if self.shown else self

    def stop(self) -> LineDrill:
        """End the drill with the lines answered so far."""
        return self._replace(stopped=True, shown=False)

    def again(self) -> LineDrill:
        """A round of the lines not yet known; the same drill if there is none."""
        return LineDrill(self.not_yet, before=self) if self.not_yet else self

    def back(self) -> LineDrill:
        """Show the line answered last, to be judged again, also if that was in the round before."""
        if self.known:
            return self._replace(known=self.known[:-1], shown=True, stopped=False)
        return self.before.back() if self.before is not None else self


def lines_kept_missing(view: View, chosen: Filter = EVERYTHING, limit: int | None = None) -> tuple[LineItem, ...]:
    """The lines that the reader keeps missing, those with the greatest expected loss first.

    The expected loss of a line is its card's likelihood × (1 − recall of the line), where recall is the card's
    predicted recall × the share of times that the line was known lately. The lines of a card take turns with
    those of others. Cards that cannot be drilled have none.
    """
    losses: list[tuple[float, LineItem]] = []
    for head in selection.select_cards(view, chosen):
        state = view.counted(head.id)
        missed, recall = missed_lines(state), view.recall(head.id)
        if not missed or recall is None or not view.drillable(head.id):
            continue
        card = view.catalog.card_if_readable(head.id)
        if card is None:
            continue
        changed = view.changed(head)
        for line, misses, seen in missed:
            item = _item(card, state, line, changed=changed)
            if item is not None and (line_hash(item.text), True) not in state.practised:
                losses.append((view.weight(head) * (1 - recall * (1 - misses / seen)), item))
    losses.sort(key=lambda pair: -pair[0])
    return _in_turns(item for _, item in losses)[:limit]


def lines_missed_in(view: View, session: Session) -> tuple[LineItem, ...]:
    """The lines missed in a session, in the order of its cards; a card's lines take turns with those of others."""
    missed: dict[str, set[int]] = {}
    for graded in session.graded:
        if graded.lines is not None and graded.card_id in view.catalog and view.drillable(graded.card_id):
            card = view.catalog.card(graded.card_id)
            of = range(1, len(lines_to_recall(card, view.state(card.id))) + 1)
            missed.setdefault(graded.card_id, set()).update(set(of).difference(graded.lines))
    items = [
        _item(view.catalog.card(card_id), view.state(card_id), line, changed=False)
        for card_id, lines in missed.items()
        for line in sorted(lines)
    ]
    return _in_turns(item for item in items if item is not None)


def answer(study: Study, drill: LineDrill, *, known: bool) -> LineDrill:
    """Write whether the line shown was known, and go on; raises `NotWritten`, with nothing changed."""
    asked = drill.current
    if asked is None or not drill.shown:
        return drill
    study.record([new_events.line(study, asked.card_id, asked.text, known)])
    return drill.answer(known)


def undo(study: Study, drill: LineDrill) -> LineDrill:
    """Take the last answer back and ask its line again; raises `NotWritten`, with nothing changed."""
    if drill.can_undo:
        study.undo()
    return drill.back()


def _item(card: Card, state: CardState, line: int, *, changed: bool) -> LineItem | None:
    """A line of a card by the number under which its misses are counted; None if the card no longer has it.

    Where the text of the lines ticked is known, the line is found by its text. A personal card that the reader has
    not written has no lines to recall.
    """
    if card.personal and not state.own_lines:
        return None
    texts: Sequence[str] = lines_to_recall(card, state)
    place = line - 1
    if line <= len(state.line_hashes):
        hashes = [line_hash(text) for text in texts]
        wanted = state.line_hashes[line - 1]
        if hashes[place:line] != [wanted]:
            place = hashes.index(wanted) if wanted in hashes else -1
    elif changed:
        place = -1
    if not 0 <= place < len(texts):
        return None
    return LineItem(card.id, place + 1, texts[place], missed_lately(state, line))


def _in_turns(items: Iterable[LineItem]) -> tuple[LineItem, ...]:
    """The first line of each card in the order given, then the second of each, and so on."""
    by_card: dict[str, list[LineItem]] = {}
    for item in items:
        by_card.setdefault(item.card_id, []).append(item)
    return tuple(item for turn in zip_longest(*by_card.values()) for item in turn if item is not None)
