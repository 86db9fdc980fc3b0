"""`mlflash paths` and the commands that look after what is kept."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mlflash.cli.options import Parser, add_json
from mlflash.cli.output import BOLD, DIM, count_of, dump, note, one_line, plain, styled, table
from mlflash.errors import MlflashError, shortened
from mlflash.store.paths import bundled_bank, find_paths

if TYPE_CHECKING:
    from datetime import datetime

    from mlflash.store.doctor import Finding
    from mlflash.store.settings import Settings
    from mlflash.study.study import Study

NARROW, LOW = 60, 20
"""Columns and rows under which a card seldom fits."""


def paths(arguments: list[str]) -> int:
    """Print where everything is kept; nothing of it is created by asking."""
    parser = Parser("paths", "Where everything is kept.")
    add_json(parser)
    args = parser.parse_args(arguments)
    places = {name: str(path) for name, path in find_paths()._asdict().items()}
    places["bundled_bank"] = str(bundled_bank())
    if args.json:
        dump(places)
    else:
        for name, place in places.items():
            print(f"{name:12}  {one_line(place)}")  # never cut: it is there to be copied
    return 0


def check(arguments: list[str]) -> int:
    """Print the faults of question files; 1 where there are errors."""
    parser = Parser("check", "Look for faults in question files: those named, else those in use.")
    parser.add_argument("path", nargs="*", type=Path, help="a question file or a folder of them")
    parser.add_argument("--strict", action="store_true", help="hold them to all that the bundled bank promises")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="a JSON file of cards that have to be there")
    parser.add_argument("--example", action="store_true", help="print a small bank to begin one's own with")
    add_json(parser)
    args = parser.parse_args(arguments)
    if args.example:
        from mlflash.bank.example import EXAMPLE

        print(EXAMPLE, end="")
        return 0
    from mlflash.bank.lint import check as checked

    report = checked(args.path or _in_use(), args.strict, args.seed, bundled_bank())
    if args.json:
        dump(
            {
                "questions": report.questions,
                "errors": [fault._asdict() for fault in report.errors],
                "warnings": [fault._asdict() for fault in report.warnings],
            }
        )
    else:
        for fault in report.errors:
            print(plain(str(fault)))
        remarks = set(report.remarks)
        warnings = [fault for fault in report.warnings if fault not in remarks]
        for fault in warnings:
            print(f"{styled('warning:', DIM)} {plain(str(fault))}")
        found = [count_of(len(report.errors), "error"), count_of(len(warnings), "warning")]
        print(f"{count_of(report.questions, 'question')}, {', '.join(found)}")
        if remarks:
            places = count_of(len(remarks), "place")
            print(f"the bundled bank's own rules would ask for more in {places}: --strict names them")
    return 1 if report.errors else 0


def _in_use() -> list[Path]:
    from mlflash.store.settings import read_settings
    from mlflash.study.banks import chosen_banks

    return chosen_banks(read_settings(find_paths().config), ())


def doctor(arguments: list[str]) -> int:
    """Print what was looked at in what is kept, and with --fix mend it; 1 where something is wrong."""
    parser = Parser("doctor", "Look for faults in what is kept: journal, snapshot, permissions, clock, terminal.")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended, after a backup")
    parser.add_argument(
        "--undo-future", action="store_true", help="undo events later than this clock, which another clock left"
    )
    add_json(parser)
    args = parser.parse_args(arguments)
    from mlflash.store.doctor import Finding, examine
    from mlflash.store.paths import device
    from mlflash.store.settings import Settings, clock_from_environment, read_settings

    places, now = find_paths(), clock_from_environment()()
    found: list[Finding] = []
    try:
        settings, fix = read_settings(places.config), args.fix
        found += _bank_findings(settings)
        if args.undo_future:
            found.append(_undone(settings, now))
    except MlflashError as error:
        # Mending stands on the settings: with those in doubt nothing is touched.
        settings, fix = Settings(), False
        found.append(Finding("error", str(error), "mend the file; until then nothing else is mended"))
    found += examine(places, settings.parameters, device(), now, fix=fix)
    found.append(_terminal())
    if args.json:
        dump([finding._asdict() for finding in found])
    else:
        for finding in found:
            label = finding.level if finding.level == "ok" else styled(f"{finding.level:5}", BOLD)
            print(f"{label:5}  {shortened(one_line(finding.what))}")
            if finding.do:
                print(f"       {shortened(one_line(finding.do))}")
    return 1 if any(finding.level == "error" for finding in found) else 0


def _undone(settings: Settings, now: datetime) -> Finding:
    """Undo what is later than the clock; say how much that was."""
    from mlflash.scheduler.study_day import study_day
    from mlflash.store.doctor import Finding
    from mlflash.store.paths import device
    from mlflash.store.settings import time_zone
    from mlflash.store.wrong_clock import undo_future

    today = study_day(now, time_zone(settings.timezone), settings.rollover)
    try:
        count = undo_future(find_paths(), device(), now, today, lambda: os.urandom(4).hex())
    except MlflashError as error:
        return Finding("error", str(error), "nothing in the future was undone")
    return Finding("ok", f"{count_of(count, 'event')} later than the clock undone")


def terminal() -> tuple[str, int, int] | None:
    """The encoding a terminal on standard output is written to in, its columns and its rows; None without one."""
    if not sys.stdout.isatty():
        return None
    return (sys.stdout.encoding or "ascii").lower(), *shutil.get_terminal_size()


def _terminal() -> Finding:
    """What the terminal can show of the app."""
    from mlflash.store.doctor import Finding

    found, kind = terminal(), os.environ.get("TERM", "unknown")
    if found is None:
        return Finding("ok", "no terminal here: output goes to a pipe or a file")
    encoding, columns, rows = found
    if kind in ("dumb", "unknown"):
        do = "set TERM, or do without: mlflash drill --plain"
        return Finding("warn", f"the terminal is {kind}: the app cannot draw on it", do)
    if encoding.replace("-", "") != "utf8":
        do = "choose a UTF-8 locale: export LC_ALL=C.UTF-8"
        return Finding("warn", f"the terminal is written to in {encoding}: signs will be missing", do)
    if columns < NARROW or rows < LOW:
        do = f"make it {NARROW} by {LOW} or larger"
        return Finding("warn", f"the terminal has {columns} by {rows} cells: cards will have to be scrolled", do)
    return Finding("ok", f"the terminal is {kind} with {columns} by {rows} cells")


def back_up(study: Study) -> None:
    """Make the day's backup where there is none yet; one that cannot be made is told, and fails nothing."""
    from mlflash.store.backups import daily

    try:
        daily(study.paths, study.view().day)
    except MlflashError as error:
        note([str(error)])


def _bank_findings(settings: Settings) -> list[Finding]:
    from mlflash.store.doctor import Finding
    from mlflash.store.settings import clock_from_environment
    from mlflash.study.banks import complaints_of, open_what_loads
    from mlflash.study.interview_plan import unheard

    try:
        catalog = open_what_loads(settings, (), find_paths().cache)
    except MlflashError as error:
        return [Finding("error", line, "mlflash check says more") for line in str(error).splitlines()]
    found = [Finding("ok", f"{count_of(len(catalog), 'question')} in the banks in use")]
    found += [Finding("error", complaint) for complaint in complaints_of(catalog)]
    do = "mend it in the file that `mlflash config path` names"
    day = clock_from_environment()().date()
    return [*found, *(Finding("warn", line, do) for line in unheard(catalog.entries, settings, day))]


def merge(arguments: list[str]) -> int:
    """Take in the journal of another machine, a copy or a backup of one."""
    parser = Parser(
        "merge", "Take in the journal of another machine or a copy; what is known already is passed over."
    )
    parser.add_argument("path", type=Path, help="a journal file, a folder of them, or another MLFLASH_HOME")
    add_json(parser)
    args = parser.parse_args(arguments)
    from mlflash.store.merge import merge as merged
    from mlflash.store.settings import clock_from_environment

    done = merged(args.path, find_paths(), clock_from_environment()())
    note(done.complaints)
    if args.json:
        dump(done._asdict() | {"path": str(done.path) if done.path else None})
    else:
        known = f", {done.known:,} known before" if done.known else ""
        print(f"took in {count_of(done.added, 'event')} from {count_of(done.files, 'file')}{known}")
    return 0


def restore(arguments: list[str]) -> int:
    """List the backups of the journal, or return to one; what is there now is backed up first."""
    parser = Parser("restore", "List the backups of the journal, newest first, or return to one of them.")
    parser.add_argument("name", nargs="?", help="a backup's name; without one they are listed")
    add_json(parser)
    args = parser.parse_args(arguments)
    from mlflash.store import backups
    from mlflash.store.settings import clock_from_environment

    if args.name is None:
        found = backups.listing(find_paths())
        if args.json:
            dump([backup._asdict() | {"day": backup.day.isoformat()} for backup in found])
        elif found:
            table([[b.name, b.reason, f"{b.size:,}"] for b in found], ["name", "why", "bytes"], right=(2,))
        else:
            print("there is no backup yet")
        return 0
    done = backups.restore(find_paths(), args.name, clock_from_environment()())
    if args.json:
        dump(done._asdict())
    else:
        print(f"returned to {one_line(args.name)}: {count_of(len(done.files), 'journal file')}")
        if done.before:
            print(f"what was there before: mlflash restore {done.before}")
    return 0


COMMANDS = {"check": check, "doctor": doctor, "merge": merge, "paths": paths, "restore": restore}
