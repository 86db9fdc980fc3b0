"""`mlflash merge`, `paths` and `restore`: copies of the journal, and where the reader's files are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import dump, note, one_line, sentence, table
from mlflash.store import backups
from mlflash.store.backup_summary import backup_name, summarize_backup, summarize_journals
from mlflash.store.merge import merge as merge_journal
from mlflash.store.paths import Paths, bundled_bank, clock_from_environment, find_paths


def paths(args: Namespace) -> None:
    """Print where the files are kept; creates nothing."""
    places = {name: str(path) for name, path in find_paths()._asdict().items()}
    places["bundled_bank"] = str(bundled_bank())
    if args.json:
        dump(places)
    else:
        for name, place in places.items():
            print(f"{name:12}  {one_line(place)}")  # never cut, so that it can be copied


def _add_merge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a journal file, a folder of them, or another MLFLASH_HOME")
    add_json(parser)


def merge(args: Namespace) -> None:
    """Add the journal of another machine, a copy or a backup."""
    done = merge_journal(args.path, find_paths(), clock_from_environment()())
    note(done.complaints)
    if args.json:
        dump(done._asdict() | {"path": str(done.path) if done.path else None})
    else:
        known = f", {done.known:,} known already" if done.known else ""
        sentence(f"added {count_of(done.added, 'event')} from {count_of(done.files, 'file')}{known}")


def _add_restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="a backup's name or its day; without one they are listed")
    add_json(parser)


def restore(args: Namespace) -> None:
    """List the backups of the journal, or go back to one; the current journal is backed up first."""
    places = find_paths()
    if args.name is None:
        _list_backups(places, as_json=args.json)
        return
    before = summarize_journals(places).reviews
    name = backup_name(places, args.name)
    done = backups.restore(places, name, clock_from_environment()())
    now = summarize_journals(places).reviews
    if args.json:
        dump(done._asdict() | {"reviews": now, "reviews_before": before})
    else:
        banks = f", {count_of(len(done.banks), 'file of cards', 'files of cards')}" if done.banks else ""
        sentence(f"went back to {one_line(name)}: {count_of(now, 'review')}, before {before:,}{banks}")
        if done.before:
            print(f"to undo this: mlflash restore {done.before}")


def _list_backups(places: Paths, *, as_json: bool) -> None:
    """Print every backup with its reviews, newest first."""
    summaries = {backup: summarize_backup(places.backups / backup.name) for backup in backups.listing(places)}
    if as_json:
        dump(
            [
                backup._asdict()
                | {"day": backup.day.isoformat()}
                | {"reviews": summary and summary.reviews, "last_review": summary and summary.last}
                for backup, summary in summaries.items()
            ]
        )
    elif summaries:
        rows = [
            [backup.name, backup.reason, *((f"{found.reviews:,}", found.last or "") if found else ("damaged", ""))]
            for backup, found in summaries.items()
        ]
        table(rows, ["name", "why", "reviews", "last review"], right=(2,))
        sentence("a daily backup is made once a day, at the first start or grade; the next one has the rest")
    else:
        print("there is no backup yet")


COMMANDS = {
    "merge": Command(
        "Add the journal of another machine or a copy; events that are known already are skipped.",
        _add_merge_arguments,
        merge,
    ),
    "paths": Command("Print where your files are kept.", add_json, paths),
    "restore": Command(
        "List the backups of the journal, newest first, or go back to one of them.",
        _add_restore_arguments,
        restore,
    ),
}
