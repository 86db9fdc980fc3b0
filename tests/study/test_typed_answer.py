"""What is proposed from typed lines: ticks in any order, terms found, nothing out of thin air."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import Catalog
from mlflash.study.typed_answer import found_terms, pair_lines, proposed_ticks, stem, terms, typed_for_each

TRUE = (
    "Normalizes each channel over the mini-batch to zero mean and unit variance, then rescales with γ and β.",
    "It smooths the loss landscape, so larger learning rates are stable.",
    "At inference it uses running averages, as a batch of 1 has no variance.",
    "Scores are divided by √dₖ, or the softmax saturates; it costs 3,000 multiplications.",
)


def found(true: str, *typed: str) -> list[str]:
    return [true[start:end] for start, end in found_terms(true, typed)]


def test_ticks_are_proposed_in_whatever_order_the_lines_were_typed() -> None:
    typed = (
        "running average at inference",
        "divide by sqrt(d_k) before softmax",
        "zero mean, unit variance, gamma",
    )
    assert pair_lines(typed, TRUE) == (2, None, 0, 1)
    assert proposed_ticks(typed, TRUE) == (True, False, True, True)


def test_nothing_typed_proposes_nothing() -> None:
    assert proposed_ticks((), TRUE) == (False,) * 4
    assert proposed_ticks(("", "  "), TRUE) == (False,) * 4
    assert proposed_ticks(("",), ()) == ()


def test_common_words_alone_are_no_answer() -> None:
    assert proposed_ticks(("it is the one that has to be with them",), TRUE) == (False,) * 4


def test_one_typed_line_that_holds_two_true_ones_proposes_both() -> None:
    assert proposed_ticks((f"{TRUE[1]} {TRUE[2]}",), TRUE)[1:3] == (True, True)


def test_one_typed_line_is_not_taken_for_two_that_share_a_term() -> None:
    true = ("Bias is the error of the model's assumptions.", "Variance is the error of the sample drawn.")
    assert proposed_ticks(("error of assumptions, bias",), true) == (True, False)


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("sqrt(d_k)", ["√dₖ"]),
        ("sqrt dk", ["√dₖ"]),
        ("√dₖ", ["√dₖ"]),
        ("3000", ["3,000"]),
        ("softmaxes saturating", ["softmax", "saturates"]),
        ("softamx", ["softmax"]),
        ("score", ["Scores"]),
        ("or the by it", []),
    ],
)
def test_terms_are_found_in_their_several_spellings(typed: str, hit: list[str]) -> None:
    assert found(TRUE[3], typed) == hit


def test_greek_letters_are_found_by_name_and_joined_words_apart() -> None:
    assert found(TRUE[0], "minibatch beta") == ["mini", "batch", "β"]
    assert found("a minibatch of 32", "mini batch") == ["minibatch"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("supervised", "unsupervised"),
        ("increase", "decrease"),
        ("encoder", "decoder"),
        ("l1", "l2"),
        ("0.5", "0.9"),
    ],
)
def test_opposites_are_not_taken_for_slips(one: str, other: str) -> None:
    assert found(one, other) == []


@pytest.mark.parametrize(
    "words",
    [
        ("normalize", "normalizes", "normalized", "normalizing", "normalization"),
        ("variance", "variances"),
        ("probability", "probabilities"),
        ("train", "training", "trained", "trains"),
        ("study", "studies"),
        ("loss", "Loss"),
    ],
)
def test_forms_of_a_word_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_what_was_typed_is_shown_with_the_line_it_meant() -> None:
    typed = ("running average at inference", "something else entirely")
    assert typed_for_each(typed, TRUE) == ("", "something else entirely", "running average at inference", "")


def test_more_typed_than_there_are_lines_is_not_lost() -> None:
    assert typed_for_each(("alpha", "beta", "gamma"), ("kiwi", "melon")) == ("alpha", "beta / gamma")


def test_every_line_of_the_bank_proposes_itself(catalog: Catalog) -> None:
    for card in list(catalog)[::7]:
        answer = catalog.card(card.id).answer
        assert all(proposed_ticks(answer[::-1], answer)), card.id
        assert typed_for_each(answer[::-1], answer) == answer


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=40), max_size=8))
def test_any_text_gives_as_many_answers_as_there_are_lines(typed: list[str], true: list[str]) -> None:
    assert len(proposed_ticks(typed, true)) == len(typed_for_each(typed, true)) == len(true)
    used = [pair for pair in pair_lines(tuple(typed), tuple(true)) if pair is not None]
    assert len(used) == len(set(used))
    for line in true:
        spans = found_terms(line, typed)
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(line) for start, end in spans)
        assert len(terms(line)) >= len(spans)
