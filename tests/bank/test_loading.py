from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from mlflash.bank import yaml_tree
from mlflash.bank.faults import FIELD_LENGTH, MOST_FAULTS, MOST_SHOWN, BankFaults, Fault
from mlflash.bank.loading import load_all, load_text
from mlflash.bank.yaml_tree import MAX_DEPTH
from mlflash.errors import LINE, SCREEN, MlflashError
from mlflash.store.paths import bundled_bank
from tests.bank.banks import bank, write

GOOD = bank("alpha")


def faults(text: str | bytes) -> list[Fault]:
    """What is wrong with a document; fails where nothing is."""
    with pytest.raises(BankFaults) as caught:
        load_text(text if isinstance(text, bytes) else text.encode(), Path("b.yaml"))
    return caught.value.faults


def only(text: str | bytes) -> str:
    """The one fault of a document, as it is shown."""
    (fault,) = faults(text)
    return str(fault)


def refusal(path: Path) -> str:
    """What a reader is told of a bank that does not load."""
    return str(BankFaults(load_all([path])[1]))


def put(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


QUESTION = '"What is alpha?"'
FIELD = "sections[0].questions[0].question"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "b.yaml:1: the file is empty; a bank has version, title and sections"),
        (" \n\n", "b.yaml:1: the file is empty"),
        ("# nothing\n", "b.yaml:1: the file holds no document"),
        ("- a\n", "b.yaml:1: found a list of 1, expected a mapping with version, title and sections"),
        ("hello", "b.yaml:1: found 'hello', expected a mapping"),
        (put("    title", "\ttitle"), "b.yaml:6: found a tab where YAML wants spaces"),
        (GOOD.encode("utf-16"), "b.yaml:1: not UTF-8: found UTF-16"),
        (put("What is", "Wh\xe4t is").encode("latin-1"), "b.yaml:9: not UTF-8: found the byte 0xe4"),
        (GOOD + "\0", "found the control character U+0000"),
        (put("What", "\x1b[31mWhat"), "b.yaml:9: found the control character U+001B"),
        (GOOD + "---\n" + GOOD, "found a second document (---), expected one bank in a file"),
        ("%YAML 9.9\n---\na: b", "b.yaml:1: not readable as YAML"),
        ("a: *x", "b.yaml:1: found text that begins with *"),
    ],
)
def test_a_file_that_is_no_document_gets_one_clear_line(document: str | bytes, said: str) -> None:
    assert said in only(document)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("no", "found no, which YAML reads as false, expected text: put it in quotes"),
        ("12:30", "found 12:30, which YAML reads as the number 750, expected text"),
        ("017", "found 017, which YAML reads as the number 15, expected text"),
        ("1.5e+3", "found 1.5e+3, which YAML reads as the number 1500.0, expected text"),
        ("2020-01-31", "found 2020-01-31, which YAML reads as a date, expected text"),
        ("{a: b}", "found a mapping, expected text (a colon followed by a space"),
        ("[a]", "found a list of 1, expected text"),
        ("", "found nothing, expected text"),
        ('""', "is empty, expected text"),
        ("!!binary aGVsbG8=", "found binary data, expected text"),
        ("x" * 2001, "found 2001 characters, expected at most 2000"),
    ],
)
def test_values_that_yaml_reads_as_something_else_are_named_as_written(value: str, said: str) -> None:
    assert only(put(QUESTION, value)).startswith(f"b.yaml:9: {FIELD}: {said}")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2020-13-45", "found '2020-13-45', which is no !!timestamp; expected text: put it in quotes"),
        ("!!python/object/apply:os.system [ls]", "found the tag !!python/object/apply:os.system"),
        ("!mine x", "found the tag !mine"),
        ("!!bool maybe", "found 'maybe', which is no !!bool"),
        ("!!int ''", "found '', which is no !!int"),
        ("!!timestamp x", "which is no !!timestamp"),
        ("0b_", "which is no !!int"),
        ("9" * 5000, "which is no !!int"),
        ("What: is: it", "found a colon that makes a second mapping"),
        (r'"\sigma"', "found a backslash that YAML does not know: use single quotes"),
        (r'"\ud800"', "b.yaml:9: "),
    ],
)
def test_values_that_cannot_be_built_are_named_at_their_line(value: str, said: str) -> None:
    assert only(put(QUESTION, value)).startswith("b.yaml:9: ")
    assert said in only(put(QUESTION, value))


def test_everything_wrong_is_reported_at_once_in_the_order_of_lines() -> None:
    text = put("difficulty: easy", "difficulty: simple").replace("likelihood: low", "likelyhood: low")
    text = text.replace("id: alpha", "id: Alpha!").replace("arxiv.org/abs", "arxiv.org/a b").replace("2015", "15")
    text = text.replace("    title: Basics", "    title: Basics\n    title: Again")
    shown = [str(fault) for fault in faults(text)]
    assert [line.split(":")[1] for line in shown] == ["7", "9", "11", "12", "22", "22"]
    assert "title: already given on line 6; a key stands once" in shown[0]
    assert "questions[0].id: found 'Alpha!', expected small letters and digits" in shown[1]
    assert "difficulty: found 'simple', expected easy, medium or hard" in shown[2]
    assert "likelyhood: unknown key; did you mean likelihood?" in shown[3]
    assert "references[0].url: found 'https://arxiv.org/a b" in shown[4]
    assert "references[0].year: found the number 15, expected at least 1600" in shown[5]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2026", "2026"), ('"2026"', "2026"), ("2026-11", "2026-11"), ('"2026-11"', "2026-11"), ("2200-01", None)],
)
def test_as_of_is_a_month_or_a_year(written: str, kept: str | None) -> None:
    text = put("tags: [one]", f"as_of: {written}")
    if kept is None:
        assert "as_of: found '2200-01', expected a month such as 2026-11, or a year" in only(text)
    else:
        assert load_text(text.encode(), Path("b.yaml")).bank.questions[0].as_of == kept


@pytest.mark.parametrize("written", ["2026-13", "26", "2026-11-01", "true", '""', "[2026]"])
def test_what_is_neither_is_named(written: str) -> None:
    assert ": sections[0].questions[0].as_of: found " in only(put("tags: [one]", f"as_of: {written}"))


def test_code_is_kept_unchanged() -> None:
    loaded = load_text(put("tags: [one]", 'code: "  a\\n\\tb \\n\\n"').encode(), Path("b.yaml"))
    assert loaded.bank.questions[0].code == "  a\n\tb \n\n"
    assert "code: is blank, expected text" in only(put("tags: [one]", 'code: "  "'))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "www.x.org"])
def test_references_are_http_or_https(url: str) -> None:
    assert "expected an http or https address" in only(put("https://arxiv.org/abs/1502.03167", url))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("1: x", "a key must be text"),
        ("[a, b]: x", "found a list or mapping as key, expected text"),
        ("{a: b}: x", "found a list or mapping as key, expected text"),
        ("zzz: x", "unknown key; the keys here are id, title"),
        ("<<: x", "found the merge key <<: a bank has none, write the fields out"),
    ],
)
def test_keys_that_are_no_keys(key: str, said: str) -> None:
    assert said in only(put("    title: Basics\n", f"    title: Basics\n    {key}\n"))


def test_anchors_work_as_yaml_says() -> None:
    text = put("    title: Basics\n", "    title: Basics\n    about: &x Shared\n    notes: *x\n")
    section = load_text(text.encode(), Path("b.yaml")).bank.sections[0]
    assert (section.about, section.notes) == ("Shared", "Shared")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("&a [*a]", "an anchor contains itself"),
        ("&a\n<<: *a\n", "an anchor contains itself"),
        ("version: 1\nsections: &a\n  - id: x\n    questions: *a\n", "b.yaml:2: an anchor contains itself"),
        ("[" * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
        ("[" * 100_000 + "]" * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
        ('[ "]", ' * 5_000, f"nested deeper than {MAX_DEPTH} levels"),
        ("- " * 50_000, f"nested deeper than {MAX_DEPTH} levels"),
        ("? - " * 5_000, f"nested deeper than {MAX_DEPTH} levels"),
        ("".join(" " * i + "a:\n" for i in range(500)), f"nested deeper than {MAX_DEPTH} levels"),
    ],
)
def test_bombs_by_depth_are_refused(document: str, said: str) -> None:
    assert said in only(document)


def test_bombs_by_anchors_are_refused() -> None:
    levels = [f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]" for i in range(9)]
    assert "YAML bomb" in only("a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(levels))


def test_more_values_than_any_bank_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_NODES", 50)
    assert "b.yaml:2: more than 50 values" in only("\n[" + "a," * 60 + "]")
    assert "YAML bomb" in only("- &a [x, x, x, x, x]\n" + "- *a\n" * 9)


def test_control_characters_are_reported_once_a_line() -> None:
    assert [fault.line for fault in faults("a\x01\x02\n\nb\x7f\n\x9b")] == [1, 3, 4]


def test_a_file_of_nothing_but_faults_keeps_the_first_ones() -> None:
    found = faults("version: 1\ntitle: t\nsections: [{id: a, title: b, questions: [" + "x," * 30_000 + "]}]")
    assert len(found) == MOST_FAULTS
    assert found[-1].field == f"sections[0].questions[{MOST_FAULTS - 1}]"


def test_the_message_shows_the_first_faults_and_counts_the_rest() -> None:
    error = BankFaults([Fault("b.yaml", i, "", "wrong") for i in range(1, 31)])
    lines = str(error).split("\n")
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1].startswith("and 10 more")
    assert isinstance(error, MlflashError)


def test_a_fault_is_one_visible_line() -> None:
    assert str(Fault("a\nb", 3, "x\x1b[2J", "found\ttwo\u202e")) == "a␊b:3: x␛[2J: found␉two⟨U+202E⟩"


def test_ids_that_are_used_twice_name_both_places() -> None:
    (fault,) = faults(bank("alpha", "beta", "alpha"))
    assert str(fault).startswith("b.yaml:42: id: found the question id 'alpha' again, already used at b.yaml:8")
    text = bank("alpha") + bank("beta")[bank("beta").index("  - id: basics") :]
    assert "found the section id 'basics' again, already used at b.yaml:5" in only(text)


def test_ids_used_in_two_banks_name_both_files(tmp_path: Path) -> None:
    first = write(tmp_path / "one.yaml", bank("alpha", "beta"))
    second = write(tmp_path / "two.yml", bank("gamma", "beta"))
    assert refusal(tmp_path).startswith(
        f"{second}:25: id: found the question id 'beta' again, already used at {first}:25;"
    )


def test_a_folder_reports_the_faults_of_all_its_files(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "")
    write(tmp_path / "deep/er/b.YAML", bank("alpha").replace("easy", "soft"))
    write(tmp_path / "c.yml", bank("beta"))
    write(tmp_path / ".git/hidden.yaml", "no bank")
    write(tmp_path / "notes.txt", "no bank")
    loaded, found = load_all([tmp_path])
    assert [one.path.name for one in loaded] == ["c.yml"]
    assert [Path(fault.file).name for fault in found] == ["a.yaml", "b.YAML"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "one.yaml", bank("alpha"))
    (tmp_path / "link.yaml").symlink_to(file)
    loaded, found = load_all([file, tmp_path, file])
    assert (len(loaded), found) == (1, [])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p / "gone.yaml", "cannot be read: there is no such file"),
        (lambda p: p / "with\0nul.yaml", "cannot be read: "),
        (lambda p: (p / "empty").mkdir() or p / "empty", "found no .yaml file in this folder"),
        (lambda p: Path("/dev/null"), "it is not a regular file"),
        (lambda p: p / "pipe.yaml", "it is not a regular file"),
    ],
)
def test_paths_that_are_no_bank(make: object, said: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert said in refusal(make(tmp_path))  # type: ignore[operator]


def test_a_link_that_leads_to_itself_is_reported(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert "loop.yaml: cannot be read: too many levels" in refusal(loop)


def test_a_huge_file_is_refused_without_being_parsed(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(65 * 2**20)
    assert "larger than 67,108,864 bytes" in refusal(huge)


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert load_text(data, Path("b.yaml")).bank == load_text(GOOD.encode(), Path("b.yaml")).bank


def test_lines_are_those_of_the_file() -> None:
    loaded = load_text(bank("alpha", "beta").encode(), Path("b.yaml"))
    assert loaded.lines == {"alpha": 8, "beta": 25}
    assert loaded.line("sections", 0, "questions", 1, "answer", 2) == 32
    assert loaded.line("sections", 0, "questions", 1, "pitfall") == 25


def test_the_bundled_bank_reads_and_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    (loaded,), _ = load_all([bundled_bank()])
    assert len(loaded.lines) == len(loaded.bank.questions) > 0
    assert gc.isenabled()


def test_what_is_said_of_a_bank_fits_on_a_screen() -> None:
    key = "k" * 2_000_000
    bad = GOOD.replace("version: 1", f"version: 1\n? {key}\n: 1\n? {key}\n: 2", 1)
    with pytest.raises(BankFaults) as caught:
        load_text(bad.encode(), Path("b.yaml"))
    assert len(str(caught.value)) <= SCREEN
    for fault in caught.value.faults:
        assert len(str(fault)) <= LINE
        assert str(fault).startswith("b.yaml:")
        assert len(fault.field) + len(fault.message) <= LINE + FIELD_LENGTH


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("`x` is code", "begins with `"),
        ("@x is", "begins with @"),
        ("%x is", "begins with %"),
        ("*bold* is", "begins with *"),
        ("[CLS] is a token", "begins with ["),
        ("{x} is a set", "begins with {"),
        ("| is", "begins with |"),
        ("> is", "begins with >"),
        (", is", "begins with ,"),
        ('"What is a "view"?"', "found text after the closing \": put the whole text in ' quotes"),
        ("'It is' x", "found text after the closing '"),
        (": x", "found text that begins with :"),
        ("- nested", "found text that begins with -"),
        ("? is it", "found text that begins with ?"),
        ("!important x", "put text that begins with ! in quotes"),
        ('"never closed', 'found a " that opens here and is not closed'),
        ("'never closed", "found a ' that opens here and is not closed"),
    ],
)
def test_common_slips_say_what_to_write(line: str, said: str) -> None:
    message = only(put(QUESTION, line))
    assert message.startswith("b.yaml:9: ")
    assert said in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- nested", "a second '- ' or brackets make a list: put the text in quotes"),
        ("[one, two]", "a second '- ' or brackets make a list: put the text in quotes"),
        ("? is it", "a '? ' at its beginning or a colon at its end makes a mapping"),
        ("it is:", "a '? ' at its beginning or a colon at its end makes a mapping"),
        ("it: is", "a colon followed by a space makes a mapping"),
    ],
)
def test_a_line_that_is_no_text_says_what_made_it_something_else(line: str, said: str) -> None:
    first = next(row for row in GOOD.splitlines() if row.lstrip().startswith('- "'))
    assert said in only(put(first.strip(), f"- {line}"))


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("        difficulty", "       difficulty", 10, "is indented by 7 spaces, its neighbors by 8"),
        ("        difficulty", "         difficulty", 10, "is indented by 9 spaces, its neighbors by 8"),
        ("        difficulty", "\u00a0       difficulty", 10, "found the space U+00A0 in the indent"),
    ],
)
def test_a_wrong_indent_is_named_with_its_neighbors(old: str, new: str, at: int, said: str) -> None:
    assert old in GOOD
    message = only(put(old, new))
    assert said in message
    assert message.startswith(f"b.yaml:{at}: ")


def test_a_quote_that_another_one_closes_is_reported_where_it_opens() -> None:
    document = (
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        '  - id: one\n    question: "open\n    answer: [a]\n'
        '  - id: two\n    question: "closed"\n    answer: [b]\n'
    )
    assert only(document) == 'b.yaml:8: found a " that opens here and is not closed'


def test_text_in_place_of_a_list_and_a_long_dash_say_how_to_write_one() -> None:
    head = "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n  - id: one\n    question: Q?\n"
    assert "expected a list: begin each item with '- '" in only(head + "    answer: A stored query.\n")
    assert "found '–' in place of a hyphen" in only(head + "    answer:\n    – One\n    – Two\n")


def test_merge_keys_are_refused_by_name() -> None:
    head = "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
    document = head + "  - &a\n    id: one\n    question: Q?\n    answer: [a]\n  - <<: *a\n    id: two\n"
    assert only(document).startswith("b.yaml:11: found the merge key <<")
