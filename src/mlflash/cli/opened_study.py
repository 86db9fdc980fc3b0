"""Open a study for the length of a command, and save what the command recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mlflash.cli.output import note, on_disk
from mlflash.cli.progress_line import replay_progress
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, studying
from mlflash.study.study import Study


@contextmanager
def opened_study(options: LaunchOptions) -> Iterator[Study]:
    """Open a study, showing the progress of a long replay, and print its warnings; close it at the end."""
    with studying(options, replay_progress()) as study:
        note(study.complaints)
        yield study


@contextmanager
def recorded(study: Study) -> Iterator[None]:
    """Save and back up what was recorded, and run the block that reports it; what fails then is only a note."""
    with on_disk():
        study.save()
        note(study.new_warnings())
        back_up(study)
        yield


def back_up(study: Study) -> None:
    """Make the day's backup if there is none yet; print a note if that fails."""
    from mlflash.store.backups import daily  # commands that only read need none

    try:
        daily(study.paths, study.view().day)
    except MlflashError as error:
        note([str(error)])
