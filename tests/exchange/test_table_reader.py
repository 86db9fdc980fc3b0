"""CSV and TSV as cards; each failure of another importer with a file of our own."""

from __future__ import annotations

import pytest

from mlflash.errors import MlflashError
from mlflash.exchange.foreign import ForeignDeck, id_from_question
from mlflash.exchange.table_reader import read_table

Pair = tuple[str, list[str]]


def read(text: str) -> ForeignDeck:
    return read_table(text, "t.csv", "Deck")


def pairs(text: str) -> list[Pair]:
    return [(card.fields["question"], card.fields["answer"]) for card in read(text).cards]


@pytest.mark.parametrize("separator", ["\t", ",", ";", "|"])
def test_the_separator_is_found_by_the_columns_it_gives(separator: str) -> None:
    text = f'"a, b; c|d"{separator}one\n"second: x"{separator}two\n'
    assert pairs(text) == [("a, b; c|d", ["one"]), ("second: x", ["two"])]


@pytest.mark.parametrize("header", ["#separator:Comma,,", "#separator:Comma", "#separator:,", "#separator: comma"])
def test_headers_as_a_spreadsheet_leaves_them(header: str) -> None:
    assert pairs(f"{header}\n#html:false,,\nq,a\n") == [("q", ["a"])]


def test_ankis_columns_are_taken_apart() -> None:
    text = "#separator:tab\n#html:true\n#notetype column:1\n#deck column:2\n#guid column:3\n#tags column:6\n"
    found = read(text + "Basic\tML::Trees\tguid\tWhat?\t<b>This</b> &amp; that\tone two::three\n")
    (card,) = found.cards
    assert card.card_id.startswith("anki-") and card.section == "ML / Trees"
    assert card.fields == {"question": "What?", "answer": ["This & that"], "tags": ["one", "two-three"]}
    assert card.place == "t.csv:7"


def test_named_columns_come_in_any_order() -> None:
    text = "id,answer,question,difficulty\nx-1,So.,Why?,hard\n"
    (card,) = read(text).cards
    assert card.card_id == "x-1"
    assert card.fields == {"question": "Why?", "answer": ["So."], "difficulty": "hard"}


def test_a_table_without_names_loses_no_first_row() -> None:
    assert pairs("What is it?,That.\nWhy?,So.\n")[0] == ("What is it?", ["That."])


def test_quoted_rows_hold_ends_of_line_and_blank_lines_count() -> None:
    found = read('q1,"one\ntwo"\n\nq2,three\n')
    assert found.cards[0].fields["answer"] == ["one", "two"]
    assert found.cards[1].place == "t.csv:4"


def test_an_end_of_line_in_a_definition_joins_it() -> None:
    found = read("term\tfirst\nsecond\nother\tthird\n")
    assert found.cards[0].fields["answer"] == ["first", "second"]
    assert [notice.place for notice in found.notices] == ["t.csv:2"]


def test_a_comment_is_skipped_only_under_headers_and_is_said() -> None:
    assert pairs("#hash,one\nq,x\n") == [("#hash", ["one"]), ("q", ["x"])]
    found = read('#separator:comma\nq,a\n#gone,x\n"#kept",y\n')
    assert [card.fields["question"] for card in found.cards] == ["q", "#kept"]
    assert found.notices[0][1:] == ("t.csv:3", "a comment")


def test_further_columns_join_the_answer() -> None:
    assert pairs("q\tone\ttwo\tthree\n") == [("q", ["one", "two", "three"])]


def test_plain_text_is_no_html_unless_it_looks_like_it() -> None:
    assert pairs("a < b,x > y\n") == [("a < b", ["x > y"])]
    assert pairs("Press <ESC>,<b>bold</b>\n") == [("Press <ESC>", ["bold"])]
    assert pairs("#html:false\n#separator:comma\nq,<b>kept</b>\n") == [("q", ["<b>kept</b>"])]


def test_an_open_quote_names_its_line_and_swallows_nothing() -> None:
    with pytest.raises(MlflashError, match=r"t\.csv:2: a quote is opened and never closed"):
        read('q,x\n"open,b\nc,d\n')


def test_a_byte_order_mark_and_carriage_returns_do_not_matter() -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from mlflash.exchange.import_file import read_deck

    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        for data in (b"\xef\xbb\xbf#separator:comma\r\nq,a\r\n", "#separator:comma\nq,a\n".encode("utf-16")):
            path.write_bytes(data)
            (card,) = read_deck(path).cards
            assert (card.fields["question"], card.fields["answer"]) == ("q", ["a"])


def test_ids_come_from_deck_and_question_and_not_from_the_answer() -> None:
    assert read("Q,x\n").cards[0].card_id == read("Q,y\n").cards[0].card_id == id_from_question("Deck", " q ")
    assert id_from_question("Deck", "q") != id_from_question("Other", "q")
    # the same for ever: progress is stored under it
    assert id_from_question("Deck", "Why is it so?") == "why-is-it-so-zbyjq4p2"


def test_what_has_no_answer_is_skipped_with_its_line() -> None:
    found = read("q,x\nalone,\n")
    assert [notice[1:] for notice in found.notices] == [("t.csv:2", "no answer")]
