"""The drill as lines of text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.cli.plain import loop
from mlflash.cli.plain.one_card import HELP
from mlflash.errors import MlflashError
from mlflash.study import new_events
from mlflash.study.launch import launch_options, studying
from tests.cli.conftest import Ran, Runner


@pytest.fixture
def drill(run: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Drills with these lines typed."""
    from io import StringIO

    def drilled(typed: str, *arguments: str) -> Ran:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        return run("drill", "--plain", *arguments)

    return drilled


def reviews(home: Path) -> list[tuple[object, object, object]]:
    file = home / "journal" / "desk.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    events = [json.loads(line) for line in lines]
    undone = {event.get("of") for event in events}
    return [
        (e["question"], e["rating"], e.get("lines"))
        for e in events
        if e["type"] == "review" and e["id"] not in undone
    ]


def test_question_answer_ticks_grade(drill: Runner, home: Path) -> None:
    ran = drill("\n1 3\n\n\n\n4\n", "--section", "trees", "--limit", "2")
    (first, one, lines), (second, two, untold) = reviews(home)
    assert (one, lines) == (2, [1, 3])  # two lines of four suggest Hard, and Enter takes it
    assert (two, untold) == (4, None)
    assert first != second
    assert ran.code == 0
    assert ran.out.index("Enter for the answer") < ran.out.index("\na. ") < ran.out.index("\nd. ")
    assert "2 hard 6 min" in ran.out
    assert "1 hard, 1 easy" in ran.out
    assert "\x1b" not in ran.out


def test_a_card_is_timed_from_its_question_to_its_grade(
    run: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import StringIO

    seconds = [0.0]

    class Slow(StringIO):
        def readline(self, *limit: int) -> str:  # type: ignore[override]
            seconds[0] += 10
            return super().readline(*limit)

    monkeypatch.setattr("mlflash.study.launch.monotonic", lambda: seconds[0])
    monkeypatch.setattr("sys.stdin", Slow("\n1 3\n3\nq\n"))
    run("drill", "--plain", "--section", "trees")
    [review, *_] = map(json.loads, (home / "journal" / "desk.jsonl").read_text().splitlines())
    assert review["ms"] == 30_000


def test_ticked_lines_are_named_by_their_hashes(drill: Runner, home: Path) -> None:
    drill("\n1 3\n\n\n\n4\n", "--section", "trees", "--limit", "2")
    ticked, untold = map(json.loads, (home / "journal" / "desk.jsonl").read_text().splitlines())
    assert len(ticked["hashes"]) == 4
    assert "hashes" not in untold


def test_a_session_leaves_the_days_backup(drill: Runner, home: Path) -> None:
    drill("", "--section", "trees")
    assert not (home / "backups").exists(), "nothing was graded"
    drill("\n\n3\n", "--section", "trees")
    assert [path.name for path in (home / "backups").iterdir()] == ["2026-11-23.daily.zip"]


def test_all_and_none(drill: Runner, home: Path) -> None:
    drill("\nall\n3\n\nnone\n1\nq\n", "--section", "trees")
    assert [(rating, lines) for _, rating, lines in reviews(home)] == [(3, [1, 2, 3, 4]), (1, [])]


def test_input_at_its_end_ends_it_cleanly(drill: Runner, home: Path) -> None:
    for typed in ("", "\n", "\n1\n", "\n\n3\n"):
        ran = drill(typed, "--section", "trees")
        assert ran.code == 0
        assert ran.err == ""
    assert [rating for _, rating, _ in reviews(home)] == [3]
    assert "1 review: 1 good" in ran.out


def test_each_grade_is_on_disk_before_the_next_card(
    drill: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    drill_card = loop._drill_card

    def counting(study: object, card_id: str) -> None:
        seen.append(len(reviews(home)))
        drill_card(study, card_id)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "_drill_card", counting)
    drill("\n\n4\n" * 3 + "q\n", "--section", "trees")
    assert seen == [0, 1, 2, 3]


def test_undo_goes_back_a_card_and_beyond_the_last(drill: Runner, home: Path) -> None:
    drill("\n\n4\n\n\n4\nu\n\n\n1\nq\n", "--section", "trees", "--limit", "2")
    assert [rating for _, rating, _ in reviews(home)] == [4, 1]
    ran = drill("u\nq\n", "--section", "nlp")
    assert "There is nothing to undo." in ran.out


def test_skip_puts_off_and_hint_helps(drill: Runner, home: Path) -> None:
    ran = drill("h\ns\n\n\n4\nq\n", "--section", "trees", "--limit", "2")
    assert "Hint: " in ran.out
    rows = [line for line in ran.out.splitlines() if line.startswith("Card 1")]
    assert len(rows) == 2
    assert len(reviews(home)) == 1


def test_nonsense_is_asked_again(drill: Runner, home: Path) -> None:
    ran = drill("what\n\n7\nw\n1 1\n9\nmaybe\n2\nq\n", "--section", "trees")
    assert HELP["question"] in ran.out
    assert ran.out.count(HELP["lines"]) == 2
    assert ran.out.count(HELP["grade"]) == 2
    assert [(rating, lines) for _, rating, lines in reviews(home)] == [(2, [1])]


def test_no_suggestion_without_ticks(drill: Runner, home: Path) -> None:
    ran = drill("\n\n\nq\n", "--section", "trees")
    assert HELP["grade"] in ran.out
    assert reviews(home) == []


def test_weak_cram_and_more(drill: Runner, run: Runner, home: Path, catalog: Catalog) -> None:
    assert "No weak cards yet." in drill("", "--weak").out
    assert "No card matches." in drill("", "--search", "zzzqqq").out
    run("grade", "nn-dropout", "again")
    assert "Card 1 of 1" in drill("", "--weak").out
    before = run("list", "--search", "nn-dropout", "--json").json
    drill("\n\n3\n", "--cram", "--search", "nn-dropout")
    assert run("list", "--search", "nn-dropout", "--json").json == before  # a pass in cram changes no schedule
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\n')
    nothing = drill("", "--section", "trees").out
    assert "today's cap of 0 new cards is reached" in nothing
    assert "--more" in nothing
    trees = sum(head.section == "trees" for head in catalog)
    assert f"Card 1 of {trees}." in drill("", "--more", "--section", "trees").out


def test_plain_in_a_pipe(program: Runner) -> None:
    ran = program("drill", "--plain", "--section", "trees", typed="\n1 2 3\n3\n", TERM="dumb")
    assert (ran.code, ran.err) == (0, "")
    assert "Lines you recalled: 1 2 3\n" in ran.out
    assert "1 review: 1 good" in ran.out


def test_tex_is_read_as_unicode_and_own_lines_take_the_banks_place(tmp_path: Path, drill: Runner) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        "  - {id: q, question: 'What is $\\alpha$?', answer: [bank line]}\n"
    )
    with studying(launch_options((bank,))) as study:
        study.write("q", ("mine $\\beta$",))
    printed = drill("\n\n3\n", "--bank", str(bank)).out
    assert "What is α?" in printed
    assert "a. mine β" in printed
    assert "bank line" not in printed


QUESTION = "nn-dropout"
THIS = ("--more", "--search", QUESTION)


def events(home: Path, kind: str) -> list[dict[str, object]]:
    lines = (home / "journal" / "desk.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["type"] == kind]


def test_the_answer_says_what_the_screen_does(drill: Runner, run: Runner, catalog: Catalog) -> None:
    for _ in range(2):
        run("grade", QUESTION, "hard", "--lines", "1,2,4")
    with studying(launch_options()) as study:
        study.write(QUESTION, None, "think of ensembles")
        study.mark("flag", [QUESTION])
        study.record_final([new_events.review(study, QUESTION, 3, None, None, mode="cli")._replace(answer="old")])
    card = catalog.card(QUESTION)
    printed = drill("\no\nq\n", *THIS).out
    assert f"\nc. {card.answer[2]} (missed 2 of 2)\n" in printed
    assert printed.count("missed") == 1
    assert printed.index("\nChanged since you learned it.\n") < printed.index("\na. ")
    assert "\nYour note: think of ensembles\n" in printed
    assert ". Flagged.\n" in printed
    assert f"\nMore: p, {len(card.probes)} probes; o, {len(card.references)} sources.\n" in printed
    for n, source in enumerate(card.references, 1):
        assert f"{n}. {source.title}, {source.year}\n   {source.url}\n" in printed


def test_probes_are_asked_one_at_a_time_and_kept(drill: Runner, home: Path, catalog: Catalog) -> None:
    probes = catalog.card(QUESTION).probes
    typed = "\np\n\ny\nu\nn\n" + "\ny\n" * (len(probes) - 1) + "r\n\nwhat\ny\n\n3\n"
    printed = drill(typed, *THIS).out
    undone = {event["of"] for event in events(home, "undo")}
    kept = [(e["probe"], e["right"]) for e in events(home, "probe") if e["id"] not in undone]
    assert kept == [
        (probes[0].hash, False),
        *((probe.hash, True) for probe in probes[1:]),
        (probes[0].hash, True),
    ]
    assert printed.index(probes[0].question) < printed.index(probes[0].answer) < printed.index(probes[1].question)
    assert f"{len(probes) - 1} of {len(probes)} known." in printed and "1 of 1 known." in printed
    assert reviews(home)[0][1] == 3, "the card goes on where it was"
    assert reviews(home)[0][0] == QUESTION
    drill("\np\nq\n\n4\n", *THIS)
    assert [rating for _, rating, _ in reviews(home)] == [3, 4]


def test_flag_bury_and_suspend_have_the_letters_of_the_screen(drill: Runner, run: Runner, home: Path) -> None:
    printed = drill("f\nz\nS\nu\nS\n\n\n3\nq\n", "--section", "trees", "--limit", "3").out
    for record in ("Flagged.", "Buried until tomorrow; u undoes.", "Suspended; u undoes.", "Undone: suspend "):
        assert record in printed
    states = run("list", "--section", "trees", "--json").json
    shown = [run("show", one["id"], "--json").json for one in states]
    assert [one["id"] for one in shown if one["flagged"]] == [one["id"] for one in shown if one["buried"]]
    assert len([one for one in states if one["state"] == "suspended"]) == 1
    assert len(reviews(home)) == 1
    printed = drill("z\nu\nq\n", "--more", "--section", "trees", "--limit", "1").out
    assert "That was the last card." in printed and printed.count("Card 1 of 1") == 2


def test_a_flag_taken_back_leaves_the_card_where_it_was(drill: Runner, home: Path) -> None:
    printed = drill("\n1 2\nf\nu\n2\n", *THIS).out
    assert printed.count("Card 1") == 1
    assert reviews(home) == [(QUESTION, 2, [1, 2])]


def test_confidence_is_asked_where_the_setting_asks(drill: Runner, home: Path) -> None:
    assert "sure" not in drill("?\ny\nq\n", *THIS).out
    (home / "config.toml").write_text('timezone = "UTC"\nconfidence = true\n')
    printed = drill("y\ny\n\n\n3\n", *THIS).out
    assert "Enter for the answer, y for sure or unsure: " in printed
    assert printed.index("Sure.") < printed.index("Unsure.")
    assert events(home, "review")[-1]["sure"] is False


def test_lines_typed_are_compared_and_propose_ticks(drill: Runner, home: Path, catalog: Catalog) -> None:
    (home / "config.toml").write_text('timezone = "UTC"\ntyped = true\nkeep_typed = true\n')
    true = catalog.card(QUESTION).answer
    printed = drill(f"i\n\n{true[1]}\nNo idea At All\n\n\n3\n", *THIS).out
    assert "Hint: " in printed and "Enter to type your lines: " in printed
    assert f"b. {true[1]}\n   you: {true[1]}\n" in printed
    assert "you: No idea At All\n" in printed and "you: (nothing)\n" in printed
    assert "Lines you recalled (Enter for b): " in printed
    assert reviews(home) == [(QUESTION, 3, [2])]
    assert events(home, "review")[-1]["typed"] == [true[1], "No idea At All"]
    printed = drill("\n\n\n4\n", *THIS).out  # an empty line types nothing
    assert "you: " not in printed
    assert reviews(home)[-1] == (QUESTION, 4, None)


def test_typing_is_a_letter_without_the_setting(drill: Runner, home: Path) -> None:
    printed = drill("t\nsomething else\n\n2 3\n3\n", *THIS).out
    assert "Lines you recalled (Enter for none): " in printed
    assert reviews(home) == [(QUESTION, 3, [2, 3])]


def test_line_by_line(drill: Runner, catalog: Catalog) -> None:
    printed = drill("l\nl\n\nq\n", *THIS).out
    for letter, line in zip("abcd", catalog.card(QUESTION).answer, strict=True):
        assert printed.count(f"{letter}. {line}\n") == 1


@pytest.mark.parametrize(("typed", "hit"), [("a c", [1, 3]), ("ac", [1, 3]), ("x", [1, 2, 3, 4]), ("d, 2", None)])
def test_lines_have_the_letters_of_the_screen(drill: Runner, home: Path, typed: str, hit: object) -> None:
    drill(f"\n{typed}\n3\n", *THIS)
    assert [lines for _, _, lines in reviews(home)] == ([] if hit is None else [hit])


def test_own_lines_and_a_note_are_written(drill: Runner, run: Runner, catalog: Catalog) -> None:
    bank = catalog.card(QUESTION).answer
    printed = drill("\nn\nb\nMy Second\nn\nA note\n\n\n3\n", *THIS).out
    assert f"Line b now: {bank[1]}" in printed
    record = run("show", QUESTION, "--json").json
    assert (record["own_lines"], record["note"]) == (["", "My Second", "", ""], "A note")
    printed = drill("\ng\nn\n2\n-\nq\n\n3\n", *THIS).out
    assert f"\na. {bank[0]}\n" in printed and "\nb. My Second\n" in printed
    assert printed.count(f"b. {bank[1]}") == 2  # as the bank has it, then as it is again
    record = run("show", QUESTION, "--json").json
    assert (record["own_lines"], record["note"]) == (None, "A note")
    drill("n\nn\nnever ended", *THIS)
    assert run("show", QUESTION, "--json").json["note"] == "never ended", "what was typed is kept"


def test_a_card_to_be_written_says_so(drill: Runner, run: Runner) -> None:
    project = run("list", "--section", "project-deep-dive", "--json").json[0]["id"]
    only = ("--search", project)
    assert "nothing is asked of them until you have written their lines." in drill("\n", *only).out
    drill("1\nIt finds no-shows.\n\n", *only)
    assert run("show", project, "--json").json["own_lines"] == ["It finds no-shows."]
    assert "Your own lines" not in drill("\nq\n", *only).out


def test_a_question_mark_lists_what_can_be_typed_there(drill: Runner) -> None:
    printed = drill("?\n\n?\n\n?\nq\n", *THIS).out
    front, lines, grades = printed.split("  q: quit")[:3]
    assert "  h: hint" in front and "  p: " not in front and "  S: suspend\n" in front
    assert "  all or x: " in lines and "  p: probes, one at a time\n" in lines
    assert "  1 to 4: again, hard, good, easy\n" in grades


def test_what_cannot_be_kept_is_said_and_asked_again(
    drill: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise MlflashError("the disk is full")

    monkeypatch.setattr("mlflash.study.study.Study.mark", refuse)
    monkeypatch.setattr("mlflash.study.study.Study.answer_probe", refuse)
    monkeypatch.setattr("mlflash.study.study.Study.write", refuse)
    printed = drill("f\nz\n\np\n\ny\nq\nn\nn\nhi\n\nq\n", *THIS).out
    assert printed.count("Not done: the disk is full.") == 2
    assert printed.count("Not saved: the disk is full.") >= 2


def test_cram_offers_no_interval_that_will_not_be(drill: Runner, run: Runner, home: Path) -> None:
    for card_id in ("nn-dropout", "nn-backprop"):  # the first is learned, the second new
        if card_id == "nn-dropout":
            run("grade", card_id, "easy")
        ran = drill("\n\nq\n", "--cram", "--search", card_id)
        assert "Grade (1 again later, 2 hard no change, 3 good no change, 4 easy no change)" in ran.out


def test_more_leaves_what_is_not_yet_due_and_says_so(drill: Runner, run: Runner, home: Path) -> None:
    run("grade", "nn-dropout", "easy")
    before = run("list", "--search", "nn-dropout", "--json").json
    ran = drill("\n\n3\n", "--more", "--search", "nn-dropout")
    assert "3 good no change" in ran.out
    assert run("list", "--search", "nn-dropout", "--json").json == before
    ran = drill("\n\n3\n", "--more", "--search", "nn-backprop")  # new: a drill like any other
    assert "3 good 10 min" in ran.out
    modes = [json.loads(line)["mode"] for line in (home / "journal" / "desk.jsonl").read_text().splitlines()]
    assert modes == ["cli", "cram", "plain"]


def test_what_is_in_learning_is_asked_when_nothing_else_is_due(drill: Runner, run: Runner, home: Path) -> None:
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\n')
    run("grade", "nn-dropout", "again")
    assert "Card 1 of 1" in drill("").out
    (home / "config.toml").write_text('timezone = "UTC"\nnew_per_day = 0\nlearn_ahead = 0\n')
    assert drill("").out.startswith("Nothing is due. The next card is due in 1 min")


def test_undo_says_what_it_took_back(drill: Runner) -> None:
    ran = drill("\n\n4\nu\ns\nu\nq\n", "--section", "trees", "--limit", "2")
    assert "Undone: easy for “" in ran.out and "; it is new." in ran.out
    assert "Undone." in ran.out


def test_own_lines_left_empty_keep_the_banks_lines(tmp_path: Path, drill: Runner) -> None:
    from mlflash.study.launch import launch_options, studying

    bank = tmp_path / "bank.yaml"
    bank.write_text(
        "version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
        "  - {id: q, question: What?, answer: [one, two, three], formula: '\\alpha_{1}'}\n"
    )
    with studying(launch_options((bank,))) as study:
        study.write("q", ("", "mine"))
    printed = drill("\n1 3\n3\n", "--bank", str(bank)).out
    assert "a. one\nb. mine\nc. three\n" in printed
    assert "Formula: α₁" in printed


def test_undo_leads_back_to_the_answer_where_it_was_shown(drill: Runner, home: Path) -> None:
    printed = drill("\n1 2\n4\nu\n3 4\n3\n", *THIS).out
    again = printed.partition("Undone: ")[2].partition("Card 2")[0]
    assert "Enter for the answer" not in again and "Lines you recalled: 3 4" in again
    assert reviews(home)[-1] == (QUESTION, 3, [3, 4])
