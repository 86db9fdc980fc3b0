"""The style rules of the bundled bank: each with a card that breaks it, and with cards that keep it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from mlflash.bank.lint import LintReport, check
from mlflash.bank.schema import Probe, Question, Reference
from mlflash.bank.strict_rules import doubts, sentences, strict_rules
from tests.bank.banks import bank, write

LINE = "The first line is long enough to stand on its own feet."
CARD = Question(
    id="alpha",
    question="What is alpha?",
    likelihood="low",
    answer=[LINE, LINE, LINE, LINE],
    hint="Four cues.",
    intuition="A first step. The rest follows.",
    probes=[Probe(q="Why alpha?", a="Because."), Probe(q="How many alphas are there?", a="One.")],
    references=[Reference(title="On alpha", url="https://arxiv.org/abs/1502.03167", year=2015)],
)


def broken(changed: Mapping[str, object] = MappingProxyType({}), section: str = "basics") -> list[str]:
    """The rules a clean card breaks once some fields are changed, as `place: message`."""
    card = Question.model_validate({**CARD.model_dump(), **changed})
    return [f"{'.'.join(map(str, place))}: {message}" for place, message in strict_rules(card, section)]


def first(line: str) -> dict[str, object]:
    return {"answer": [line, LINE, LINE, LINE]}


def asks(question: str) -> dict[str, object]:
    return {"probes": [{"q": question, "a": "x"}, {"q": "Why?", "a": "x"}]}


def test_a_clean_card_breaks_nothing() -> None:
    assert broken() == []
    assert [*doubts(CARD)] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (first("x" * 151), "answer.0: found 151 characters, expected at most 150"),
        (first("a " * 29), "answer.0: found 29 words, expected at most 28"),
        (first("One here. Two here. Three here."), "answer.0: found 3 sentences, expected at most 2"),
        (first("Loss falls; error rises with it."), "answer.0: found a semicolon"),
        (first("One thing: two. And a third: four."), "answer.0: found 2 colons, expected at most one"),
        (first("The step is √d, that is λ."), "answer.0: found √ λ, expected words that can be said"),
        (first("The cost is n² steps in all."), "answer.0: found ², expected words that can be said"),
        (first("x_1 grows to ten."), "answer.0: found _, expected words"),
        (first("They share their weights."), "answer.0: found 'They' at the start, expected the name"),
        ({"intuition": None}, "intuition: is missing"),
        ({"intuition": "x" * 151}, "intuition: found 151 characters, expected at most 150"),
        ({"intuition": "One. Two. Three."}, "intuition: found 3 sentences, expected at most 2"),
        ({"hint": None}, "hint: is missing"),
        (asks("Is it stable?"), "probes.0.q: found a yes/no question"),
        (asks("The loss rises. Would you stop?"), "probes.0.q: found a yes/no question"),
        (asks("Which costs more, time or space?"), "probes.0.q: found a choice between options"),
        (asks("For little data, a forest or a network?"), "probes.0.q: found a choice between options"),
        (asks("Which of precision or recall matters?"), "probes.0.q: found a choice between options"),
        ({"probes": [{"q": "What is it?", "a": "x"}] * 2}, "probes: found none that begins Why"),
        ({"code": "x\n" * 26}, "code: found 26 rows, expected at most 25"),
        ({"code": "x" * 73}, "code: found 73 columns, expected at most 72"),
        ({"code": "if x:\n\ty"}, "code: found U+0009, expected printable characters only"),
        ({"code": "x = '\x1b[2J'"}, "code: found U+001B"),
        ({"references": [CARD.references[0].model_dump()] * 7}, "references: found 7, expected at most 6"),
        ({"as_of": 2015}, "as_of: found 2015, expected year and month, such as 2015-11"),
        ({"as_of": "2026-11"}, "as_of: found no reference of 2025 or 2026"),
    ],
)
def test_every_rule_names_its_place(changed: dict[str, object], said: str) -> None:
    (message,) = broken(changed)
    assert message.startswith(said)


@pytest.mark.parametrize(
    "changed",
    [
        first("Attention costs O(n²) in time: every token looks at every other, e.g. Twice."),
        first("Boosting adds trees one by one, and the ratio is 4:1 in the end."),
        first("All-reduce sums gradients over devices.") | {"personal": True, "intuition": None},
        asks("Why is it stable or unstable?"),
        asks("What did people or systems do differently because of it?"),
        {"probes": [{"q": "What breaks if a feature is missing?", "a": "x"}] * 2},
        {"code": "x" * 72 + "\n" + "y\n" * 24},
        {"as_of": "2016-01"},
        {"as_of": "2026-11", "as_of_note": "A finished matter."},
    ],
)
def test_what_keeps_the_rules_is_let_through(changed: dict[str, object]) -> None:
    found = broken(changed)
    assert [said for said in found if not said.startswith("answer.0: found 'All'")] == []


def test_cards_of_the_coding_section_hold_code() -> None:
    assert broken(section="coding") == ["code: is missing, expected a program on a card of the section coding"]
    assert broken({"code": "x = 1\n"}, "coding") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ResNet has 34 layers against 18 before.", "found 2 numbers"),
        ("Goal: to find what a reader likes.", "found 'Goal:' at the start"),
        ("The main risk: nobody reads the report.", "found 'The main risk:' at the start"),
    ],
)
def test_what_a_person_has_to_judge_is_a_doubt(line: str, said: str) -> None:
    ((place, message),) = doubts(CARD.model_copy(update=first(line)))
    assert place == ("answer", 0)
    assert message.startswith(said)


def test_numbers_in_names_are_no_numbers() -> None:
    assert [*doubts(CARD.model_copy(update=first("GPT-2 and word2vec meet a top-5 error of 3.5%.")))] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Use it, e.g. Adam, on 3.5 million rows vs. SGD.", 1),
        ("He said “no.” Then he left.", 2),
        ("No end", 0),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert sentences(text) == count


def report(path: Path, old: str, new: str, bundled: bool) -> LintReport:
    write(path, bank("alpha", "beta").replace(old, new, 1))
    return check([path], strict=True, bundled=path if bundled else None)


def test_style_binds_the_bundled_bank_only_and_only_under_strict(tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    held, own = (report(file, "        hint: ", "        # ", bundled) for bundled in (True, False))
    (error,), (warning,) = held.errors, own.warnings
    assert error == warning
    assert (error.field, error.line) == ("sections[0].questions[0].hint", 8)
    assert (held.warnings, own.errors, own.remarks) == ([], [], ())
    assert check([file], bundled=file) == check([file]) == LintReport(2, [], [])


def test_doubts_are_warnings_in_the_bundled_bank_too(tmp_path: Path) -> None:
    said = report(tmp_path / "bank.yaml", "The first line of alpha,", "Goal: a line of alpha,", True)
    assert said.errors == []
    assert "found 'Goal:' at the start" in str(said.warnings[0])


def test_a_hint_is_on_one_card_only(tmp_path: Path) -> None:
    said = report(tmp_path / "bank.yaml", "Four cues to beta", "Four cues to alpha", True)
    assert "found the hint of alpha" in str(said.errors[0])


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("alpha, gone", "start[1]: found 'gone', expected the id of a card of this bank"),
        ("beta, beta", "start[1]: found 'beta' again, expected every card once"),
    ],
)
def test_start_names_cards_of_the_bank_once_each(tmp_path: Path, start: str, said: str) -> None:
    path = write(tmp_path / "bank.yaml", bank("alpha", "beta", head=f"start: [{start}]\n"))
    assert said in str(check([path]).warnings[0])
    assert said in str(check([path], bundled=path).errors[0])


def test_code_is_no_place_for_the_rules_on_text(tmp_path: Path) -> None:
    code = "        code: |\n          # TODO \\alpha\n          x = [\n              1]\n        tags: [one]"
    assert report(tmp_path / "bank.yaml", "        tags: [one]", code, True) == LintReport(2, [], [])


@pytest.mark.parametrize("url", ["https://arxiv.org/abs/cs/0102030", "https://arxiv.org/abs/math.PR/0102030"])
def test_old_arxiv_addresses_are_well_formed(tmp_path: Path, url: str) -> None:
    assert report(tmp_path / "bank.yaml", "https://arxiv.org/abs/1502.03167", url, True).errors == []


def test_cards_on_behavior_need_no_reference(tmp_path: Path) -> None:
    text = bank("alpha", section="behavioral")
    begin, end = text.index("        references"), text.index("        tags")
    path = write(tmp_path / "bank.yaml", text[:begin] + text[end:])
    assert check([path], strict=True).errors == []
