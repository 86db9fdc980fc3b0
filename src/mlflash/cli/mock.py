"""`mlflash mock`: what interview was asked for, and the last one as Markdown or JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mlflash.cli.options import Parser, add_filter, opening
from mlflash.cli.output import dump, note, replay_progress
from mlflash.errors import MlflashError
from mlflash.scheduler.events import iso
from mlflash.study.launch import LaunchOptions, studying
from mlflash.study.mock.mock_run import LEAST_MINUTES, MINUTES, MOST_MINUTES, check_minutes
from mlflash.study.mock.scorecard import Score, Scorecard, markdown, scorecards


def asked_for(arguments: list[str]) -> LaunchOptions | None:
    """The opening that the arguments of `mock` ask for; None where they only asked to print, and that is done."""
    parser = Parser(
        "mock",
        "A mock interview: your project, then questions drawn by likelihood and weakness; a countdown for each, "
        "then the lines you said, a probe or two, and at the end a scorecard.",
    )
    parser.add_argument(
        "--minutes",
        type=_minutes,
        default=MINUTES,
        metavar="N",
        help=f"{LEAST_MINUTES:g} to {MOST_MINUTES:g}; {MINUTES:g} where not given",
    )
    parser.add_argument("--seed", type=_seed, metavar="N", help="ask the same questions again")
    printing = parser.add_mutually_exclusive_group()
    printing.add_argument("--export", metavar="FILE", help="write the last scorecard as Markdown; - prints it")
    printing.add_argument("--json", action="store_true", help="print all scorecards as JSON")
    add_filter(parser)
    args = parser.parse_args(arguments)
    opened = opening(args)
    if args.export is None and not args.json:
        return opened._replace(mode="mock", minutes=check_minutes(args.minutes), seed=args.seed)
    with studying(opened, replay_progress()) as study:
        note(study.complaints)
        cards = scorecards(study.progress.mocks)
        if args.json:
            dump([_plain(card) for card in cards])
            return None
        if not cards:
            raise MlflashError("there is no mock interview yet; `mlflash mock` begins one")
        text = markdown(cards[-1], cards, study.catalog)
    if args.export == "-":
        sys.stdout.write(text)
    else:
        path = Path(args.export)
        try:
            path.write_text(text, "utf-8")
        except OSError as error:
            from mlflash.store.files import reason

            raise MlflashError(f"cannot write {path}: {reason(error)}") from None
        print(f"written to {path}")
    return None


def _minutes(text: str) -> float:
    try:
        return check_minutes(float(text))
    except ValueError:
        raise MlflashError(f"--minutes: found {text!r}, expected a number", code=2) from None


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise MlflashError(f"--seed: found {text!r}, expected a whole number of up to nine digits", code=2)
    return int(text)


def _plain(card: Scorecard) -> dict[str, Any]:
    return {
        "at": iso(card.at),
        "day": card.day.isoformat(),
        "minutes": card.minutes,
        "finished": card.finished,
        "asked": card.asked,
        **_score(card.all),
        "sections": [{"section": section, **_score(score)} for section, score in card.sections],
        "tonight": [{"question": item.card_id, "section": item.section, "why": item.why} for item in card.tonight],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "questions": score.questions,
        "lines_hit": score.hit,
        "lines": score.lines,
        "probes_right": score.right,
        "probes": score.probes,
        "seconds": round(score.seconds, 1),
        "seconds_given": score.limit,
    }
