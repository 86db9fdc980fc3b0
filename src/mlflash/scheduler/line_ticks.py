"""Count the ticks of the lines of an answer, so that misses belong to the text of a line, not to its number.

A review has the numbers of the lines hit, and the hash of the text of each line. Older reviews have only a hash of
the whole answer: their ticks count as long as the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from mlflash.hashing import blake2b
from mlflash.scheduler.events import LINES

RECENT = 8
"""The number of ticked reviews in `recent_misses`."""
LETTERS = "abcd"
"""The labels of the first four lines: on screen the digits 1 to 4 are grades."""


def line_label(line: int) -> str:
    """The label of a line, counted from 1: a, b, c, d, 5, 6, 7, 8."""
    return LETTERS[line - 1] if line <= len(LETTERS) else str(line)


def line_hash(text: str) -> str:
    """The hash of an answer line: 8 hex digits over its text, with white space folded."""
    return blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=4).hexdigest()


class Ticks(NamedTuple):
    """The counts of the lines of a card."""

    line_misses: tuple[int, ...] = ()
    """In how many reviews each line was missed."""
    recent_misses: tuple[tuple[int, ...], ...] = ()
    """The lines missed in each of the last few reviews, newest last; a line reworded since counts as hit."""
    line_hashes: tuple[str, ...] = ()
    """The hash of each line's text, empty for a line whose hash is not known; empty if no hash is known."""


class TickCounter:
    """Count the ticks of a run of reviews, in place, since a replay spends its time here."""

    def __init__(self, ticks: Ticks) -> None:
        self._take(ticks)

    def _take(self, ticks: Ticks) -> None:
        self.missed, self.recent, self.hashes = [*ticks.line_misses], [*ticks.recent_misses], ticks.line_hashes

    def add(self, lines: tuple[int, ...], of: int | None, hashes: tuple[str, ...] | None) -> None:
        """Count another review: the `lines` hit, how many were asked, and the `hashes` of those asked."""
        missed, count = self.missed, of or LINES
        if lines and lines[-1] > count:
            count = lines[-1]
        before = len(missed)
        if hashes is not None and len(hashes) == count:
            if hashes != self.hashes:
                if self.hashes:
                    self._take(followed(self.done(), hashes))
                self.hashes = hashes
                missed, before = self.missed, len(self.missed)
        elif self.hashes and len(self.hashes) != count:
            self.hashes = ()
        if before != count:
            missed[count:] = [0] * (count - before)
            if before < count:
                self.recent = [*_pardoned(self.recent, range(before + 1, count + 1))]
        now: tuple[int, ...] = ()
        if len(lines) < count:
            now = tuple(line for line in range(1, count + 1) if line not in lines)
            for line in now:
                missed[line - 1] += 1
        self.recent.append(now)

    def change_answer(self, own: Sequence[str], *, by_text: bool) -> None:
        """Forget the misses of the bank's lines when its answer has changed, except misses counted by hash.

        These stay if the review that showed the change is counted `by_text`, or has no ticks.
        """
        if not (self.hashes and by_text):
            banks = [n for n in range(1, len(self.missed) + 1) if not "".join(own[n - 1 : n])]
            self._take(pardoned(self.done(), banks)._replace(line_hashes=()))

    def done(self) -> Ticks:
        """The counts so far."""
        return Ticks(tuple(self.missed), tuple(self.recent[-RECENT:]), self.hashes)


def followed(ticks: Ticks, hashes: tuple[str, ...]) -> Ticks:
    """Move the counts to lines with other hashes: each text keeps its misses, a new text starts without any."""
    places = {text: n for n, text in reversed([*enumerate(ticks.line_hashes)]) if text}
    old = ticks.line_hashes
    origin = [i if text and old[i : i + 1] == (text,) else places.get(text) for i, text in enumerate(hashes)]
    known = [i if i is not None and i < len(ticks.line_misses) else None for i in origin]
    missed = tuple(0 if i is None else ticks.line_misses[i] for i in known)
    recent = tuple(
        tuple(n for n, i in enumerate(known, 1) if i is not None and i + 1 in lines)
        for lines in ticks.recent_misses
    )
    return Ticks(missed, recent, hashes)


def reworded(ticks: Ticks, before: Sequence[str], now: Sequence[str]) -> Ticks:
    """The counts after the reader's own lines have changed; for an empty own line the bank's words are used."""
    if before == now:
        return ticks
    if not ticks.line_hashes:
        pairs = zip_longest(before, now, fillvalue="")
        return pardoned(ticks, [i for i, (old, new) in enumerate(pairs, 1) if old != new])
    banks = ["" if own else text for own, text in zip_longest(before, ticks.line_hashes, fillvalue="")]
    own_hashes = [line_hash(own) if own else "" for own in now]
    pairs = zip_longest(own_hashes, banks[: max(len(ticks.line_hashes), len(now))], fillvalue="")
    return followed(ticks, tuple(own or bank for own, bank in pairs))


def pardoned(ticks: Ticks, lines: Iterable[int]) -> Ticks:
    """The counts as if some lines had never been missed."""
    free = [line for line in lines if line <= len(ticks.line_misses)]
    missed = tuple(0 if i in free else n for i, n in enumerate(ticks.line_misses, 1))
    return Ticks(missed, _pardoned(ticks.recent_misses, free), ticks.line_hashes)


def _pardoned(recent: Iterable[tuple[int, ...]], free: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(line for line in missed if line not in free) for missed in recent)
