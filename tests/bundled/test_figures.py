"""Figures on the bundled cards, computed from the cards' own statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.bundled.fields import cards, fields, section_of
from tests.bundled.figures import FIGURES
from tests.bundled.figures.figure import Figure, stands_in

_SIGNS = "·×*/+−^⁰¹²³⁴⁵⁶⁷⁸⁹"
EQUATION = re.compile(rf"(?<!\w)\d[\d.,%()√ {_SIGNS}]*[{_SIGNS}][\d.,%()√ {_SIGNS}]*[=≈] ?−?\d")
"""Arithmetic on numbers alone, an equals sign and a number: a worked figure wherever it stands."""
QUANTITY = re.compile(
    r"\bhow (many|much|large|small|likely|often|wide|sure|far ahead|low)\b|^what (share|is the (auc|precision))\b",
    re.IGNORECASE,
)
"""A question that asks for a number."""
QUOTED = {
    "fund-pretraining-finetuning": "probe 3",
    "data-label-noise": "probe 4",
    "infer-batching": "probe 1",
    "rec-staleness": "probe 1",
}
"""Answers whose numbers come from a study, by card."""
NO_NUMBER = {"nn-rnn-lstm-gru": "probe 3", "cv-conv-arithmetic": "probe 2"}
"""Answers that are a formula, by card."""


class Unknown:
    """Stands for a number and is written as a question mark, whatever the format."""

    def __format__(self, spec: str) -> str:
        return "?"


def worked() -> Iterator[tuple[str, str]]:
    """Fields that hold a worked figure, as far as their form shows it: the card and the field."""
    for card in cards().values():
        texts = fields(card)
        for field, text in texts.items():
            asked = QUANTITY.search(texts.get(f"{field} question", "")) and re.search(r"\d", text)
            if EQUATION.search(text) or asked:
                yield card.id, field


def figures_by_section() -> str:
    """A table of the numbers of figures, for whoever writes the next card."""
    count = Counter(section_of()[figure.card_id] for figure in FIGURES)
    return "\n".join(f"{count[section]:4} {section}" for section in dict.fromkeys(section_of().values()))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure.card_id}: {figure.field}")
def test_a_figure_is_what_its_card_computes(figure: Figure) -> None:
    values = figure.values()
    computed = figure.written(values)
    for place in range(len(values)):  # a number that the fragment leaves out would be computed for nothing
        assert figure.written((*values[:place], Unknown(), *values[place + 1 :])) != computed
    text = fields(cards()[figure.card_id])[figure.field]
    assert stands_in(computed, text), f"computed: {computed!r}, on the card: {text!r}"


@pytest.mark.parametrize("text", ["About 115%.", "About 15.5%.", "About 1.15%", "About 1,15%"])
def test_part_of_a_longer_number_is_another_number(text: str) -> None:
    assert stands_in("15%", "About 15%.")
    assert not stands_in("15%", text)


def test_every_worked_figure_is_computed() -> None:
    computed = {(figure.card_id, figure.field) for figure in FIGURES}
    exempt = {*QUOTED.items(), *NO_NUMBER.items()}
    missing = [place for place in worked() if place not in computed | exempt]
    assert not missing, f"not computed: {missing}; figures by section:\n{figures_by_section()}"


def test_every_exemption_is_needed() -> None:
    assert {*QUOTED.items(), *NO_NUMBER.items()} <= {*worked()} - {(one.card_id, one.field) for one in FIGURES}
