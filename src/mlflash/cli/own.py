"""Commands for the reader's own cards and tags, and for bug reports: `add`, `tag`, `untag`, `report`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from functools import partial

from mlflash import __version__
from mlflash.cli.card_json import card_row
from mlflash.cli.command import Command, Result
from mlflash.cli.opened_study import opened_study
from mlflash.cli.options import add_bank, add_json, parse_launch_options
from mlflash.cli.output import dump, note, one_line, plain
from mlflash.errors import MlflashError
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.launch import NewCardBy, launch_options, studying
from mlflash.study.new_card import NewCard, add_card, usual_section
from mlflash.study.overrides import reopened
from mlflash.study.own_tags import change_tags


def _add_add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--edit", action="store_true", help="write it in your editor ($VISUAL or $EDITOR)")
    parser.add_argument("--question", metavar="TEXT", help="the question; without one the app opens on a form")
    parser.add_argument("--line", action="append", default=[], metavar="TEXT", help="a line; up to eight")
    parser.add_argument("--section", metavar="SECTION", help="id or title of a section, or the title of a new one")
    parser.add_argument("--hint", default="", metavar="TEXT", help="cues that give no line away")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="may be repeated")
    add_json(parser)


def add(args: Namespace) -> Result:
    """Add a card from the options; without a question, open the app or the editor."""
    options = launch_options()
    if args.question is None:
        if args.edit:
            return options._replace(new_card=NewCardBy.EDITOR)
        if args.line or args.section or not sys.stdin.isatty():
            raise MlflashError("a card needs --question and at least one --line", code=2)
        return options._replace(new_card=NewCardBy.FORM)
    catalog, paths = options.catalog(), options.paths
    section = args.section if args.section is not None else usual_section(catalog, paths.cards)
    new = NewCard(args.question, tuple(args.line), section, args.hint, tuple(args.tag))
    card_id = add_card(catalog, paths.cards, new)
    with studying(options._replace(catalog=lambda: reopened(options.settings, (), paths))) as study:
        if args.json:
            dump(card_row(study, study.catalog.require(card_id)))
        else:
            print(f"{card_id}: added to {plain(study.catalog.section_title(study.catalog[card_id].section))}")
            print(one_line(str(paths.cards / f"{card_id}.yaml")))
    return 0


def _add_tag_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the card's id")
    parser.add_argument("tag", nargs="+", help="small letters and digits joined by single hyphens")
    add_json(parser)


def change(args: Namespace, *, add: bool) -> None:
    """Give the reader's own tags to a card, or take them away."""
    options = launch_options()
    head = options.catalog().require(args.id)
    tags = [tag.strip().casefold() for tag in args.tag]
    own = change_tags(options.paths.tags, head.id, tags if add else (), () if add else tags)
    now = reopened(options.settings, (), options.paths)[head.id].tags
    if args.json:
        dump({"id": head.id, "own_tags": own, "tags": list(now)})
        return
    print(f"{head.id}: {' '.join(f'#{tag}' for tag in now) or 'no tag'}")
    of_bank = [tag for tag in tags if not add and tag in now]
    note(f"#{tag} is a tag of the bank: to remove it, edit the card with `e` in the app" for tag in of_bank)


def _add_report_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the card's id")
    add_bank(parser)


def report(args: Namespace) -> None:
    """Print a bug report about a card; nothing is sent."""
    with opened_study(parse_launch_options(args)) as study:
        card = study.catalog.card(study.catalog.require(args.id).id)
        print(f"Card: {card.id}")
        print(f"Version: mlflash {__version__}, text {card.answer_hash}")
        print(f"Section: {plain(study.catalog.section_title(card.section))}")
        print(f"\nQuestion\n  {one_line(card.question)}\n\nAnswer")
        for number, line in enumerate(card.answer, 1):
            print(f"  {line_label(number)}  {one_line(line)}")
        for name, text in (("Formula", card.formula), ("Picture", card.intuition), ("Pitfall", card.pitfall)):
            if text:
                print(f"\n{name}\n  {one_line(text)}")
        if card.references:
            print("\nSources")
            for reference in card.references:
                print(f"  {one_line(reference.title)}: {one_line(reference.url)}")
        print("\nWhat is wrong\n  (which line, and why)\n\nWhat it should say\n  (with a source)")
        note(["this was sent nowhere: fill in the last two parts and send it to whoever keeps the bank"])


COMMANDS = {
    "add": Command("Add a card of your own, in a file of your own.", _add_add_arguments, add),
    "tag": Command(
        "Give a card tags of your own; --tag finds them, untag takes them away.",
        _add_tag_arguments,
        partial(change, add=True),
    ),
    "untag": Command("Take tags of your own away from a card.", _add_tag_arguments, partial(change, add=False)),
    "report": Command(
        "Print a ready bug report about a card, for you to fill in and send; mlflash sends nothing.",
        _add_report_arguments,
        report,
    ),
}
