"""`mlflash export`: write cards, with progress if asked for, or the review log, to a file for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from mlflash.amounts import count_of
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_filter_and_json, parse_launch_options
from mlflash.cli.output import dump, one_line
from mlflash.cli.progress_line import progress_line
from mlflash.errors import MlflashError
from mlflash.exchange.export_file import ExportRequest, check_request, export_cards, export_log


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
    "export": Command(
        "Write cards to a file for Anki, for a spreadsheet, to print, or as a bank; or the review log.",
        _add_export_arguments,
        export,
    )
}
