"""Open a study for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mlflash.cli.output import note
from mlflash.cli.progress_line import replay_progress
from mlflash.study.launch import LaunchOptions, studying
from mlflash.study.study import Study


@contextmanager
def opened_study(options: LaunchOptions) -> Iterator[Study]:
    """Open a study, showing the progress of a long replay, and print its warnings; close it at the end."""
    with studying(options, replay_progress()) as study:
        note(study.complaints)
        yield study
