"""Commands that mark cards: `suspend`, `resume`, `bury`, `flag`, `unflag`, `forget`, `note`, `asked`, `rename`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from functools import partial

from mlflash.amounts import count_of
from mlflash.bank.catalog import CardHead
from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command
from mlflash.cli.opened_study import opened_study, recorded
from mlflash.cli.options import add_bank_and_json, add_card, parse_launch_options
from mlflash.cli.output import DIM, dump, one_line, sentence
from mlflash.errors import MlflashError
from mlflash.scheduler.events import WENT
from mlflash.study import new_events
from mlflash.study.card_summary import status_and_due
from mlflash.study.interview_day import PastInterview, interview_events, past_interview, past_interviews
from mlflash.study.interview_plan import parse_date
from mlflash.study.stats.figures import to_json
from mlflash.study.study import Study

ABOUT = {
    "suspend": "Ask cards no more until they are resumed.",
    "resume": "Ask suspended or buried cards again.",
    "bury": "Ask cards no more today.",
    "flag": "Flag cards, to find them with --state flagged.",
    "unflag": "Remove the flag of cards.",
    "forget": "Make cards new again; their history stays in the journal, and undo brings it back.",
}


def _add_mark_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="+", help="the ids of the cards")
    add_bank_and_json(parser)


def mark(kind: str, args: Namespace) -> None:
    """Mark cards; the marks are on disk when this returns."""
    with opened_study(parse_launch_options(args)) as study:
        cards = [study.catalog.require(card_id) for card_id in dict.fromkeys(args.id)]
        study.mark(kind, [card.id for card in cards])
        _report(study, cards, kind, json=args.json)


def _add_note_arguments(parser: ArgumentParser) -> None:
    add_card(parser)
    parser.add_argument("text", help="the note, in place of the one there is; an empty text deletes it")


def write_note(args: Namespace) -> None:
    """Write the note of a card; it is on disk when this returns."""
    with opened_study(parse_launch_options(args)) as study:
        card = study.catalog.require(args.id)
        study.write(card.id, note=args.text)
        _report(study, [card], "note", json=args.json)


def _report(study: Study, cards: Sequence[CardHead], what: str, *, json: bool) -> None:
    """Save what was recorded, and print the cards as they are now."""
    with recorded(study):
        if json:
            dump([card_row(study, card) for card in cards])
            return
        for card in cards:
            sentence(f"{card.id}: {what}; {status_and_due(study.view(), card.id)}")


NOT_IN_BANK = "`mlflash add --question TEXT --line TEXT` makes a card of a question that is not in the bank"


def _add_asked_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id", nargs="*", help="the ids of the cards that came; without anything the list is printed"
    )
    parser.add_argument("--on", metavar="DATE", help="the interview's date, if not that of the last one")
    parser.add_argument("--went", choices=WENT, help="how it went")
    parser.add_argument(
        "--note", metavar="TEXT", help="a note on it, in place of the one there is; empty deletes it"
    )
    parser.epilog = f"{NOT_IN_BANK}; then name its id here."
    add_bank_and_json(parser)


def asked(args: Namespace) -> None:
    """Note which questions came in an interview and how it went, or print what is noted."""
    with opened_study(parse_launch_options(args)) as study:
        if not args.id and args.went is None and args.note is None:
            found = past_interviews(study.view())
            if args.on is not None:
                on = _interview_date(study, args.on)
                found = tuple(one for one in found if one.on == on)
            _print_interviews(study, found, json=args.json)
            return
        try:
            for card_id in args.id:
                study.catalog.require(card_id)
        except MlflashError as error:
            raise MlflashError(f"{error}; {NOT_IN_BANK}", code=2) from None
        on = _interview_date(study, args.on)
        study.record(interview_events(study, on, args.id, args.went, args.note))
        with recorded(study):
            _print_interviews(study, [past_interview(study.view(), on)], json=args.json)


def _interview_date(study: Study, given: str | None) -> date:
    """The date given, else that of the last interview; raises `MlflashError` for one that is to come."""
    day = study.view().day
    if given is None:
        known = past_interviews(study.view())
        if not known:
            raise MlflashError("no interview is over yet: say which one with --on DATE", code=2)
        return known[0].on
    on = parse_date(given, day)
    if on > day:
        raise MlflashError(f"the interview on {on} is to come: note it once it is over", code=2)
    return on


def _print_interviews(study: Study, found: Sequence[PastInterview], *, json: bool) -> None:
    """Print interviews with how they went and the questions that came."""
    if json:
        dump(to_json(tuple(found)))
        return
    if not found:
        print("no interview is noted")
    for one in found:
        name = f" ({one_line(one.name)})" if one.name else ""
        went = one_line(one.went) if one.went else "not said how it went"
        sentence(f"{one.on}{name}: {went}, {count_of(len(one.questions), 'question')} came")
        if one.note:
            sentence(f"  {one_line(one.note)}", DIM)
        for card_id in one.questions:
            card = study.catalog.get(card_id)
            sentence(f"  {one_line(card_id)}: {one_line(card.question) if card else 'no longer in the bank'}")


def _add_rename_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", help="the id that the card had")
    parser.add_argument("new", help="the id that it has in the bank now")
    add_bank_and_json(parser)


def rename(args: Namespace) -> None:
    """Give the history of a former id to a card of the bank; it is on disk when this returns."""
    with opened_study(parse_launch_options(args)) as study:
        card = study.catalog.require(args.new)
        if args.old in study.catalog:
            raise MlflashError(f"{args.old} is still the id of a card in the bank", code=2)
        reviews = study.progress.state(args.old).reps
        if args.old not in study.progress.states:
            raise MlflashError(f"there is no history under the id {one_line(args.old)!r}", code=2)
        study.record_final([new_events.rename(study, args.old, card.id)])
        with recorded(study):
            if args.json:
                dump(card_row(study, card))
            else:
                joined = f"joined with {count_of(reviews, 'review')} of {one_line(args.old)}"
                sentence(f"{card.id}: {joined}; {status_and_due(study.view(), card.id)}")


COMMANDS = {
    **{kind: Command(about, _add_mark_arguments, partial(mark, kind)) for kind, about in ABOUT.items()},
    "note": Command("Keep a note on a card.", _add_note_arguments, write_note),
    "asked": Command(
        "Note which questions came in an interview, and how it went; for 90 days they count as likely.",
        _add_asked_arguments,
        asked,
    ),
    "rename": Command(
        "Join a card whose id has changed in the bank to the history under its former id.",
        _add_rename_arguments,
        rename,
    ),
}
