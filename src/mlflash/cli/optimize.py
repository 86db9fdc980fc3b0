"""`mlflash optimize`: fit the forgetting curve to the reader's own reviews, or go back to FSRS's own weights."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from mlflash.cli.command import Command
from mlflash.cli.config import change
from mlflash.cli.options import add_json
from mlflash.cli.output import dump, note, sentence
from mlflash.errors import MlflashError
from mlflash.scheduler import optimizer
from mlflash.store import journal_reader
from mlflash.store.paths import Paths, find_paths
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--undo", action="store_true", help="go back to FSRS's own weights")
    parser.add_argument("--dry-run", action="store_true", help="print the result, write nothing")
    add_json(parser)


def optimize(args: Namespace) -> None:
    """Fit the weights, print both losses, and keep the weights if they predict better."""
    paths = find_paths()
    settings = read_settings(paths.config)
    if args.undo:
        _undo(paths, settings, args)
        return
    reading = journal_reader.read(paths.journal_dir)
    note(reading.complaints)
    fit = optimizer.optimize(optimizer.histories(reading.events), settings.parameters)
    written = fit.accepted and not args.dry_run
    if written:
        change(paths, {"weights": list(fit.weights)})
    if args.json:
        dump({**fit._asdict(), "weights": list(fit.weights), "written": written})
        return
    sentence(optimizer.verdict(fit))
    if written:
        sentence("the schedule was computed again; `mlflash optimize --undo` goes back to FSRS's own weights")


def _undo(paths: Paths, settings: Settings, args: Namespace) -> None:
    """Go back to FSRS's own weights; raises `MlflashError` where they are in use already."""
    if not settings.weights:
        raise MlflashError("no weights are set: the schedule uses FSRS's own already")
    if not args.dry_run:
        change(paths, {"weights": None})
    dump({"undone": not args.dry_run}) if args.json else print("the schedule uses FSRS's own weights again")


COMMANDS = {
    "optimize": Command(
        "Fit the forgetting curve to your own reviews. The fit is kept only if it predicts reviews it has not "
        "seen better than the weights in use.",
        _add_arguments,
        optimize,
    )
}
