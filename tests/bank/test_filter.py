from __future__ import annotations

import pytest

from mlflash.bank.catalog import CardHead, Catalog
from mlflash.bank.filter import EVERYTHING, Filter, check_sections, matcher, select
from mlflash.errors import MlflashError


def kept(catalog: Catalog, chosen: Filter) -> list[CardHead]:
    return select(catalog, chosen, lambda card: frozenset({"new"}))


def test_an_empty_filter_keeps_everything_in_bank_order(catalog: Catalog) -> None:
    assert kept(catalog, EVERYTHING) == list(catalog)
    assert not EVERYTHING
    assert Filter(search="x")


@pytest.mark.parametrize(
    ("chosen", "field", "values"),
    [
        (Filter(sections=("project-deep-dive",)), "section", {"project-deep-dive"}),
        (Filter(difficulties=("easy", "hard")), "difficulty", {"easy", "hard"}),
        (Filter(likelihoods=("low",)), "likelihood", {"low"}),
    ],
)
def test_values_of_a_field_are_alternatives(
    catalog: Catalog, chosen: Filter, field: str, values: set[str]
) -> None:
    found = kept(catalog, chosen)
    assert {getattr(card, field) for card in found} == values
    assert found == [card for card in catalog if getattr(card, field) in values]


def test_fields_are_joined(catalog: Catalog) -> None:
    chosen = Filter(difficulties=("easy",), tags=("metrics", "trees"))
    found = kept(catalog, chosen)
    assert found
    assert all(card.difficulty == "easy" and {"metrics", "trees"} & set(card.tags) for card in found)


def test_ids_keep_bank_order(catalog: Catalog) -> None:
    first, second = catalog.cards[2], catalog.cards[7]
    assert kept(catalog, Filter(ids=(second.id, first.id, "gone"))) == [first, second]


def test_a_selection_of_ids_is_read_once(catalog: Catalog) -> None:
    class Ids(tuple[str, ...]):
        """Ids that must not be searched card by card: 10,000 of them in a bank of 10,000 would take a minute."""

        def __contains__(self, _: object) -> bool:
            raise AssertionError("searched")

    assert kept(catalog, Filter(ids=Ids(catalog.ids))) == list(catalog)


def test_a_search_wants_every_word_in_any_case(catalog: Catalog) -> None:
    found = kept(catalog, Filter(search="VARIANCE  bias"))
    assert "fund-bias-variance" in {card.id for card in found}
    assert kept(catalog, Filter(search="variance zzz")) == []
    assert kept(catalog, Filter(search="   ")) == list(catalog)


def test_a_search_sees_id_tags_and_subsection(catalog: Catalog) -> None:
    card = next(card for card in catalog if card.subsection and card.tags)
    for text in (card.id, card.tags[0], str(card.subsection)):
        assert matcher(Filter(search=text))(card)


@pytest.mark.parametrize("text", ["[", "*", "\\", "(?", "\0", "ß", "İ", "\ud800"])
def test_a_search_takes_any_text_as_it_is(catalog: Catalog, text: str) -> None:
    assert all(text.casefold() in str(card).casefold() for card in kept(catalog, Filter(search=text)))


def test_states_are_asked_of_the_reader(catalog: Catalog) -> None:
    due = catalog.cards[4]

    def states(card: CardHead) -> frozenset[str]:
        return frozenset({"due", "review"}) if card == due else frozenset({"new"})

    assert select(catalog, Filter(states=("due", "weak")), states) == [due]
    assert len(select(catalog, Filter(states=("due", "new")), states)) == len(catalog)


def test_sections_are_named_by_id_beginning_or_title(catalog: Catalog) -> None:
    assert check_sections(catalog, ["project-deep-dive", "PROJECT", "Project deep-dive "]) == (
        ("project-deep-dive",) * 3
    )


@pytest.mark.parametrize("name", ["", "zzz", "\0"])
def test_a_section_there_is_not_is_wrong_use(catalog: Catalog, name: str) -> None:
    with pytest.raises(MlflashError, match="no section is called") as caught:
        check_sections(catalog, [name])
    assert caught.value.code == 2


def test_a_beginning_of_two_sections_is_wrong_use(catalog: Catalog) -> None:
    first = next(a[0] for a in catalog.sections if sum(b[0] == a[0] for b in catalog.sections) > 1)
    with pytest.raises(MlflashError, match="say more of it") as caught:
        check_sections(catalog, [first])
    assert caught.value.code == 2


def test_thousands_of_ids_are_looked_up_in_a_set(catalog: Catalog) -> None:
    class Ids(tuple[str, ...]):
        def __contains__(self, key: object) -> bool:
            pytest.fail("searched from one end to the other")

    ids = Ids([catalog.cards[3].id, catalog.cards[1].id])
    assert kept(catalog, Filter(ids=ids)) == [catalog.cards[1], catalog.cards[3]]
