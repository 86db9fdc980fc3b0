"""`mlflash merge`, `paths` and `restore`: where the user's files are, and other copies of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlflash.cli.command import Command
from mlflash.cli.options import add_json
from mlflash.cli.output import dump, note, on_disk, one_line, sentence, table
from mlflash.errors import MlflashError
from mlflash.store.paths import bundled_bank, find_paths
from mlflash.study.format import count_of

if TYPE_CHECKING:
    from mlflash.study.study import Study


def paths(args: Namespace) -> int:
    """Print where the files are kept; creates nothing."""
    places = {name: str(path) for name, path in find_paths()._asdict().items()}
    places["bundled_bank"] = str(bundled_bank())
    if args.json:
        dump(places)
    else:
        for name, place in places.items():
            print(f"{name:12}  {one_line(place)}")  # never cut, since it is printed to be copied
    return 0


def back_up(study: Study) -> None:
    """Make the day's backup if there is none yet; print a note if that fails."""
    from mlflash.store.backups import daily

    try:
        daily(study.paths, study.view().day)
    except MlflashError as error:
        note([str(error)])


@contextmanager
def recorded(study: Study) -> Iterator[None]:
    """Save and back up what was recorded, then report it within; whatever fails from here on is a note."""
    with on_disk():
        study.save()
        note(study.news())
        back_up(study)
        yield


def add_merge_arguments(parser: ArgumentParser) -> None:
    """Add the journal, and JSON."""
    parser.add_argument("path", type=Path, help="a journal file, a folder of them, or another MLFLASH_HOME")
    add_json(parser)


def merge(args: Namespace) -> int:
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
    return 0


def add_restore_arguments(parser: ArgumentParser) -> None:
    """Add the backup, and JSON."""
    parser.add_argument("name", nargs="?", help="a backup's name or its day; without one they are listed")
    add_json(parser)


def restore(args: Namespace) -> int:
    """List the backups of the journal, or go back to one; the current journal is backed up first."""
    from mlflash.store import backups
    from mlflash.store.backup_summary import by_day, of_backup, of_journals
    from mlflash.store.paths import clock_from_environment

    if args.name is None:
        listed = backups.listing(find_paths())
        summaries = [of_backup(find_paths().backups / backup.name) for backup in listed]
        if args.json:
            dump(
                [
                    backup._asdict()
                    | {"day": backup.day.isoformat()}
                    | {
                        "reviews": summary.reviews if summary else None,
                        "last_review": summary.last if summary else None,
                    }
                    for backup, summary in zip(listed, summaries, strict=True)
                ]
            )
        elif listed:
            rows = [
                [
                    b.name,
                    b.reason,
                    f"{summary.reviews:,}" if summary else "damaged",
                    summary.last or "" if summary else "",
                ]
                for b, summary in zip(listed, summaries, strict=True)
            ]
            table(rows, ["name", "why", "reviews", "last review"], right=(2,))
            sentence("a daily backup is made once a day, at the first start or grade; the next one has the rest")
        else:
            print("there is no backup yet")
        return 0
    was = of_journals(find_paths()).reviews
    name = by_day(find_paths(), args.name)
    done = backups.restore(find_paths(), name, clock_from_environment()())
    now = of_journals(find_paths()).reviews
    if args.json:
        dump(done._asdict() | {"reviews": now, "reviews_before": was})
    else:
        banks = f", {count_of(len(done.banks), 'file of cards', 'files of cards')}" if done.banks else ""
        sentence(f"went back to {one_line(name)}: {count_of(now, 'review')}, before {was:,}{banks}")
        if done.before:
            print(f"to undo this: mlflash restore {done.before}")
    return 0


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
