"""`mlflash optimize`: fit the forgetting curve to the reader's own reviews, and take the fit back."""

from __future__ import annotations

from mlflash.cli.options import Parser, add_json
from mlflash.cli.output import dump, note
from mlflash.errors import MlflashError
from mlflash.scheduler import optimizer
from mlflash.store import journal
from mlflash.store.paths import find_paths
from mlflash.store.settings_file import change_settings, read_settings


def optimize(arguments: list[str]) -> int:
    """Fit, show both losses, and write the weights where they predict better."""
    parser = Parser(
        "optimize",
        "Fit the forgetting curve to your own reviews; the fit is kept only if it predicts reviews better "
        "that it has not seen.",
    )
    parser.add_argument("--undo", action="store_true", help="return to FSRS's own weights")
    parser.add_argument("--dry-run", action="store_true", help="show what would be, write nothing")
    add_json(parser)
    args = parser.parse_args(arguments)
    paths = find_paths()
    settings = read_settings(paths.config)
    if args.undo:
        if not settings.weights:
            raise MlflashError("no weights are set: the schedule goes by FSRS's own already")
        if not args.dry_run:
            change_settings(paths.config, {"weights": None})
        dump({"undone": not args.dry_run}) if args.json else print("the schedule goes by FSRS's own weights again")
        return 0
    reading = journal.read(paths.journal_dir)
    note(reading.complaints if reading else ())
    events = reading.events if reading else []
    fit = optimizer.optimize(optimizer.histories(events), settings.parameters)
    written = fit.accepted and not args.dry_run
    if written:
        change_settings(paths.config, {"weights": list(fit.weights)})
    if args.json:
        dump({**fit._asdict(), "weights": list(fit.weights), "written": written})
        return 0
    print(optimizer.verdict(fit))
    if written:
        print("the whole schedule was computed anew; `mlflash optimize --undo` returns to FSRS's own weights")
    return 0
