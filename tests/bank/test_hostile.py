"""Whatever a bank file holds, it is either a bank or a list of faults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflash.bank.faults import BankFaults
from mlflash.bank.loading import load_text
from mlflash.store.paths import bundled_bank

FILE = Path("hostile.yaml")
quick = settings(max_examples=100)


def try_to_load(data: bytes) -> None:
    """Loads, or tells faults of which each is one visible line; anything else fails the test."""
    try:
        bank = load_text(data, FILE).bank
    except BankFaults as error:
        assert error.faults
        for fault in error.faults:
            assert fault.line >= 1
            assert str(fault).isprintable() or not str(fault).isascii()
            assert len(str(fault).splitlines()) == 1
            str(fault).encode()
    else:
        assert bank.sections


@cache
def piece() -> bytes:
    """The head and first section of the bundled bank, short enough to be mutated often."""
    text = bundled_bank().read_text("utf-8")
    starts = [at for at in range(len(text)) if text.startswith("\n  - id: ", at)]
    cards = [at for at in range(starts[1], starts[3]) if text.startswith("\n      - id: ", at)]
    return (text[: starts[0]] + text[starts[1] : cards[2]]).encode()


def test_the_piece_is_a_bank() -> None:
    assert len(load_text(piece(), FILE).bank.questions) == 2


@quick
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    try_to_load(data)


MARKS = [
    "- ",
    "? ",
    ": ",
    ":",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "!!int ",
    "!!set ",
    "!x ",
    "|\n",
    ">\n",
    "'",
    '"',
]
MARKS += ["<<: ", "---\n", "...\n", "%", "#", "\n", "\n  ", "\n    ", "\t", "~", "no", "017", "1e3", "2020-01-01"]
MARKS += [
    "version: 1\n",
    "title: t\n",
    "sections:\n",
    "id: a\n",
    "questions:\n",
    "\\",
    "\\x1b",
    "=",
    "@",
    "`",
    "é",
    "\r",
]


@quick
@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_of_yaml_marks(text: str) -> None:
    try_to_load(text.encode(errors="surrogatepass"))


@quick
@given(st.data())
def test_a_bank_with_bytes_changed_lost_or_put_in(data: st.DataObject) -> None:
    text = bytearray(piece())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                text[at] ^= 1 << data.draw(st.integers(0, 7))
            case 1:
                del text[at : at + data.draw(st.integers(1, 60))]
            case 2:
                text[at:at] = data.draw(st.sampled_from(MARKS)).encode()
            case _:
                other = data.draw(st.integers(0, len(text) - 1))
                text[at:at] = text[other : other + data.draw(st.integers(1, 200))]
    try_to_load(bytes(text))


KEYS = ["version", "title", "sections", "id", "questions", "question", "answer", "probes", "q", "a", "references"]
KEYS += ["url", "year", "tags", "related", "resources", "about", "personal", "as_of", "formula", "likelihood"]
scalars: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4)
)
scalars |= st.dates() | st.datetimes() | st.sampled_from(["a", "easy", "low", "https://x.org"]) | st.just(1)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | scalars, inner, max_size=6)
        | st.sets(st.integers(), max_size=3)
    ),
    max_leaves=25,
)


@quick
@given(values)
def test_any_nested_value(value: object) -> None:
    try_to_load(yaml.safe_dump(value, allow_unicode=True).encode(errors="surrogatepass"))


@quick
@given(values, st.sampled_from(["sections", "resources", "tags", "about", "version"]))
def test_any_value_in_a_banks_place(value: object, key: str) -> None:
    document = {"version": 1, "title": "t", "sections": [{"id": "a", "title": "A", "questions": []}]}
    try_to_load(yaml.safe_dump(document | {key: value}, allow_unicode=True).encode(errors="surrogatepass"))


@quick
@given(values, st.sampled_from(["id", "question", "answer", "probes", "references", "tags", "year", "formula"]))
def test_any_value_in_a_cards_place(value: object, key: str) -> None:
    card = {"id": "q", "question": "Why?", "answer": ["So."]} | {key: value}
    document = {"version": 1, "title": "t", "sections": [{"id": "a", "title": "A", "questions": [card]}]}
    try_to_load(yaml.safe_dump(document, allow_unicode=True).encode(errors="surrogatepass"))
