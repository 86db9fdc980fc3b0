from __future__ import annotations

from pathlib import Path

from tests.store.commands import command_trials


def test_a_command_whose_grade_is_on_disk_does_not_fail_afterwards(tmp_path: Path) -> None:
    """Whatever call fails, those that only look among them, from the start of the command to its end."""
    outcomes = list(command_trials(tmp_path, thorough=False))
    assert [outcome for outcome in outcomes if outcome.bad] == []
    assert len(outcomes) > 200
    assert sum(outcome.acknowledged for outcome in outcomes) > 100
