"""`mlflash optimize`: fit the forgetting curve to the reader's own reviews, and take the fit back."""

from __future__ import annotations

from mlflash.cli.options import Parser, add_json
from mlflash.cli.output import dump, note
from mlflash.errors import MlflashError
from mlflash.memory import fitting
from mlflash.store import config, journal
from mlflash.store.paths import find_paths


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
    settings = config.read(paths.config)
    if args.undo:
        if not settings.weights:
            raise MlflashError("no weights are set: the schedule goes by FSRS's own already")
        if not args.dry_run:
            config.change(paths.config, {"weights": None})
        dump({"undone": not args.dry_run}) if args.json else print("the schedule goes by FSRS's own weights again")
        return 0
    reading = journal.read(paths.journal_dir)
    note(reading.complaints if reading else ())
    events = reading.events if reading else []
    fit = fitting.optimize(fitting.histories(events), settings.parameters)
    written = fit.accepted and not args.dry_run
    if written:
        config.change(paths.config, {"weights": list(fit.weights)})
    if args.json:
        dump({**fit._asdict(), "weights": list(fit.weights), "written": written})
        return 0
    print(fitting.verdict(fit))
    if written:
        print("the whole schedule was computed anew; `mlflash optimize --undo` returns to FSRS's own weights")
    return 0
