"""`mlflash mock`: start a mock interview, or print the scorecards."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from mlflash.cli.command import Command, Result
from mlflash.cli.drill import add_words, check_words
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_filter, parse_launch_options
from mlflash.cli.output import dump
from mlflash.errors import MlflashError
from mlflash.scheduler.events import iso
from mlflash.store.files import explained
from mlflash.study.launch import LaunchOptions
from mlflash.study.mock.mock_run import LEAST_MINUTES, MINUTES, MOST_MINUTES, check_minutes
from mlflash.study.mock.scorecard import Score, Scorecard, markdown, scorecards
from mlflash.study.session import SessionMode


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--minutes",
        type=_minutes,
        default=MINUTES,
        metavar="N",
        help=f"{LEAST_MINUTES:g} to {MOST_MINUTES:g}; {MINUTES:g} by default",
    )
    parser.add_argument("--seed", type=_seed, metavar="N", help="draw the same cards again")
    parser.add_argument("--plain", action="store_true", help="line by line, without a screen")
    add_words(parser)
    printing = parser.add_mutually_exclusive_group()
    printing.add_argument("--export", metavar="FILE", help="write the last scorecard as Markdown; - prints it")
    printing.add_argument("--json", action="store_true", help="print all scorecards as JSON")
    add_filter(parser)


def mock(args: Namespace) -> Result:
    """Open the app on a mock interview, or print scorecards."""
    options = parse_launch_options(args)
    check_words(args)
    if args.export is not None or args.json:
        _print_scorecards(options, args.export)
        return None
    if not args.plain:
        return options._replace(mode=SessionMode.MOCK, minutes=args.minutes, seed=args.seed)
    from mlflash.cli.plain.plain_mock import run
    from mlflash.cli.plain.speech import spoken

    with spoken(args.words):
        return run(options, args.minutes, args.seed)


def _print_scorecards(options: LaunchOptions, target: str | None) -> None:
    """Print all scorecards as JSON, or write the last one as Markdown to a file; - is standard output."""
    with opened_study(options) as study:
        cards = scorecards(study.progress.mocks)
        if target is None:
            dump([_plain(card) for card in cards])
            return
        if not cards:
            raise MlflashError("there is no mock interview yet; `mlflash mock` starts one")
        text = markdown(cards[-1], cards, study.catalog)
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    with explained(f"cannot write {path}"):
        path.write_text(text, "utf-8")
    print(f"written to {path}")


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
        "sections": [{"id": section, "section": section, **_score(score)} for section, score in card.sections],
        "tonight": [
            {"id": item.card_id, "question": item.card_id, "section": item.section, "why": item.why}
            for item in card.tonight
        ],
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


COMMANDS = {
    "mock": Command(
        "A mock interview: your project first, then cards drawn by likelihood and weakness, each with a "
        "countdown; you tick the lines you said and answer a probe or two; a scorecard comes at the end.",
        _add_arguments,
        mock,
    )
}
