"""Whole commands on a failing disk: what is on disk has not failed, and says so by its exit code."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from mlflash.__main__ import exit_code
from mlflash.bank.example import EXAMPLE
from mlflash.scheduler.events import Event
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal, journal_reader, snapshot
from mlflash.store.paths import under
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog
from tests.store.faults import LOOKING, Disk, Fault, Killed, errors, faults, unsynced
from tests.store.making import put, reviews
from tests.store.trials import Outcome

PARAMETERS = Parameters()
NOW = "2026-11-23T08:00:00Z"


class Command(NamedTuple):
    """What is typed: the command's words, then the lines on its standard input."""

    name: str
    words: tuple[str, ...]
    typed: str = ""


class Done(NamedTuple):
    """What came of it: an exit code, None where the process was killed; ids put on disk; what was printed."""

    code: int | None
    acknowledged: list[str]
    told: str


def commands(card_id: str) -> tuple[Command, ...]:
    """The commands that write to the journal."""
    return (
        Command("grade", ("grade", card_id, "good")),
        Command("undo", ("undo",)),
        Command("drill --plain", ("drill", "--plain", "--limit", "2"), "\n\n3\n\n\n2\nq\nq\n"),
    )


def perform(command: Command, home: Path, bank: Path, disk: Disk) -> Done:
    """Run a command in this process."""
    acknowledged: list[str] = []
    append = journal.Journal.append

    def counted(own: journal.Journal, events: Sequence[Event]) -> bool:
        others = append(own, events)
        acknowledged.extend(event.id for event in events)
        return others

    told, code = io.StringIO(), None
    words = [*command.words, "--bank", str(bank)]
    with ExitStack() as held:
        env = {"MLFLASH_HOME": str(home), "MLFLASH_NOW": NOW, "MLFLASH_DEVICE": "desk"}
        held.enter_context(patch.dict(os.environ, env))
        held.enter_context(patch.object(journal.Journal, "append", counted))
        held.enter_context(patch("mlflash.cli.output.silence"))
        held.enter_context(patch.object(sys, "stdin", io.StringIO(command.typed)))
        held.enter_context(redirect_stdout(told))
        held.enter_context(redirect_stderr(told))
        held.enter_context(disk)
        with suppress(Killed):
            code = exit_code(words)
    return Done(code, acknowledged, told.getvalue())


def command_trial(place: Path, template: Path, command: Command, fault: Fault | None) -> tuple[Outcome, Disk]:
    """One command in a home of its own; then a start without faults looks at what is there."""
    home = place / "home"
    shutil.copytree(template / "home", home)
    disk = Disk(home, fault, LOOKING)
    wrong = []
    try:
        done = perform(command, home, template / "bank.yaml", disk)
    except Exception as error:
        done = Done(None, [], "")
        wrong.append(f"traceback: {error!r}")
    paths = under(home)
    reading = journal_reader.read(paths.journal_dir)
    found = [event.id for event in reading.events]
    if done.acknowledged and done.code not in (0, None):
        wrong.append(f"on disk, but exit code {done.code}: {done.told.splitlines()[-1:]}")
    if done.code == 0 and not done.acknowledged and command.name != "drill --plain":
        wrong.append("exit code 0, but nothing is on disk")
    if done.code == 1 and len(done.told.splitlines()) > 4:
        wrong.append(f"many words: {done.told}")
    if snapshot.current(paths.journal_dir, paths.progress, PARAMETERS).progress != _replayed(paths.journal_dir):
        wrong.append("the snapshot is not what the journal comes to")
    outcome = Outcome(
        f"{command.name} {fault}",
        len(done.acknowledged),
        sum(name not in found for name in done.acknowledged),
        len(found) - len(set(found)),
        0,
        "; ".join(wrong),
    )
    shutil.rmtree(home)
    return outcome, disk


def _replayed(directory: Path) -> object:
    return snapshot.rebuild(directory, PARAMETERS).progress


def command_trials(place: Path, *, thorough: bool) -> Iterator[Outcome]:
    """Each command with a fault at each of its system calls; in full with kills and power cuts as well."""
    template, numbers = place / "template", count()
    home = template / "home"
    put(home / "journal" / "desk.jsonl", reviews(5))
    (template / "bank.yaml").write_text(EXAMPLE)
    catalog = open_catalog(Settings(), [template / "bank.yaml"], home / "cache")
    snapshot.write(home / "progress.json", snapshot.rebuild(home / "journal", PARAMETERS), PARAMETERS)
    (home / "config.toml").write_text('timezone = "UTC"\n')
    for command in commands(next(iter(catalog.ids))):
        with unsynced():
            calm, disk = command_trial(place / f"{next(numbers)}", template, command, None)
        yield calm
        if not calm.acknowledged:
            yield calm._replace(wrong=f"{command.name} put nothing on disk")
        tried = [*errors(disk.calls, thorough=thorough)]
        if thorough:
            changing = [*faults(disk.calls, thorough=False)]
            tried += [fault for fault in changing if fault.what != "error" and disk.calls[fault.at] not in LOOKING]
        for fault in tried:
            with unsynced():
                outcome, _ = command_trial(place / f"{next(numbers)}", template, command, fault)
            yield outcome
