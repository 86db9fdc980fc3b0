"""`mlflash grade` and `mlflash undo`: grade a card from outside the app, and undo."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta

from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study, recorded
from mlflash.cli.options import add_bank_and_json, parse_launch_options
from mlflash.cli.output import DIM, dump, note, on_disk, one_line, sentence
from mlflash.errors import MlflashError
from mlflash.scheduler.events import (
    RATING_NAMES,
    TYPED_RATINGS,
    WENT,
    YEARS,
    Asked,
    Event,
    InterviewOutcome,
    Mark,
    Mode,
    Rename,
    Review,
    Write,
    iso,
)
from mlflash.scheduler.line_ticks import line_label
from mlflash.store.event_lines import journal_form
from mlflash.study import new_events
from mlflash.study.card_summary import status_and_due, undo_message
from mlflash.study.format import days, short_date
from mlflash.study.study import Study
from mlflash.study.view import View

DATE_LENGTH = len("2027-01-31")
MIDDAY = 12
"""An hour that belongs to the study day of its date, whatever the rollover."""
LONG_AGO = timedelta(days=365)
"""A time longer ago than this is probably mistyped."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of this machine's clock the time of a grade may be."""


def _add_grade_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the card's id")
    parser.add_argument("rating", help="again, hard, good or easy, or 1 to 4")
    parser.add_argument("--at", metavar="TIME", help="when it was answered, if not now: 2027-01-31T08:00Z")
    parser.add_argument(
        "--lines", metavar="a,c", help="the lines recalled, by letter or number: a,c or 1,3; or none"
    )
    add_bank_and_json(parser)


def grade(args: Namespace) -> None:
    """Grade a card; the grade is on disk when this returns."""
    rating = _rating(args.rating)
    with opened_study(parse_launch_options(args)) as study:
        card = study.catalog.require(args.id)
        lines = None if args.lines is None else _lines(args.lines, study.line_count(card.id))
        at = None if args.at is None else _instant(args.at, study)
        if at is not None and study.clock() - at > LONG_AGO:
            note([f"--at {args.at} is {days((study.clock() - at).days)} ago; `mlflash undo` undoes it"])
        study.record_final([new_events.review(study, card.id, rating, lines, None, mode=Mode.CLI, at=at)])
        with recorded(study):
            if args.json:
                dump(card_row(study, card))
            else:
                sentence(f"{card.id}: {RATING_NAMES[rating]}; {status_and_due(study.view(), card.id)}")


def _rating(text: str) -> int:
    """Parse a grade by its name or number."""
    rating = TYPED_RATINGS.get(text.strip().casefold())
    if rating is None:
        raise MlflashError(f"found the grade {text!r}, expected again, hard, good or easy", code=2)
    return rating


def _lines(text: str, count: int) -> tuple[int, ...]:
    """Parse the letters or numbers of the lines recalled, of a card with `count` lines."""
    parts = text.casefold().replace(",", " ").split()
    if parts in ([], ["none"], ["0"]):
        return ()
    numbers = {name: line for line in range(1, count + 1) for name in (line_label(line), str(line))}
    if not all(part in numbers for part in parts):
        last = line_label(count)
        raise MlflashError(
            f"--lines: found {text!r}, expected lines from a to {last}, or 1 to {count}, such as a,c; or none",
            code=2,
        )
    return tuple(sorted({numbers[part] for part in parts}))


def _instant(text: str, study: Study) -> datetime:
    """Parse a time that is not after now; without a zone it is in the reader's."""
    try:
        at = datetime.fromisoformat(text)
        whole_day = len(text) == DATE_LENGTH
        if whole_day:  # the study day of that date, which begins after midnight
            at = at.replace(hour=MIDDAY)
        if at.tzinfo is None:
            at = at.replace(tzinfo=study.zone) if study.zone else at.astimezone()
        at = at.astimezone(UTC)
        if whole_day and study.day_of(at) == study.day_of(study.clock()):
            at = min(at, study.clock())
        if at.year not in YEARS:
            raise ValueError("a year out of range")
    except (ValueError, OverflowError):
        raise MlflashError(f"--at: found {text!r}, expected a time like 2027-01-31T08:00Z", code=2) from None
    if at > study.clock() + CLOCKS_DIFFER:
        raise MlflashError(f"--at: {text} is in the future; a grade is for the past", code=2)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _add_undo_arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "It undoes what the journal holds: grades, probes, marks, notes, your own lines, mock interviews, what "
        "you noted of an interview, and renames. It does not undo tags (see untag), cards that you added, edited "
        "or imported, and settings. What is undone stays in the journal, and your own words are printed as well; "
        "an undo cannot be undone."
    )
    add_bank_and_json(parser)


def undo(args: Namespace) -> None:
    """Undo the last thing done on this device that still counts."""
    with opened_study(parse_launch_options(args)) as study:
        event = study.undo_last()
        with on_disk():
            study.save()
            note(study.new_warnings())
            card_id = getattr(event, "card_id", None)
            card = study.catalog.get(card_id) if card_id is not None else None
            if args.json:
                row = card_row(study, card) if card else None
                dump({"undone": journal_form(event), "question": row, "again": _command_again(event)})
            else:
                _print_undone(study.view(), event)


def _print_undone(view: View, event: Event) -> None:
    """Print what was undone, when it was done, and how to do it again; the reader's own words in full."""
    sentence(undo_message(view, [event]))
    if isinstance(event, Write):
        words = [(line_label(number), line) for number, line in enumerate(event.lines or (), 1)]
        for name, text in (*words, ("note", event.note)):
            if text:
                sentence(f"  {name}  {one_line(text)}")
    at, again = event.at.astimezone(view.zone), _command_again(event)
    date = "today" if event.day == view.day else f"on {short_date(at.date(), view.day)}"
    done = f"done {date} at {at:%H:%M}"
    sentence(f"{done}; to do it again: {one_line(again)}" if again else done, DIM)


def _command_again(event: Event) -> str | None:
    """The command that does again what was undone; None where there is none."""
    match event:
        case Review(lines=lines) if event.counts:
            words = ["grade", event.card_id, RATING_NAMES[event.rating], "--at", iso(event.at)]
            words += [] if lines is None else ["--lines", ",".join(map(line_label, lines)) or "none"]
        case Mark():
            words = [event.type, event.card_id]
        case Write(lines=None, note=str() as text):
            words = ["note", event.card_id, text]
        case Asked():
            words = ["asked", event.card_id, "--on", f"{event.interview}"]
        case InterviewOutcome(went=went, note=text):
            said = [*(("--went", went) if went in WENT else ()), *(("--note", text) if text is not None else ())]
            words = ["asked", *said, "--on", f"{event.interview}"] if said else []
        case Rename():
            words = ["rename", event.card_id, event.to]
        case _:
            words = []
    return shlex.join(["mlflash", *words]) if words else None


COMMANDS = {
    "grade": Command("Grade a card from outside the app.", _add_grade_arguments, grade),
    "undo": Command(
        "Undo the last thing done on this device; run it again to undo the one before.", _add_undo_arguments, undo
    ),
}
