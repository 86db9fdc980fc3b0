"""`mlflash sections`: print the sections of the bank, with the ids for `--section`."""

from __future__ import annotations

from argparse import Namespace

from mlflash.cli.command import Command
from mlflash.cli.options import add_bank_and_json
from mlflash.cli.output import dump, note, one_line, table
from mlflash.study.launch import launch_options


def sections(args: Namespace) -> None:
    """Print every section: its id, its title and the number of its cards."""
    catalog = launch_options(tuple(args.bank)).catalog()
    note(catalog.complaints)
    counts = dict.fromkeys(catalog.sections, 0)
    for card in catalog:
        counts[card.section] += 1
    listed = list(catalog.sections.values())
    if args.json:
        dump(
            [
                {"id": section.id, "title": section.title, "cards": counts[section.id], "about": section.about}
                for section in listed
            ]
        )
    else:
        rows = [[section.id, one_line(section.title), str(counts[section.id])] for section in listed]
        table(rows, ["id", "title", "cards"], right=(2,))


COMMANDS = {"sections": Command("List the sections of the bank in bank order.", add_bank_and_json, sections)}
