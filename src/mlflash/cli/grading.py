"""`mlflash grade` and `mlflash undo`: one grade from outside the app, and its taking back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mlflash.cli.options import Parser, add_bank, add_json, opening
from mlflash.cli.output import dump, note, on_disk, told
from mlflash.cli.rows import row
from mlflash.cli.upkeep import back_up
from mlflash.errors import MlflashError
from mlflash.memory.events import RATING_NAMES, RATINGS, YEARS, to_dict
from mlflash.study.opening import studying
from mlflash.study.study import Study
from mlflash.study.telling import outlook, took_back

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of this machine's clock a grade's instant may lie."""


def grade(arguments: list[str]) -> int:
    """Grade a question; the grade is on disk when this returns."""
    parser = Parser("grade", "Grade a question from outside the app.")
    parser.add_argument("id", help="the question's id")
    parser.add_argument("rating", help="again, hard, good or easy, or 1 to 4")
    parser.add_argument("--at", metavar="TIME", help="when it was answered, if not now: 2027-01-31T08:00Z")
    parser.add_argument("--lines", metavar="N,N", help="the answer lines that were recalled: 1,3; or none")
    add_bank(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    rating = _rating(args.rating)
    with studying(opening(args), told()) as study:
        note(study.complaints)
        entry = study.catalog.require(args.id)
        lines = None if args.lines is None else _lines(args.lines, study.asked(entry.id))
        at = None if args.at is None else _instant(args.at, study)
        study.record_review(study.review_event(entry.id, rating, lines, None, mode="cli", at=at))
        with on_disk():
            study.save()
            note(study.news())
            back_up(study)
            if args.json:
                dump(row(study, entry))
            else:
                print(f"{entry.id}: {RATING_NAMES[rating]}; {outlook(study, entry.id)}")
    return 0


def _rating(text: str) -> int:
    folded = text.strip().casefold()
    rating = RATINGS.get(folded) or next((r for r in RATING_NAMES if folded == str(r)), None)
    if rating is None:
        raise MlflashError(f"found the grade {text!r}, expected again, hard, good or easy", code=2)
    return rating


def _lines(text: str, asked: int) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if parts in ([], ["none"], ["0"]):
        return ()
    if not all(part.isascii() and part.isdigit() and 1 <= int(part[:9]) <= asked for part in parts):
        raise MlflashError(
            f"--lines: found {text!r}, expected numbers from 1 to {asked} with commas between, or none",
            code=2,
        )
    return tuple(sorted({int(part) for part in parts}))


def _instant(text: str, study: Study) -> datetime:
    """An instant not after now; without a zone it is in the reader's."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=study.zone) if study.zone else at.astimezone()
        at = at.astimezone(UTC)
        if at.year not in YEARS:
            raise ValueError("out of all time")
    except (ValueError, OverflowError):
        raise MlflashError(f"--at: found {text!r}, expected a time like 2027-01-31T08:00Z", code=2) from None
    if at > study.clock() + CLOCKS_DIFFER:
        raise MlflashError(f"--at: {text} is still to come; a grade is given for the past", code=2)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def undo(arguments: list[str]) -> int:
    """Take back the last thing done on this device that still counts."""
    parser = Parser("undo", "Take back the last thing done on this device; again for the one before.")
    add_bank(parser)
    add_json(parser)
    args = parser.parse_args(arguments)
    with studying(opening(args), told()) as study:
        note(study.complaints)
        event = study.undo_last()
        with on_disk():
            study.save()
            note(study.news())
            question = getattr(event, "question", None)
            entry = study.catalog.get(question) if question is not None else None
            if args.json:
                dump({"undone": to_dict(event), "question": row(study, entry) if entry else None})
            else:
                print(took_back(study, [event]))
    return 0
