"""A figure on a card with the computation that gives it, and how numbers are written on cards."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from statistics import NormalDist
from typing import NamedTuple

Value = float | str
"""A number, or a number that is already written as the card writes it."""

NORMAL = NormalDist()
"""The standard normal distribution."""

_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_WORDS = dict(enumerate(_NUMBERS)) | {11: "eleven", 12: "twelve", 20: "twenty"}
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 8: "eighth", 10: "tenth"}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Figure(NamedTuple):
    """Text of a card with its numbers left out, and the computation that puts them back."""

    card_id: str
    """The card."""
    field: str
    """The field's name, as `fields` gives it."""
    fragment: str
    """The text around the numbers, as a template of `str.format`; the format tells the rounding."""
    compute: Callable[[], Value | tuple[Value, ...]]
    """Gives the numbers, in the order of the text."""

    def values(self) -> tuple[object, ...]:
        """The numbers that the computation gives."""
        computed = self.compute()
        return computed if isinstance(computed, tuple) else (computed,)

    def written(self, values: tuple[object, ...]) -> str:
        """The fragment with numbers put in."""
        return self.fragment.format(*values)


def stands_in(fragment: str, text: str) -> bool:
    """Whether a text holds a fragment, its numbers not part of longer numbers."""
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(fragment)}(?![.,]?\d)", text) is not None


def nearest(value: float, step: float) -> float:
    """The multiple of `step` nearest to a number, as for "about 31,000"."""
    return round(value / step) * step


def word(value: float) -> str:
    """A number in words, rounded to a whole one."""
    return _WORDS[round(value)]


def fraction(value: float, most: int = 10) -> str:
    """A share in words, such as "two thirds", rounded to a fraction whose denominator is at most `most`."""
    near = Fraction(value).limit_denominator(most)
    part = _PARTS[near.denominator]
    return f"{_NUMBERS[near.numerator]} {part}{'s' if near.numerator > 1 else ''}"


def superscript(value: float) -> str:
    """A whole number as an exponent."""
    return str(round(value)).translate(_SUPERSCRIPTS)
