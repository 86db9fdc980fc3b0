"""`mlflash merge`, `paths` and `restore`: copies of the journal, and where the reader's files are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import dump, note, on_disk, one_line, sentence, table
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank, find_paths

if TYPE_CHECKING:
    from mlflash.study.study import Study


def paths(args: Namespace) -> None:
    """Print where the files are kept; creates nothing."""
    places = {name: str(path) for name, path in find_paths()._asdict().items()}
    places["bundled_bank"] = str(bundled_bank())
    if args.json:
        dump(places)
    else:
        for name, place in places.items():
            print(f"{name:12}  {one_line(place)}")  # never cut, so that it can be copied


def back_up(study: Study) -> None:
    """Make the day's backup if there is none yet; print a note if that fails."""
    from mlflash.store.backups import daily

    try:
        daily(study.paths, study.view().day)
    except MlflashError as error:
        note([str(error)])


@contextmanager
def recorded(study: Study) -> Iterator[None]:
    """Save and back up what was recorded, and run the block that reports it; what fails then is only a note."""
    with on_disk():
        study.save()
        note(study.new_warnings())
        back_up(study)
        yield


def add_merge_arguments(parser: ArgumentParser) -> None:
    """Add the journal, and JSON."""
    parser.add_argument("path", type=Path, help="a journal file, a folder of them, or another MLFLASH_HOME")
    add_json(parser)


def merge(args: Namespace) -> None:
    """Add the journal of another machine, a copy or a backup."""
    from mlflash.store.merge import merge as merged
    from mlflash.store.paths import clock_from_environment

    done = merged(args.path, find_paths(), clock_from_environment()())
    note(done.complaints)
    if args.json:
        dump(done._asdict() | {"path": str(done.path) if done.path else None})
    else:
        known = f", {done.known:,} known already" if done.known else ""
        sentence(f"added {count_of(done.added, 'event')} from {count_of(done.files, 'file')}{known}")


def add_restore_arguments(parser: ArgumentParser) -> None:
    """Add the backup, and JSON."""
    parser.add_argument("name", nargs="?", help="a backup's name or its day; without one they are listed")
    add_json(parser)


def restore(args: Namespace) -> None:
    """List the backups of the journal, or go back to one; the current journal is backed up first."""
    from mlflash.store import backups
    from mlflash.store.backup_summary import backup_name, summarize_journals
    from mlflash.store.paths import clock_from_environment

    if args.name is None:
        _list_backups(as_json=args.json)
        return
    before = summarize_journals(find_paths()).reviews
    name = backup_name(find_paths(), args.name)
    done = backups.restore(find_paths(), name, clock_from_environment()())
    now = summarize_journals(find_paths()).reviews
    if args.json:
        dump(done._asdict() | {"reviews": now, "reviews_before": before})
    else:
        banks = f", {count_of(len(done.banks), 'file of cards', 'files of cards')}" if done.banks else ""
        sentence(f"went back to {one_line(name)}: {count_of(now, 'review')}, before {before:,}{banks}")
        if done.before:
            print(f"to undo this: mlflash restore {done.before}")


def _list_backups(*, as_json: bool) -> None:
    """Print every backup with its reviews, newest first."""
    from mlflash.store import backups
    from mlflash.store.backup_summary import summarize_backup

    paths = find_paths()
    summaries = {backup: summarize_backup(paths.backups / backup.name) for backup in backups.listing(paths)}
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
            [
                backup.name,
                backup.reason,
                *((f"{summary.reviews:,}", summary.last or "") if summary else ("damaged", "")),
            ]
            for backup, summary in summaries.items()
        ]
        table(rows, ["name", "why", "reviews", "last review"], right=(2,))
        sentence("a daily backup is made once a day, at the first start or grade; the next one has the rest")
    else:
        print("there is no backup yet")


COMMANDS = {
    "merge": Command(
        "Add the journal of another machine or a copy; events that are known already are skipped.",
        add_merge_arguments,
        merge,
    ),
    "paths": Command("Print where your files are kept.", add_json, paths),
    "restore": Command(
        "List the backups of the journal, newest first, or go back to one of them.",
        add_restore_arguments,
        restore,
    ),
}
