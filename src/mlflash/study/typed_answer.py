"""Match typed lines with the true lines, and find their key terms: proposals, never verdicts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

TERM = re.compile(
    r"(?:√|sqrt)\s?\(?\w+\)?"  # roots with their radicand
    r"|\d+(?:[.,]\d+)*%?"
    r"|[^\W\d_]\w*"
    r"|[∇∂∑∏∫∞√]",
    re.IGNORECASE,
)
STOP = frozenset(
    re.findall(
        r"\w+",
        """a about above after all also although an and any are as at be because been before being between both but
    by can cannot could did do does doing down during e each eg either etc few for from further g get gets had
    has have having he her here his how i ie if in instead into is it its itself just less may me might more
    most much must my no nor not now of off on once one only onto or other our out over own per rather s same
    she should so some such t than that the their them then there these they this those through thus to too
    under until up upon use used uses using very via was we were what when where which while who whom whose why
    will with within without would yet you your""",
    )
)
GREEK: dict[str, str] = dict(
    re.findall(
        r"(.)=(\w+)",
        """α=alpha β=beta γ=gamma δ=delta ε=epsilon ζ=zeta η=eta θ=theta ι=iota κ=kappa λ=lambda μ=mu ν=nu ξ=xi
        ο=omicron π=pi ρ=rho σ=sigma τ=tau υ=upsilon φ=phi χ=chi ψ=psi ω=omega""",
    )
)
ENDINGS: list[str] = re.findall(r"\w+", "ations ation ingly edly ities ity ings ing ies ied ers er ed es ly s e")
ENOUGH = 0.3
"""Share of a line's terms, by weight, from which a tick is proposed."""
PLAINLY = 0.5
"""The same where the typed line already stands for another true line."""
ALIKE = 0.8
"""Likeness from which two long terms of one first letter are one term, mistyped: 1 − edits / length."""


class Term(NamedTuple):
    """A key term: its stem, and its position in the line."""

    stem: str
    """The stem of the word."""
    start: int
    """Where the word begins in its line."""
    end: int
    """Where it ends."""


def stem(word: str) -> str:
    """A word without case, style and common endings; Greek letters by name, roots as √."""
    word = normalize("NFKC", word).casefold().replace("sqrt", "√")
    word = re.sub(r"[()_\s]", "", word)
    if word in GREEK:
        return GREEK[word]
    if word[:1].isdigit():
        return word.replace(",", "")
    for ending in ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


@lru_cache(maxsize=64)
def terms(line: str) -> tuple[Term, ...]:
    """The key terms of a line, in order: its words but the common ones, its numbers and symbols."""
    matches = [match for match in TERM.finditer(line) if match.group().casefold() not in STOP]
    in_order = (Term(stem(match.group()), match.start(), match.end()) for match in matches)
    return tuple(term for term in in_order if term.stem)


@lru_cache(maxsize=64)
def _typed_stems(line: str) -> frozenset[str]:
    """Every stem of a typed line, and neighbors written as one word, as in minibatch."""
    stems = [term.stem for term in terms(line)]
    return frozenset(stems) | {a + b for a, b in pairwise(stems)}


def _hit(term: str, stems: frozenset[str]) -> bool:
    """Whether a term was typed, also with a typing error."""
    if term in stems:
        return True
    if len(term) < 5 or not term.isalpha():
        return False
    from rapidfuzz.distance import OSA

    return any(
        other[:1] == term[0] and len(other) >= 5 and OSA.normalized_similarity(term, other) >= ALIKE
        for other in stems
    )


def _hits(line: str, stems: frozenset[str]) -> list[bool]:
    """For each term of a true line whether it was typed; two terms typed as one word are both hit."""
    own = terms(line)
    hits = [_hit(term.stem, stems) for term in own]
    for i, (a, b) in enumerate(pairwise(own)):
        if a.stem + b.stem in stems and b.start - a.end <= 1:
            hits[i] = hits[i + 1] = True
    return hits


def found_terms(true: str, typed: Sequence[str]) -> list[tuple[int, int]]:
    """The places in a true line of the key terms that any typed line holds: (start, end), in characters."""
    stems = frozenset[str]().union(*map(_typed_stems, typed))
    return [(term.start, term.end) for term, hit in zip(terms(true), _hits(true, stems), strict=True) if hit]


@lru_cache(maxsize=8)
def pair_lines(typed: tuple[str, ...], true: tuple[str, ...]) -> tuple[int | None, ...]:
    """For each true line the typed line that stands for it, or None; each typed line at most once.

    Of all assignments the one whose shares of terms hit add up to the most; only shares of `ENOUGH` count.
    """
    shares = _shares(typed, true)
    best: dict[int, tuple[float, tuple[int | None, ...]]] = {0: (0.0, ())}
    for row in shares:
        after: dict[int, tuple[float, tuple[int | None, ...]]] = {}
        for used, (score, chosen) in best.items():
            options: list[tuple[int | None, float]] = [(None, 0.0)]
            options += [(i, share) for i, share in enumerate(row) if share >= ENOUGH and not used >> i & 1]
            for i, share in options:
                mask = used if i is None else used | 1 << i
                if mask not in after or score + share > after[mask][0]:
                    after[mask] = (score + share, (*chosen, i))
        best = after
    return max(best.values(), key=lambda assignment: assignment[0])[1]


def proposed_ticks(typed: Sequence[str], true: Sequence[str]) -> tuple[bool, ...]:
    """For each true line whether the reader seems to have had it, whatever the order typed."""
    typed, true = tuple(typed), tuple(true)
    shares = _shares(typed, true)
    pairs = pair_lines(typed, true)
    return tuple(
        pair is not None or max(row, default=0) >= PLAINLY for pair, row in zip(pairs, shares, strict=True)
    )


def typed_for_each(typed: Sequence[str], true: Sequence[str]) -> tuple[str, ...]:
    """For each true line the text typed for it.

    A typed line that stands for none goes to the free line it is most like, else to its own place, else to the
    first free line; if more was typed than there are lines, the rest joins the last.
    """
    typed, true = tuple(typed), tuple(true)
    pairs = list(pair_lines(typed, true))
    shares = _shares(typed, true)
    left = [i for i, line in enumerate(typed) if i not in pairs and line.strip()]
    for i in list(left):
        free = [place for place, pair in enumerate(pairs) if pair is None]
        if free:
            place = max(free, key=lambda place: (shares[place][i], place == i, -place))
            pairs[place] = i
            left.remove(i)
    rows = ["" if pair is None else typed[pair].strip() for pair in pairs]
    if left and rows:
        rows[-1] = " / ".join([rows[-1], *(typed[i].strip() for i in left)]).strip(" /")
    return tuple(rows)


def _shares(typed: Iterable[str], true: Sequence[str]) -> list[list[float]]:
    """For each true line the share of its terms that each typed line holds.

    A term that several true lines share weighs less, as it tells them less apart; so does a single letter.
    """
    common = Counter(key_term for line in true for key_term in {term.stem for term in terms(line)})
    stems = [_typed_stems(line) for line in typed]
    rows = []
    for line in true:
        weights = [(0.5 if len(term.stem) == 1 else 1.0) / common[term.stem] for term in terms(line)]
        whole = sum(weights) or 1.0
        rows.append(
            [
                sum(weight for weight, hit in zip(weights, _hits(line, line_stems), strict=True) if hit) / whole
                for line_stems in stems
            ]
        )
    return rows
