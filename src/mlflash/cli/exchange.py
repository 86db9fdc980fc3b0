"""`mlflash import` and `export`: cards and reviews from other programs, and for them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_filter_and_json, add_json, parse_launch_options
from mlflash.cli.output import dump, note, one_line, plain
from mlflash.cli.progress_line import progress_line
from mlflash.errors import MlflashError
from mlflash.exchange.export_file import ExportRequest, check_request, export_cards, export_log
from mlflash.exchange.import_file import FORMATS
from mlflash.scheduler.events import Event
from mlflash.store.paths import Paths, clock_from_environment, find_paths
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings

if TYPE_CHECKING:
    from mlflash.exchange.import_run import Target

ON_SCREEN = 8
"""Places of a notice that are listed in a terminal."""


def _add_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="+", type=Path, metavar="FILE", help=".apkg, .colpkg, .csv, .tsv, .md, .json, .yaml"
    )
    parser.add_argument(
        "--into", metavar="BANK.yaml", help="the bank to add them to; a bare name is one in banks/"
    )
    parser.add_argument("--as", dest="kind", choices=FORMATS, help="read the files as this, whatever their ending")
    parser.add_argument("--dry-run", action="store_true", help="show what an import would do, and change nothing")
    parser.add_argument(
        "--progress", action="store_true", help="take Anki's review log, too; a shared deck may hold its maker's"
    )
    add_json(parser)


def import_cards(args: Namespace) -> None:
    """Show what would be imported, ask in a terminal, and write the banks."""
    from mlflash.exchange.import_run import new_reviews, plan_targets, write_import

    paths = find_paths()
    settings = read_settings(paths.config)
    on_progress = progress_line("reading the cards")
    try:
        targets = plan_targets(args.file, args.into, args.kind, paths, settings, on_progress)
    finally:
        on_progress(1, 1)  # removes the line, also before an error
    events = new_reviews(targets, paths, settings) if args.progress else []
    if not args.json:
        for target in targets:
            _show(target, paths, args.progress)
        if args.progress:
            print(f"{count_of(len(events), 'new review')} in Anki's log")
    writes = bool(events) or any(target.plan.changes_bank for target in targets)
    written = writes and not args.dry_run and (args.json or _agreed())
    if written:
        on_progress = progress_line("writing the banks")
        try:
            write_import(targets, events, paths, clock_from_environment()(), on_progress)
        finally:
            on_progress(1, 1)
    if args.json:
        dump([_as_json(target, events, written) for target in targets])
    elif not writes:
        print("nothing to import: everything is there already")
    elif written:
        _report(targets, events, settings)
    else:
        print("nothing was changed")


def _agreed() -> bool:
    """Ask in a terminal; without a terminal the answer is yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return input("Import? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def _show(target: Target, paths: Paths, progress: bool) -> None:
    """Print what would be imported: counts, and the places of cards that are skipped, joined or changed."""
    from mlflash.exchange.foreign import grouped_notices

    plan = target.plan
    bank = target.file.path
    named = f"banks/{bank.name}" if bank.parent == paths.banks else str(bank)
    print(f"{one_line(', '.join(target.sources))} → {one_line(named)}")
    print(f"  {count_of(len(plan.outcomes), 'card')}: {plan.counts or 'none of them valid'}")
    most = ON_SCREEN if sys.stdout.isatty() else None
    lines = list(grouped_notices(plan.notices, most))
    for line in lines:
        print(f"  {plain(line)}")
    if lines != list(grouped_notices(plan.notices, None)):
        print("  every place: the same command with --dry-run | less")
    if target.loses_layout:
        print("  the comments and the layout of the bank are not kept")
    if plan.reviews and not progress:
        print(f"  {count_of(len(plan.reviews), 'review')} in its log stay out: --progress takes them in")


def _report(targets: Sequence[Target], events: Sequence[Event], settings: Settings) -> None:
    """Print what was written, and what is left to do."""
    from mlflash.exchange.import_run import is_read

    changed = [target.file.path.absolute() for target in targets if target.plan.changes_bank]
    for path in changed:
        print(f"wrote {plain(str(path))}")
    if events:
        print(f"added {count_of(len(events), 'review')}")
    for path in changed:
        if not is_read(path, settings):
            note([f"{path} is not among your banks: mlflash config set banks '[\"{path}\"]' adds it"])


def _as_json(target: Target, events: Sequence[Event], written: bool) -> dict[str, Any]:
    """What an import did, or would do, for programs."""
    from mlflash.exchange.import_plan import ImportOutcome

    return {
        "files": target.sources,
        "bank": str(target.file.path),
        "written": written and target.plan.changes_bank,
        "cards": {outcome.name.lower(): target.plan.count(outcome) for outcome in ImportOutcome},
        "reviews": sum(getattr(event, "card_id", None) in target.plan.outcomes for event in events),
        "notices": [notice._asdict() for notice in target.plan.notices],
    }


def _add_export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=".apkg for Anki; .tsv or .csv, tables that Anki reads; .md to print; .json or .yaml, a whole bank",
    )
    parser.add_argument("--log", type=Path, metavar="FILE", help="the review log instead, to a .csv or .json file")
    parser.add_argument("--progress", action="store_true", help="with schedule and reviews, in an .apkg file")
    parser.add_argument("--mine", action="store_true", help="with your own lines and notes")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    add_filter_and_json(parser)


def export(args: Namespace) -> None:
    """Write the file, and print what it contains."""
    log = args.log is not None
    if (args.path is None) != log:
        raise MlflashError("expected one file, or --log with one; see `mlflash export --help`", code=2)
    if log and args.mine:
        raise MlflashError("--mine: the review log holds neither lines nor notes", code=2)
    request = ExportRequest(args.log or args.path, mine=args.mine, progress=args.progress, force=args.force)
    check_request(request, log=log)
    options = parse_launch_options(args)
    with opened_study(options) as study:
        request = request._replace(chosen=options.chosen, limit=options.limit, banks=options.banks)
        progress = progress_line("exporting the cards")
        exported = export_log(study, request) if log else export_cards(study, request, progress)
    if args.json:
        dump(exported._asdict() | {"path": str(exported.path)})
        return
    reviews, contents = count_of(exported.reviews, "review"), count_of(exported.cards, "card")
    if log:
        contents = f"{reviews} of {contents}"
    elif args.progress:
        contents = f"{contents} with {reviews}"
    print(f"wrote {contents} to {one_line(str(exported.path))}")
    for remark in exported.remarks:
        print(f"  {remark}")


COMMANDS = {
    "import": Command(
        "Take in cards from Anki, tables, Markdown or other banks. What you import again updates the text; your"
        " progress and your own edits stay.",
        _add_import_arguments,
        import_cards,
    ),
    "export": Command(
        "Write cards to a file for Anki, for a spreadsheet, to print, or as a bank; or the review log.",
        _add_export_arguments,
        export,
    ),
}
