"""The commands whose output is recorded, each under the name of its file in `expected/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.golden.homes import (
    as_it_is,
    broken_bank,
    broken_line,
    broken_override,
    broken_settings,
    broken_toml,
    fitted,
    future_event,
    journal_gone,
    many_due,
    new_reader,
    newer_version,
    no_bank,
    open_to_others,
    own_bank,
    torn_line,
    typed_lines,
    unfinished_line,
    unheard_section,
)


class Case(NamedTuple):
    """A command: HOME stands for the home in its arguments; `width` is that of a terminal, None for a pipe."""

    arguments: tuple[str, ...]
    typed: str = ""
    width: int | None = None
    prepare: Callable[[Path], None] = as_it_is


def case(line: str, typed: str = "", width: int | None = None, prepare: Callable[[Path], None] = as_it_is) -> Case:
    """A case from a command as one types it; a space within an argument is written as `_`."""
    return Case(tuple(word.replace("_", " ") for word in line.split()), typed, width, prepare)


# What is typed in the plain drill

FIRST_CARDS = "h\n\n1 3\n\n\nall\n\n\nnone\n\n?\nl\nl\nl\nl\nx\n4\nq\n"
BEFORE_THE_ANSWER = (
    "?\ny\ny\ny\nh\nf\nf\nnonsense\nn\n1\nMy own line\nn\nA note.\n\nl\nt\nsugar and acids\nhot\n\n"
)
AFTER_THE_ANSWER = "?\no\ng\np\n\nx\ny\n\nn\nu\n\nn\n\ny\nr\n\ny\n9\n1,2\n?\n9\ngood\nu\n\n3\n\n"
EVERY_LETTER = BEFORE_THE_ANSWER + AFTER_THE_ANSWER
MOVES = "s\nz\nu\nz\nS\nu\nu\nu\nu\n\n2 4\n2\nu\n\n1\nS\n\nb d\ngood\n\nx\n4\nq\n"
TYPED = "\nSugar breaks apart\n\n\n\n\n\nq\n"
TO_THE_END = "\nx\n3\n" * 30
ENDS_EARLY = "\nall"

HELPED = (
    *("drill", "due", "list", "show", "weak", "stats", "plan", "optimize", "mock", "grade", "undo"),
    *("check", "config", "paths", "doctor", "merge", "restore", "export", "import"),
)
SHOWN = (
    *("heat-maillard", "heat-conduction", "heat-steam", "own-dish-what", "dough-sourdough", "dough-yeast"),
    *("dough-laminate", "dough-proof", "knife-grip", "sauce-reduce", "safety-allergy"),
)


def cases() -> Iterator[tuple[str, Case]]:
    """Every case by its name."""
    # The program itself
    yield "help", case("--help")
    yield "help-word", case("help")
    yield "version", case("--version")
    for command in HELPED:
        yield f"help-{command}", case(f"{command} --help")
    yield "help-config-set", case("config set --help")
    yield "help-app", case("--limit 3 --help")
    yield "app-without-terminal", case("")
    yield "error-command", case("duee")
    yield "error-command-far", case("xyzzy")
    yield "error-option", case("list --colour")
    yield "error-arguments", case("grade heat-steam")

    # Which cards
    yield "due", case("due")
    yield "due-json", case("due --json")
    yield "due-section", case("due --section heat --json")
    yield "due-new-reader", case("due", prepare=new_reader)
    yield "due-journal-gone", case("due", prepare=journal_gone)
    yield "due-without-interview", case("due", prepare=many_due)
    yield "due-broken-line", case("due", prepare=broken_line)
    yield "due-newer", case("due", prepare=newer_version)
    yield "due-broken-override", case("due", prepare=broken_override)
    yield "due-broken-bank", case("due", prepare=broken_bank)
    yield "due-no-bank", case("due", prepare=no_bank)
    yield "due-broken-settings", case("due", prepare=broken_settings)
    yield "due-broken-toml", case("due", prepare=broken_toml)
    yield "list", case("list")
    yield "list-json", case("list --json")
    yield "list-80", case("list", width=80)
    yield "list-132", case("list", width=132)
    yield "list-40", case("list --limit 5", width=40)
    for state in ("new", "due", "learning", "review", "weak", "suspended", "flagged"):
        yield f"list-{state}", case(f"list --state {state}")
    yield "list-two-states", case("list --state new --state suspended --json")
    yield "list-section", case("list --section dough --limit 3")
    yield "list-section-title", case("list --section knives")
    yield "list-section-beginning", case("list --section own --section sau")
    yield "list-levels", case("list --difficulty hard --likelihood medium --likelihood low")
    yield "list-tag", case("list --tag history --tag knife --difficulty easy")
    yield "list-search", case("list --search knife_dangerous")
    yield "list-search-tag", case("list --search history --json")
    yield "list-none", case("list --search nothing_like_it")
    yield "list-none-json", case("list --search nothing_like_it --json")
    yield "list-other-bank", case("list --bank own.yaml", prepare=own_bank)
    yield (
        "list-two-banks",
        case("list --bank own.yaml --bank bank.yaml --section tea --section safety", prepare=own_bank),
    )
    yield "list-new-reader", case("list --limit 4", prepare=new_reader)
    yield "list-fitted", case("list --json --section sauce", prepare=fitted)
    yield "error-section", case("list --section haet")
    yield "error-state", case("list --state overdue")
    yield "error-tag", case("list --tag hot")
    yield "error-difficulty", case("list --difficulty fiendish")
    yield "error-limit", case("list --limit 0")
    yield "error-bank", case("list --bank nowhere.yaml")
    yield "weak", case("weak")
    yield "weak-json", case("weak --json")
    yield "weak-80", case("weak", width=80)
    yield "weak-section", case("weak --section sauce --limit 2")
    yield "weak-none", case("weak", prepare=new_reader)
    for card_id in SHOWN:
        yield f"show-{card_id}", case(f"show {card_id}")
        yield f"show-{card_id}-json", case(f"show {card_id} --json")
    yield "show-80", case("show heat-maillard", width=80)
    yield "show-40", case("show heat-conduction", width=40)
    yield "show-other-bank", case("show tea-green --bank own.yaml", prepare=own_bank)
    yield "error-card", case("show heat-mailard")
    yield "error-card-far", case("show zzz --json")
    yield "error-card-gone", case("show gone-card")

    # Figures and the plan
    yield "stats", case("stats")
    yield "stats-json", case("stats --json")
    yield "stats-80", case("stats", width=80)
    yield "stats-section", case("stats --section heat")
    yield "stats-section-json", case("stats --section heat --limit 3 --json")
    yield "stats-new-reader", case("stats", prepare=new_reader)
    yield "stats-html", case("stats --export HOME/stats.html")
    yield "error-stats-export", case("stats --export stats.png")
    yield "plan", case("plan")
    yield "plan-json", case("plan --json")
    yield "plan-80", case("plan --date +4_days", width=80)
    yield "plan-date", case("plan --date 2026-11-30")
    yield "plan-days", case("plan --date +5_days --minutes 30 --json")
    yield "plan-today", case("plan --date 2026-11-23")
    yield "plan-minutes", case("plan --date +4_days --minutes 2")
    yield "plan-save", case("plan --date 2026-12-02 --minutes 20 --save")
    yield "plan-without-interview", case("plan", prepare=many_due)
    yield "plan-without-interview-json", case("plan --json", prepare=many_due)
    yield "plan-new-reader", case("plan --date +3_days", prepare=new_reader)
    yield "plan-unheard-section", case("plan", prepare=unheard_section)
    yield "error-plan-date", case("plan --date tomorrowish")
    yield "error-plan-past", case("plan --date 2026-11-01")
    yield "error-plan-minutes", case("plan --minutes many")
    yield "error-plan-save", case("plan --save")
    yield "optimize", case("optimize")
    yield "optimize-json", case("optimize --json --dry-run")
    yield "optimize-undo", case("optimize --undo", prepare=fitted)
    yield "optimize-undo-json", case("optimize --undo --json", prepare=fitted)
    yield "error-optimize-undo", case("optimize --undo")

    # Grades
    for rating in ("again", "hard", "good", "easy"):
        yield f"grade-{rating}", case(f"grade sauce-umami {rating}")
    yield "grade-json", case("grade heat-steam 3 --json")
    yield "grade-lines", case("grade knife-steel good --lines 1,3")
    yield "grade-lines-five", case("grade dough-sourdough hard --lines 5,2,2 --json")
    yield "grade-lines-none", case("grade sauce-reduce again --lines none")
    yield "grade-new", case("grade safety-allergy good")
    yield "grade-new-easy", case("grade safety-allergy easy --json")
    yield "grade-suspended", case("grade dough-laminate good")
    yield "grade-at", case("grade knife-angle good --at 2026-11-20T21:15")
    yield "grade-at-zone", case("grade knife-angle good --at 2026-11-20T01:30+01:00 --json")
    yield "grade-first", case("grade heat-steam good", prepare=new_reader)
    yield "grade-torn", case("grade heat-steam good", prepare=torn_line)
    yield "grade-unfinished", case("grade heat-steam good", prepare=unfinished_line)
    yield "grade-newer", case("grade heat-steam good", prepare=newer_version)
    yield "grade-broken-line", case("grade heat-steam good", prepare=broken_line)
    yield "error-grade", case("grade heat-steam great")
    yield "error-grade-card", case("grade heat-stem good")
    yield "error-grade-lines", case("grade heat-steam good --lines 1,5")
    yield "error-grade-at", case("grade heat-steam good --at yesterday")
    yield "error-grade-future", case("grade heat-steam good --at 2027-01-01T00:00Z")
    yield "undo", case("undo")
    yield "undo-json", case("undo --json")
    yield "undo-nothing", case("undo", prepare=new_reader)

    # The drill without a screen
    yield "drill", case("drill --plain", FIRST_CARDS)
    yield "drill-letters", case("drill --plain --search maillard --cram", EVERY_LETTER)
    yield "drill-moves", case("drill --plain --section knife --cram", MOVES)
    yield "drill-typed", case("drill --plain --section heat --cram", TYPED, prepare=typed_lines)
    yield "drill-80", case("drill --plain --limit 2", TO_THE_END, width=80)
    yield "drill-to-the-end", case("drill --plain", TO_THE_END)
    yield "drill-capped", case("drill --plain", TO_THE_END, prepare=many_due)
    yield "drill-weak", case("drill --plain --weak --limit 3", FIRST_CARDS)
    yield "drill-cram", case("drill --plain --cram --section knife", "\nx\n3\n\nnone\n1\nu\nq\n")
    yield "drill-more", case("drill --plain --more --limit 2", FIRST_CARDS)
    yield "drill-own-lines", case("drill --plain --section own --cram --limit 1", "\ng\nx\n3\n\n")
    yield "drill-new-reader", case("drill --plain --section own --limit 1", FIRST_CARDS, prepare=new_reader)
    yield "drill-ends-early", case("drill --plain", ENDS_EARLY)
    yield "drill-no-input", case("drill --plain")
    yield "drill-nothing", case("drill --plain --weak --search nothing_like_it")
    yield "drill-nothing-due", case("drill --plain --search turnip", "")
    yield "error-drill-terminal", case("drill")
    yield "error-drill-modes", case("drill --weak --cram")

    # Mock interviews
    yield "mock-json", case("mock --json")
    yield "mock-export", case("mock --export -")
    yield "mock-export-file", case("mock --export HOME/mock.md")
    yield "mock-none-json", case("mock --json", prepare=new_reader)
    yield "error-mock-none", case("mock --export -", prepare=new_reader)
    yield "error-mock-terminal", case("mock")
    yield "error-mock-minutes", case("mock --minutes 1")
    yield "error-mock-seed", case("mock --seed x")

    # Settings
    yield "config", case("config")
    yield "config-list", case("config list", width=80)
    yield "config-json", case("config list --json")
    yield "config-path", case("config path")
    for key in ("new_per_day", "timezone", "interviews", "minutes_by_day", "days_off", "learning_steps", "fuzz"):
        yield f"config-get-{key}", Case(("config", "get", key))
    yield "config-get-json", Case(("config", "get", "interviews", "--json"))
    yield "config-set", Case(("config", "set", "new_per_day", "12"))
    yield "config-set-text", Case(("config", "set", "timezone", "Asia/Tokyo"))
    yield "config-set-list", Case(("config", "set", "learning_steps", "[1, 5, 20]"))
    yield "config-set-bank", Case(("config", "set", "banks", '["bank.yaml", "own.yaml"]'), prepare=own_bank)
    yield (
        "config-set-first",
        Case(("config", "set", "fuzz", "false"), prepare=lambda home: (home / "config.toml").unlink()),
    )
    yield "config-unset", Case(("config", "unset", "interviews"))
    yield "error-config-key", Case(("config", "get", "new_per_dya"))
    yield "error-config-value", Case(("config", "set", "new_per_day", "-1"))
    yield "error-config-zone", Case(("config", "set", "timezone", "Berlin"))
    yield "error-config-type", Case(("config", "set", "fuzz", "maybe"))
    yield "error-config-steps", Case(("config", "set", "learning_steps", '[1, "x"]'))
    yield "error-config-file", Case(("config", "list"), prepare=broken_settings)

    # Upkeep
    yield "paths", case("paths")
    yield "paths-json", case("paths --json")
    yield "check", case("check")
    yield "check-json", case("check --json")
    yield "check-strict", case("check --strict")
    yield "check-own", case("check own.yaml", prepare=own_bank)
    yield "check-own-json", case("check own.yaml --json", prepare=own_bank)
    yield "check-own-strict", case("check own.yaml --strict", prepare=own_bank)
    yield "check-broken", case("check broken.yaml", prepare=own_bank)
    yield "check-broken-json", case("check broken.yaml own.yaml --json", prepare=own_bank)
    yield "check-twice", case("check broken.yaml bank.yaml", prepare=own_bank)
    yield "check-missing", case("check nowhere.yaml")
    yield "check-example", case("check --example")
    yield "doctor", case("doctor")
    yield "doctor-json", case("doctor --json")
    for name, prepare in (
        ("new-reader", new_reader),
        ("journal-gone", journal_gone),
        ("broken-line", broken_line),
        ("torn", torn_line),
        ("unfinished", unfinished_line),
        ("newer", newer_version),
        ("future", future_event),
        ("open-to-others", open_to_others),
        ("broken-override", broken_override),
        ("broken-bank", broken_bank),
        ("broken-settings", broken_settings),
        ("unheard-section", unheard_section),
    ):
        yield f"doctor-{name}", case("doctor", prepare=prepare)
        yield f"doctor-fix-{name}", case("doctor --fix", prepare=prepare)
    yield "merge", case("merge phone.jsonl")
    yield "merge-json", case("merge phone.jsonl --json")
    yield "merge-known", case("merge journal")
    yield "merge-folder", case("merge HOME")
    yield "merge-newer", case("merge phone.jsonl", prepare=newer_version)
    yield "error-merge", case("merge nowhere")
    yield "error-merge-none", case("merge bank.yaml")
    yield "restore", case("restore")
    yield "restore-json", case("restore --json")
    yield "restore-none", case("restore", prepare=new_reader)
    yield "restore-to", case("restore 2026-09-20.daily.zip")
    yield "restore-to-json", case("restore 2026-09-27T183000000Z.before-merge.zip --json")
    yield "restore-gone", case("restore 2026-09-20.daily.zip", prepare=journal_gone)
    yield "error-restore", case("restore 2026-09-21.daily.zip")
