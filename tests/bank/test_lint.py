from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mlflash.bank.lint import LintReport, check
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank
from tests.bank.banks import bank, write

LINE = "The first line of alpha, which is long enough to stand on its own."
QUESTION = "What is alpha?"
FIELD = "sections[0].questions[0]"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "bank.yaml", bank("alpha", "beta"))


def checked(file: Path, old: str, new: str) -> list[str]:
    """The errors of a clean bank after one change, under `strict`."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    report = check([file], strict=True)
    assert (report.warnings, report.remarks) == ([], ())
    return [str(fault).removeprefix(f"{file}:") for fault in report.errors]


def test_a_clean_bank_is_clean(file: Path) -> None:
    assert check([file], strict=True) == LintReport(2, [], [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (QUESTION, "Is alpha a letter?", "9: {0}.question: found a yes/no question"),
        (QUESTION, "Take alpha. Doesn't it come first?", "9: {0}.question: found a yes/no question"),
        (QUESTION, "Alpha", "9: {0}.question: found neither a question mark nor an imperative"),
        (
            QUESTION,
            "What is alpha " + "a" * 150 + "?",
            "9: {0}.question: found 165 characters, expected at most 160",
        ),
        (QUESTION, "What are recent advances in alpha?", "8: {0}.as_of: is missing, expected the year"),
        (LINE, "Too short.", "13: {0}.answer[0]: found 10 characters, expected 40 to 200"),
        (LINE, "x" * 201, "13: {0}.answer[0]: found 201 characters, expected 40 to 200"),
        (LINE, f"- {LINE}", "13: {0}.answer[0]: found a leading bullet '-', expected the line alone"),
        (LINE, f"1. {LINE}", "13: {0}.answer[0]: found a leading bullet '1.'"),
        (LINE, f"{LINE} TBC", "13: {0}.answer[0]: found TBC, expected finished text"),
        (LINE, f"{LINE} \\\\alpha", "13: {0}.answer[0]: found the TeX '\\alpha', expected plain Unicode"),
        (
            LINE,
            f"{LINE} \\frac",
            "13: {0}.answer[0]: found U+000C, expected text that can be seen: in double quotes \\f",
        ),
        (
            LINE,
            f"\\nabla {LINE}",
            "13: {0}.answer[0]: found a line break and 'abla', expected TeX in single quotes",
        ),
        (LINE, f"{LINE} \\u202e", "13: {0}.answer[0]: found U+202E, expected text that can be seen"),
        (f'          - "{LINE}"\n', "", "13: {0}.answer: found 3 lines, expected exactly 4"),
        (
            "first line of alpha",
            "second line of beta",
            "31: sections[0].questions[1].answer[1]: found a line of alpha",
        ),
        ("second line of alpha", "first line of alpha", "14: {0}.answer[1]: found a line of alpha"),
        ("What is beta?", "what is  ALPHA?", "26: sections[0].questions[1].question: found the question of alpha"),
        ('- {q: "How alpha?", a: "So."}', "", "18: {0}.probes: found 1 probes, expected 2 to 4"),
        ("How alpha?", "Say how.", "19: {0}.probes[1].q: found 'Say how.' at the end, expected a question mark"),
        ("So.", "x" * 161, "19: {0}.probes[1].a: found 161 characters, expected at most 160"),
        (
            "likelihood: low",
            "likelihood: high",
            "8: {0}.pitfall: is missing, expected one where likelihood is high",
        ),
        ("likelihood: low", f"pitfall: {'x' * 161}", "found 161 characters, expected at most 160"),
        (
            "        tags: [one]",
            "        tags: [three]",
            "22: {0}.tags[0]: found 'three', expected a tag from the list",
        ),
        ("        tags: [one]", "        tags: [one, one]", "22: {0}.tags: found one twice"),
        ("        tags: [one]", "        related: [gone]", "22: {0}.related[0]: found 'gone', expected the id"),
        ("        tags: [one]", "        related: [alpha]", "22: {0}.related[0]: found 'alpha', expected the id"),
        ("        tags: [one]", "        related: [beta, beta, beta, beta]", "22: {0}.related: found 4"),
        (
            "        tags: [one]",
            f"        formula: {'x' * 101}",
            "22: {0}.formula: found 101 columns, expected at most",
        ),
        (
            "/abs/1502.03167",
            "/pdf/1502.03167",
            "21: {0}.references[0].url: found https://arxiv.org/pdf/1502.03167",
        ),
        ("https://arxiv.org/abs/1502.03167", "https://x.medium.com/a", "found a link to x.medium.com"),
        ("https://arxiv.org/abs/1502.03167", "https://blog.csdn.net/a", "found a link to blog.csdn.net"),
        ("https://arxiv.org/abs/1502.03167", "https://stats.stackexchange.com/q/1", "found a link to stats."),
        ("https://arxiv.org/abs/1502.03167", "https://discuss.pytorch.org/t/1", "found a link to discuss."),
        ("https://arxiv.org/abs/1502.03167", "http://[::", "expected an address with a host"),
        (", year: 2015", "", "21: {0}.references[0].year: is missing"),
        (
            "tags: [one, two]",
            "resources: [{title: a, url: 'https://medium.com/x'}]",
            "3: resources[0].url: found a link",
        ),
    ],
)
def test_every_rule_is_reported_at_its_line(file: Path, old: str, new: str, said: str) -> None:
    found = checked(file, old, new)
    assert any(said.format(FIELD) in line for line in found), found


def test_a_card_that_does_not_fit_the_screen_is_reported(file: Path) -> None:
    long = " ".join(["words"] * 32)
    text = file.read_text()
    for word in ("first", "second", "third", "fourth"):
        text = text.replace(
            f"The {word} line of alpha, which is long enough to stand on its own.", f"{word} {long}"
        )
    file.write_text(text.replace("        tags: [one]", "        formula: |\n" + "          x\n" * 7, 1))
    found = [str(fault) for fault in check([file], strict=True).errors]
    assert any(f"{FIELD}: takes 20 rows at 80 columns, expected at most 19" in line for line in found), found


def test_a_personal_card_needs_no_reference(file: Path) -> None:
    text = file.read_text()
    start, end = text.index("        references"), text.index("        tags")
    file.write_text(text[:start] + "        personal: true\n" + text[end:])
    assert check([file], strict=True).errors == []


def test_editorial_faults_are_warnings_in_a_readers_bank_and_errors_under_strict(file: Path) -> None:
    file.write_text(file.read_text().replace(LINE, "Short."))
    assert [(len(r.errors), len(r.remarks)) for r in (check([file]), check([file], strict=True))] == [
        (0, 1),
        (1, 0),
    ]
    held = check([file], bundled=file)
    assert (len(held.errors), len(held.warnings), len(held.remarks)) == (1, 0, 0)


def test_tex_is_welcome_in_a_readers_bank(file: Path) -> None:
    file.write_text(file.read_text().replace(f'"{LINE}"', rf"'{LINE} $\sigma$'"))
    assert check([file]) == LintReport(2, [], [])
    assert len(check([file], strict=True).errors) == 1


def test_a_readers_card_may_be_related_to_a_bundled_one(file: Path) -> None:
    file.write_text(file.read_text().replace("tags: [one]", "related: [fund-bias-variance]", 1))
    assert check([file], bundled=bundled_bank()).warnings == []
    assert len(check([file]).warnings) == 1


def test_faults_of_shape_are_errors_and_the_rest_is_still_checked(file: Path, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.yaml", bank("gamma").replace("easy", "soft"))
    file.write_text(file.read_text().replace(LINE, "Short."))
    report = check([file, broken, tmp_path / "gone.yaml"])
    assert report.questions == 2
    assert [Path(fault.file).name for fault in report.errors] == ["broken.yaml", "gone.yaml"]
    assert [fault.field for fault in report.remarks] == [f"{FIELD}.answer[0]"]


def test_seed_cards_must_be_there_with_their_marks(file: Path, tmp_path: Path) -> None:
    cards = [
        {"id": "alpha", "difficulty": "hard", "likelihood_suggested": "low"},
        {"id": "beta", "difficulty": None, "likelihood": "low"},
        {"id": "gamma"},
    ]
    seed = write(tmp_path / "seed.json", json.dumps({"cards": cards}))
    file.write_text(file.read_text().replace("        tags: [one]", "        origin: seed", 1))
    found = [(fault.line, fault.message) for fault in check([file], seed=seed).errors]
    assert found == [
        (0, "found no card 'gamma', expected every seed card"),
        (10, "found easy, expected hard, as the seed has alpha"),
        (25, "found extension, expected seed, as the seed has beta"),
    ]
    write(seed, json.dumps({"cards": cards[1:2]}))
    found = [(fault.line, fault.message) for fault in check([file], seed=seed).errors]
    assert (22, "found seed, expected extension: the seed has no alpha") in found


@pytest.mark.parametrize(
    "text", ["", "[]", '{"cards": 3}', '{"cards": [3]}', '{"cards": [{}]}', "\xff", "[" * 99_999]
)
def test_a_broken_seed_is_one_clear_line(file: Path, tmp_path: Path, text: str) -> None:
    seed = write(tmp_path / "seed.json", text.encode("latin-1"))
    with pytest.raises(MlflashError, match=r"^\S+seed\.json: no list of seed cards: [^\n]*$"):
        check([file], seed=seed)
    with pytest.raises(MlflashError, match="cannot be read: no such file"):
        check([file], seed=tmp_path / "gone.json")


@pytest.mark.parametrize(
    "make", [lambda p: os.mkfifo(p), lambda p: p.symlink_to(p), lambda p: p.symlink_to("/dev/zero")]
)
def test_what_is_no_list_of_seed_cards_is_reported_and_not_waited_for(
    file: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    seed = tmp_path / "seed.json"
    make(seed)
    with pytest.raises(MlflashError, match=r"seed\.json: cannot be read"):
        check([file], seed=seed)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("An issue: see issue #5, which is long enough to stand on its own here.", None),
        ("see issue #5 for the line that is long enough to stand on its own.", "text after ' #' is a comment"),
        ("C # is a language that is long enough to stand on its own in a line.", "text after ' #' is a comment"),
        ("C  # two spaces before it make a comment that was meant as one", None),
        ("&x is the address of x, which is long enough to stand on its own.", "&x is an anchor"),
        ("! bang, a line which is long enough to stand on its own.", "! is a tag"),
        ("!!str of text, a line which is long enough to stand on its own.", "!!str is a tag"),
        ("A line that says &x in its middle is long enough to stand on its own.", None),
    ],
)
def test_text_that_yaml_drops_is_warned_of(file: Path, line: str, said: str | None) -> None:
    written = f'"{line}"' if said is None and ": " in line else line
    file.write_text(file.read_text().replace(f'"{LINE}"', written, 1))
    assert line in file.read_text()
    warnings = [fault.message for fault in check([file]).warnings if "put the text in quotes" in fault.message]
    assert [said is not None and said in message for message in warnings] == ([True] if said else [])


def test_what_the_reader_is_to_write_may_be_said_on_several_cards(tmp_path: Path) -> None:
    card = "  - {{id: {0}, question: Why {0}?, answer: [Write your own.], personal: true}}\n"
    path = tmp_path / "bank.yaml"
    head = "version: 1\ntitle: t\nsections:\n- id: s\n  title: s\n  questions:\n"
    path.write_text(head + card.format("a") + card.format("b"))
    report = check([path])
    assert [fault for fault in report.warnings if "every line once" in fault.message] == []
    path.write_text(path.read_text().replace(", personal: true", ""))
    assert [fault for fault in check([path]).warnings if "every line once" in fault.message]
