r"""Write TeX as Anki reads it: $…$ becomes \(…\), $$…$$ becomes \[…\]."""

from __future__ import annotations

import re

from mlflash.bank.latex import SEGMENT, is_price
from mlflash.bank.text import has_bare_tex, has_tex


def anki_maths(text: str) -> str:
    """A text with its TeX in the brackets that Anki shows as mathematics; prices stay as they are."""
    return SEGMENT.sub(_bracketed, text) if "$" in text else text


def anki_formula(formula: str) -> str:
    """A formula with its TeX in brackets: bare TeX row by row, plain Unicode as it is."""
    if has_tex(formula) or not has_bare_tex(formula):
        return anki_maths(formula)
    return "\n".join(rf"\({row}\)" if row.strip() else row for row in formula.split("\n"))


def _bracketed(segment: re.Match[str]) -> str:
    if segment["display"] is not None:
        return rf"\[{segment['display']}\]"
    inline = segment["inline"]
    return segment[0] if inline is None or is_price(inline) else rf"\({inline}\)"
