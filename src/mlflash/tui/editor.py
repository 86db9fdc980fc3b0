"""Edit a card in the reader's editor: in the bank's file if it is the reader's own, else in a draft."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlflash.errors import MlflashError
from mlflash.study import drafts, overrides
from mlflash.study.banks import open_catalog, open_loadable_banks
from mlflash.study.card_cache import DRAFT
from mlflash.study.edit_command import command, editor
from mlflash.study.own_cards import read_own_card
from mlflash.study.programs import Word, start
from mlflash.tui.terminal import forget_typed, hung_up

if TYPE_CHECKING:
    from subprocess import Popen

    from mlflash.tui.shell import Shell

DRAFT_KEPT = "Your text is kept as a draft; e goes on with it"


class EditTarget(NamedTuple):
    """The file that the editor opens."""

    file: Path
    """The file."""
    line: int
    """The line to begin at, from 1."""
    own: bool
    """Whether the file belongs to the reader's bank; else it is a draft."""


def edit_card(shell: Shell, card_id: str, then: Callable[[], None] | None = None) -> None:
    """Edit a card and use the result; `then` is called after a change. Raises `MlflashError`, nothing changed.

    Progress stays. A text with faults is kept; its faults are shown and it can be edited again.
    """
    own = overrides.own_file(shell.study.settings, shell.launch.banks, card_id)
    _edit(shell, card_id, EditTarget(*own, own=True) if own else None, then)


def _edit(shell: Shell, card_id: str, target: EditTarget | None, then: Callable[[], None] | None) -> None:
    words = editor(os.environ)
    if target is not None and target.own:
        try:
            run_editor(shell, command(words, target.file, target.line))
        except EditorFailed as error:
            state = "Your bank's file is as the editor left it, the card is as it was; e opens the file again"
            raise MlflashError(f"{error}. {state}") from error
    else:
        target = EditTarget(_edited_draft(shell, card_id, words), 1, own=False)
    _use(shell, card_id, target, then)


def _use(shell: Shell, card_id: str, target: EditTarget, then: Callable[[], None] | None) -> None:
    """Use the edited text, or show its faults."""
    try:
        changed = _apply(shell, card_id, target)
    except MlflashError as error:
        _offer_again(shell, card_id, target, then, error)
        return
    if not target.own:
        drafts.conclude(shell.study.paths.overrides, card_id)
    if changed and then is not None:
        then()


def _edited_draft(shell: Shell, card_id: str, words: list[str]) -> Path:
    """Edit the draft of a card; a draft without changes is discarded if the editor fails."""
    directory = shell.study.paths.overrides
    fresh = not drafts.has_draft(directory, card_id)
    file = drafts.draft(shell.study.catalog, directory, card_id)
    with drafts.being_edited(directory, card_id):
        try:
            run_editor(shell, command(words, file, 1))
        except TerminalGone:
            raise  # the draft stays marked: the next start offers it
        except MlflashError as error:
            if fresh:
                drafts.discard_unchanged(shell.study.catalog, directory, card_id)
            drafts.conclude(directory, card_id)
            if isinstance(error, EditorFailed) and drafts.has_draft(directory, card_id):
                raise MlflashError(f"{error}. {DRAFT_KEPT}. The card is as it was") from error
            raise
    return file


class EditorFailed(MlflashError):
    """The editor ended with an error."""


class TerminalGone(MlflashError):
    """The terminal went away while the editor had it."""


def run_editor(shell: Shell, words: list[Word]) -> None:
    """Give the terminal to a program until it ends or the terminal goes away."""
    import signal

    from textual.app import SuspendNotSupported

    failed: OSError | None = None
    code: int | None = 0
    # Ctrl-C in the editor is meant for the editor; an interrupt would end this program. It is handled,
    # not ignored: an ignored signal stays ignored in the program started, which nothing could then stop.
    interrupted = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with shell.suspend():
            # No error may leave this block: Textual would not resume the app.
            try:
                process = start(words)
                code = _code_of(process)
                forget_typed()
            except OSError as error:
                failed = error
    except SuspendNotSupported:
        raise MlflashError("this terminal cannot be lent to an editor") from None
    finally:
        signal.signal(signal.SIGINT, interrupted)
    if code is None:
        raise TerminalGone("the terminal went away")
    if failed is not None:
        gone = isinstance(failed, FileNotFoundError)
        why = "there is no such program" if gone else str(failed.strerror).lower()
        raise MlflashError(f"{words[0]} cannot be started: {why}") from failed
    if code:
        raise EditorFailed(f"{Path(words[0]).name} ended with an error ({code})")


def _code_of(process: Popen[bytes]) -> int | None:
    """The exit code of a program; None if the terminal goes away first, which ends the program by a hang-up."""
    import signal
    from subprocess import TimeoutExpired

    while True:
        try:
            return process.wait(0.2)
        except TimeoutExpired:
            if hung_up():
                process.send_signal(signal.SIGHUP)
                return None


def _apply(shell: Shell, card_id: str, target: EditTarget) -> bool:
    """Check the edited text and use it; returns whether the card has changed."""
    paths = shell.study.paths
    if target.own:
        if target.file.parent == paths.cards:
            read_own_card(target.file)
        elif card_id not in open_catalog(shell.study.settings, [target.file], paths.cache):
            raise MlflashError(
                f"{target.file}: the id {card_id} is gone; keep it, your progress is stored under it"
            )
        base = open_loadable_banks(shell.study.settings, shell.launch.banks, paths.cache)
        if card_id not in base:
            raise MlflashError("\n".join(base.complaints))
    else:
        if not drafts.use_draft(shell.study.catalog, paths.overrides, card_id):
            return False
        base = shell.study.catalog
    shell.use_catalog(overrides.with_overrides(base, paths.overrides, paths.cache))
    return True


def _offer_again(
    shell: Shell, card_id: str, target: EditTarget, then: Callable[[], None] | None, error: MlflashError
) -> None:
    """Show the faults of the edited text, and edit it again if the reader wants to."""
    from mlflash.tui.dialogs.questions import CardFaultsScreen

    def answered(again: bool | None) -> None:
        if not again:
            drafts.conclude(shell.study.paths.overrides, card_id)
            state = "Your bank's file is as you left it" if target.own else DRAFT_KEPT
            shell.notify(f"{state}. The card is as it was", timeout=8, markup=False)
            return
        try:
            _edit(shell, card_id, target, then)
        except MlflashError as failed:
            shell.report(failed)

    shell.push_screen(CardFaultsScreen(str(error)), answered)


def offer_drafts(shell: Shell, then: Callable[[], None]) -> None:
    """Ask about each draft whose edit was interrupted: use it, go on with it or discard it.

    `then` is called after a card has changed.
    """
    _offer(shell, drafts.interrupted(shell.study.catalog, shell.study.paths.overrides), then)


def _offer(shell: Shell, cards: list[str], then: Callable[[], None]) -> None:
    from mlflash.tui.dialogs.questions import DraftScreen

    if not cards:
        return
    card_id, *others = cards

    def answered(choice: str | None) -> None:
        try:
            _decide(shell, card_id, choice, then)
        except MlflashError as error:
            shell.report(error)
        _offer(shell, others, then)

    shell.push_screen(DraftScreen(shell.study.catalog[card_id].question), answered)


def _decide(shell: Shell, card_id: str, choice: str | None, then: Callable[[], None]) -> None:
    """Do with an interrupted draft what the reader has chosen; without a choice, keep it."""
    directory = shell.study.paths.overrides
    if choice == "use":
        _use(shell, card_id, EditTarget(directory / f"{card_id}{DRAFT}", 1, own=False), then)
    elif choice == "edit":
        edit_card(shell, card_id, then)
    elif choice == "discard":
        drafts.discard(directory, card_id)
    else:
        drafts.conclude(directory, card_id)
        shell.notify(f"{DRAFT_KEPT}. The card is as it was", timeout=8, markup=False)
