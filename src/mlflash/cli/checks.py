"""`mlflash check` and `doctor`: find errors in question files, and problems with the reader's files."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path

from mlflash.amounts import count_of
from mlflash.bank.catalog import Catalog
from mlflash.bank.example import EXAMPLE
from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import BOLD, DIM, dump, note, one_line, plain, sentence, styled
from mlflash.errors import MlflashError, shortened
from mlflash.scheduler.study_day import study_day
from mlflash.store import snapshot
from mlflash.store.doctor import ERROR, OK, WARN, Finding, examine
from mlflash.store.paths import bundled_bank, clock_from_environment, device, find_paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings_file
from mlflash.store.wrong_clock import undo_future
from mlflash.study.banks import chosen_banks, open_loadable_banks
from mlflash.study.interview_plan import unknown_sections

NARROW, LOW = 60, 20
"""Columns and rows below which many cards do not fit on the screen."""


def _add_check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="*", type=Path, help="a question file or a folder of them")
    parser.add_argument("--strict", action="store_true", help="apply all rules of the bundled bank")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="a JSON file of cards that must be there")
    parser.add_argument("--example", action="store_true", help="print a small bank to start your own from")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of a bank, for editors")
    add_json(parser)


def check(args: Namespace) -> int:
    """Print the errors and warnings of question files; returns 1 if there are errors."""
    if args.json and (args.example or args.schema):
        printed = "--example prints YAML" if args.example else "--schema prints JSON by itself"
        raise MlflashError(f"{printed}: leave --json out", code=2)
    if args.example:
        print(EXAMPLE, end="")
        return 0
    if args.schema:
        from mlflash.bank.schema import json_schema

        dump(json_schema())
        return 0
    from mlflash.bank.lint import by_line
    from mlflash.bank.lint import check as checked

    files, settings = args.path, None
    if not files:
        settings_file = read_settings_file(find_paths().config)
        note(settings_file.notices)
        settings = settings_file.settings
        files = chosen_banks(settings, ())
    report = checked(files, args.strict, args.seed, bundled_bank())
    remarks = set(report.remarks)
    if args.json:
        dump(
            {
                "questions": report.questions,
                "errors": [fault._asdict() for fault in report.errors],
                "warnings": [
                    fault._asdict() | {"strict": fault in remarks or args.strict}
                    for fault in by_line([*report.warnings, *report.remarks])
                ],
            }
        )
    else:
        for fault in report.errors:
            sentence(plain(str(fault)))
        for fault in report.warnings:
            sentence(f"{styled('warning:', DIM)} {plain(str(fault))}")
        counts = [count_of(len(report.errors), "error"), count_of(len(report.warnings), "warning")]
        print(f"{count_of(report.questions, 'card')}, {', '.join(counts)}")
        if settings is not None:
            _print_ids_without_a_card(settings)
        if remarks:
            places = count_of(len(remarks), "place")
            sentence(f"{places} would not pass the stricter rules of the bundled bank: --strict lists them")
    return 1 if report.errors else 0


def _print_ids_without_a_card(settings: Settings) -> None:
    """Print the ids that have reviews and are in no bank in use."""
    try:
        catalog = open_loadable_banks(settings, (), find_paths().cache)
    except MlflashError:
        return  # reported as errors
    for finding in _without_a_card(catalog, settings):
        sentence(f"{styled('warning:', DIM)} {finding.what}; {finding.do}")


def _add_doctor_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="fix what can be fixed, after a backup")
    parser.add_argument(
        "--undo-future", action="store_true", help="undo events dated in the future, from a clock that was ahead"
    )
    add_json(parser)


def doctor(args: Namespace) -> int:
    """Print what was checked, and with --fix fix it; returns 1 if something is wrong."""
    places, now = find_paths(), clock_from_environment()()
    findings: list[Finding] = []
    try:
        settings_file = read_settings_file(places.config)
        settings, fix = settings_file.settings, args.fix and not settings_file.faults
        # The fixes depend on the settings, so nothing is fixed while a setting is wrong.
        do = "`mlflash config path` names the file; `mlflash config unset KEY` returns a setting to its default"
        findings += [Finding(ERROR, notice, do) for notice in settings_file.notices]
        findings += _bank_findings(settings, now)
        if args.undo_future:
            findings.append(_undone(settings, now))
    except MlflashError as error:
        settings, fix = Settings(), False
        findings.append(Finding(ERROR, str(error), "fix the file; until then nothing else is fixed"))
    findings += examine(places, settings.parameters, device(), now, fix=fix)
    findings.append(_terminal_finding())
    if args.json:
        dump([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            label = finding.level if finding.level is OK else styled(f"{finding.level:5}", BOLD)
            sentence(f"{label:5}  {shortened(one_line(finding.what))}")
            if finding.do:
                sentence(f"       {shortened(one_line(finding.do))}")
    return 1 if any(finding.level is ERROR for finding in findings) else 0


def _undone(settings: Settings, now: datetime) -> Finding:
    """Undo the events dated after now, and report their number."""
    try:
        count = undo_future(find_paths(), device(), now, _today(settings, now), lambda: os.urandom(4).hex())
    except MlflashError as error:
        return Finding(ERROR, str(error), "no event was undone")
    return Finding(OK, f"{count_of(count, 'event')} dated in the future undone")


def _today(settings: Settings, now: datetime) -> date:
    """The study day, in the reader's time zone."""
    return study_day(now, time_zone(settings.timezone), settings.rollover)


def terminal() -> tuple[str, int, int] | None:
    """The encoding, columns and rows of the terminal on standard output; None without a terminal."""
    if not sys.stdout.isatty():
        return None
    return (sys.stdout.encoding or "ascii").lower(), *shutil.get_terminal_size()


def _terminal_finding() -> Finding:
    """Check whether the terminal can show the app."""
    size, kind = terminal(), os.environ.get("TERM", "unknown")
    if size is None:
        return Finding(OK, "no terminal here: output goes to a pipe or a file")
    encoding, columns, rows = size
    if kind in ("dumb", "unknown"):
        do = "set TERM, or use mlflash drill --plain"
        return Finding(WARN, f"the terminal is {kind}: the app cannot draw on it", do)
    if encoding.replace("-", "") != "utf8":
        do = "choose a UTF-8 locale: export LC_ALL=C.UTF-8"
        return Finding(WARN, f"the terminal's encoding is {encoding}: some characters will be missing", do)
    if columns < NARROW or rows < LOW:
        do = f"make it {NARROW} by {LOW} or larger"
        return Finding(WARN, f"the terminal has {columns} by {rows} cells: cards will have to be scrolled", do)
    return Finding(OK, f"the terminal is {kind} with {columns} by {rows} cells")


def _bank_findings(settings: Settings, now: datetime) -> list[Finding]:
    """Check the banks in use, and that their sections include those named by the interviews."""
    try:
        catalog = open_loadable_banks(settings, (), find_paths().cache)
    except MlflashError as error:
        return [Finding(ERROR, line, "for details: mlflash check") for line in str(error).splitlines()]
    findings = [Finding(OK, f"{count_of(len(catalog), 'card')} in the banks in use")]
    findings += [Finding(ERROR, complaint) for complaint in catalog.complaints]
    findings += _without_a_card(catalog, settings)
    do = "fix it in the file that `mlflash config path` names"
    lines = unknown_sections(catalog.cards, settings, _today(settings, now))
    return [*findings, *(Finding(WARN, line, do) for line in lines)]


def _without_a_card(catalog: Catalog, settings: Settings) -> list[Finding]:
    """Report the ids that have reviews and are in no bank: a card may have been renamed."""
    places = find_paths()
    try:
        states = snapshot.current(places.journal_dir, places.progress, settings.parameters).progress.states
    except MlflashError:
        return []  # reported by the checks of the journal
    gone = sorted(card_id for card_id, state in states.items() if state.reps and card_id not in catalog)
    if not gone:
        return []
    names = ", ".join(map(one_line, gone[:3])) + (" …" if len(gone) > 3 else "")
    what = f"{count_of(len(gone), 'id')} with reviews in no bank: {names}"
    return [Finding(WARN, what, "if a card was renamed, `mlflash rename OLD NEW` joins it to its history")]


COMMANDS = {
    "check": Command(
        "Check question files for errors: those named, or those in use.", _add_check_arguments, check
    ),
    "doctor": Command(
        "Check your files for problems: journal, snapshot, permissions, clock, terminal.",
        _add_doctor_arguments,
        doctor,
    ),
}
