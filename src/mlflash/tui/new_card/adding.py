"""Add a card of the reader's: by the form, or in the editor."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from mlflash.errors import MlflashError
from mlflash.study import new_card
from mlflash.study.edit_command import command, editor
from mlflash.study.launch import NewCardBy
from mlflash.study.new_card import NewCard
from mlflash.study.overrides import reopened
from mlflash.tui.editor import EditorFailed, run_editor
from mlflash.tui.new_card.screen import NewCardScreen, WrittenCard

if TYPE_CHECKING:
    from mlflash.tui.shell import Shell


def add_as_launched(shell: Shell) -> None:
    """Add a card in the way that the command line asked for."""
    if shell.launch.new_card is NewCardBy.EDITOR:
        add_in_editor(shell)
    else:
        add_card(shell)


Added = Callable[[str], object]
"""Called with the id of the new card once it is in use."""


def add_card(shell: Shell, question: str = "", added: Added | None = None) -> None:
    """Open the form for a new card; `question` is filled in."""
    study = shell.study
    if shell.launch.banks:
        shell.notify("Cards of your own are not read with --bank: start without it", timeout=5)
        return
    catalog, folder = study.catalog, study.paths.cards
    sections = new_card.sections_by_use(catalog, new_card.usual_section(catalog, folder))

    def keep(new: NewCard) -> str:
        return new_card.add_card(catalog, folder, new)

    def finish(result: WrittenCard | None) -> None:
        if result is None:
            return
        if result.card_id is None:
            add_in_editor(shell, result.new, added)
        else:
            _use(shell, result.card_id, added)

    shell.push_screen(NewCardScreen(sections, keep, question), finish)


def add_in_editor(shell: Shell, new: NewCard | None = None, added: Added | None = None) -> None:
    """Write a new card in the reader's editor, from a draft that is kept until the card is added."""
    study = shell.study
    try:
        draft = new_card.draft(study.catalog, study.paths.cards, new)
        run_editor(shell, command(editor(os.environ), draft, 1))
    except EditorFailed as error:
        shell.report(MlflashError(f"{error}. The draft is kept, the next new card in the editor goes on with it"))
        return
    except MlflashError as error:
        shell.report(error)
        return
    try:
        card_id = new_card.add_draft(study.catalog, study.paths.cards)
    except MlflashError as error:
        _offer_again(shell, error, added)
        return
    if card_id is None:
        shell.notify("No card was added", timeout=4)
    else:
        _use(shell, card_id, added)


def _offer_again(shell: Shell, error: MlflashError, added: Added | None) -> None:
    from mlflash.tui.dialogs.questions import CardFaultsScreen

    def answered(again: bool | None) -> None:
        if again:
            add_in_editor(shell, added=added)
        else:
            shell.notify("The draft is kept: the next new card in the editor goes on with it", timeout=6)

    shell.push_screen(CardFaultsScreen(str(error)), answered)


def _use(shell: Shell, card_id: str, added: Added | None) -> None:
    """Ask the new card from now on."""
    study = shell.study
    try:
        shell.use_catalog(reopened(study.settings, shell.launch.banks, study.paths))
    except MlflashError as error:
        shell.report(error)
        return
    title = study.catalog.section_title(study.catalog[card_id].section)
    shell.notify(f"Added to {title}: {card_id}", timeout=5, markup=False)
    if added is not None:
        added(card_id)
