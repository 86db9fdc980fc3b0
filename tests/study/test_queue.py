"""Related cards are kept apart within a day."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from mlflash.study.queue import keep_apart, spread
from mlflash.study.study import Study

NAMES = [f"card-{n}" for n in range(12)]
PAIRS = st.sets(st.sampled_from([*combinations(NAMES, 2)]), max_size=10)


def graph(pairs: set[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


@given(st.permutations(NAMES), st.integers(0, 12), PAIRS)
def test_every_card_once_and_what_is_fixed_first(
    order: list[str], fixed: int, pairs: set[tuple[str, str]]
) -> None:
    found = spread(order[:fixed], order[fixed:], graph(pairs))
    assert sorted(found) == sorted(order)
    assert found[:fixed] == order[:fixed]


@given(st.permutations(NAMES), st.integers(0, 12), PAIRS)
def test_cards_without_an_earlier_relative_keep_their_order(
    order: list[str], fixed: int, pairs: set[tuple[str, str]]
) -> None:
    related = graph(pairs)
    found = spread(order[:fixed], order[fixed:], related)
    moved = {one for at, one in enumerate(order) if at >= fixed and related.get(one, set()) & set(order[:at])}
    assert [one for one in found if one not in moved] == [one for one in order if one not in moved]


@given(st.permutations(NAMES), st.integers(0, 11), st.integers(0, 11), st.integers(0, 11))
def test_two_related_cards_are_as_far_apart_as_can_be(order: list[str], fixed: int, one: int, other: int) -> None:
    first, second = min(one, other), max(one, other)
    if first == second or second < fixed:
        return
    found = spread(order[:fixed], order[fixed:], graph({(order[first], order[second])}))
    apart = abs(found.index(order[first]) - found.index(order[second]))
    assert apart == len(order) - 1 - first
    assert found[:first] == order[:first]


def test_a_card_asked_today_keeps_its_relative_to_the_end(study: Study) -> None:
    catalog = study.catalog
    card = next(head for head in catalog if head.related and head.related[0] in catalog)
    relative = card.related[0]
    close = {card.id, relative, *card.related, *catalog[relative].related}
    others = [head.id for head in catalog if head.id not in close and not close & {*head.related}]
    lonely = [one for one in others if not any(one in head.related for head in catalog)][:6]
    assert lonely
    assert keep_apart(study.view(), [card.id], [relative, *lonely]) == [*lonely, relative]


def test_todays_queue_holds_the_same_cards_whatever_is_related(study: Study) -> None:
    today = study.today()
    queue = list(today.queue)
    assert len(set(queue)) == len(queue)
    related = {head.id: set(head.related) for head in study.catalog}
    close = [(one, two) for one, two in pairwise(queue) if two in related[one]]
    assert not close
