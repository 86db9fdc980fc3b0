"""Values built from a YAML tree."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.faults import BankFaults
from mlflash.bank.yaml_tree import compose
from mlflash.bank.yaml_values import build

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | TEXT,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXT.filter(lambda key: key != "<<"), below),
    max_leaves=12,
)


def built(document: str) -> object:
    return build(compose(document.encode(), "bank.yaml"), "bank.yaml")[0]


@given(PLAIN)
def test_builds_what_pyyaml_builds(value: object) -> None:
    document = yaml.safe_dump(value, allow_unicode=True)
    assert built(document) == yaml.safe_load(document)


KINDS = ("{1: a, 2.5: b, true: c}", "!!set {a, b}", "!!binary aGk=", "a: &x [1]\nb: *x")


@pytest.mark.parametrize("document", KINDS)
def test_builds_other_kinds_as_pyyaml_does(document: str) -> None:
    assert built(document) == yaml.safe_load(document)


def test_names_every_doubled_key() -> None:
    _, faults = build(compose(b"a: 1\na: 2\nb:\n  c: 1\n  c: 2\n", "bank.yaml"), "bank.yaml")
    assert [(fault.line, fault.field) for fault in faults] == [(2, "a"), (5, "c")]


def test_names_doubled_keys_beside_values_that_cannot_be_built() -> None:
    with pytest.raises(BankFaults) as refused:
        built("a: 1\na: 2\nb: !odd 3\n")
    assert [fault.line for fault in refused.value.faults] == [2, 3]
