"""Edit a card from the plain drill: in the reader's editor on a terminal, else with any other program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mlflash.bank.card import Card
from mlflash.cli.output import one_line
from mlflash.cli.plain.prompt import read_text
from mlflash.errors import MlflashError
from mlflash.study import drafts, overrides
from mlflash.study.launch import LaunchOptions
from mlflash.study.programs import command, editor, start
from mlflash.study.study import Study


def edit_card(card: Card, study: Study, options: LaunchOptions) -> None:
    """Let the reader edit the card, and use the result; after an error it is unchanged and the text is saved."""
    try:
        changed = _edited(card, study, options)
    except MlflashError as error:
        print(f"The card was not changed: {one_line(str(error))}.")
    else:
        print("Changed; your progress stays." if changed else "The card was not changed.")


def _edited(card: Card, study: Study, options: LaunchOptions) -> bool:
    """Edit the card and use the result; returns whether it has changed."""
    place = overrides.own_file(study.settings, options.banks, card.id)
    if place is not None:
        _change(*place)
        study.use_catalog(overrides.reread(place[0], card.id, study.settings, options.banks, study.paths))
        return study.catalog.card(card.id) != card
    directory = study.paths.overrides
    file = drafts.draft(study.catalog, directory, card.id)
    with drafts.being_edited(directory, card.id):
        _change(file, 1)
    changed = drafts.use_draft(study.catalog, directory, card.id)
    drafts.conclude(directory, card.id)
    if changed:
        study.use_catalog(overrides.with_overrides(study.catalog, directory, study.paths.cache))
    return changed


def _change(file: Path, line: int) -> None:
    """Let the reader change a file."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        read_text(f"Change {file}, line {line}, then press Enter: ")
        return
    words = command(editor(os.environ), file, line)
    try:
        code = start(words).wait()
    except OSError as error:
        raise MlflashError(f"{words[0]} cannot be started: {error.strerror}") from None
    if code:
        raise MlflashError(f"{words[0]} ended with an error ({code}); your text is saved, e goes on with it")
