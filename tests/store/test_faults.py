from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.store.deeds import DEEDS
from tests.store.faults import Disk, Fault, Killed
from tests.store.trials import Deed, append_trials, deed_trials


def test_no_acknowledged_grade_is_lost_or_doubled_by_any_fault(tmp_path: Path) -> None:
    outcomes = list(append_trials(tmp_path, thorough=False))
    assert [outcome for outcome in outcomes if outcome.bad] == []
    assert len(outcomes) > 300
    assert sum(outcome.acknowledged for outcome in outcomes) > len(outcomes)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: str(deed.name))
def test_what_fails_anywhere_leaves_the_old_or_the_new(tmp_path: Path, deed: Deed) -> None:
    outcomes = list(deed_trials(tmp_path, deed, thorough=False))
    assert [outcome for outcome in outcomes if outcome.bad] == []
    assert len(outcomes) > 15


def test_the_disk_fails_as_scripted(tmp_path: Path) -> None:
    """The harness itself: an error, a short write, a kill after which nothing has effect, a power cut."""
    path = tmp_path / "file"

    def write(fault: Fault) -> Disk:
        path.write_bytes(b"old\n")
        with Disk(tmp_path, fault) as disk:
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(descriptor, b"line\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return disk

    with pytest.raises(OSError, match=os.strerror(errno.EDQUOT)):
        write(Fault(1, "error", errno.EDQUOT))
    assert path.read_bytes() == b"old\n"
    assert write(Fault(1, "short")).calls == ["open", "write", "fsync"]
    assert path.read_bytes() == b"old\nli"
    for power, left in [("kept", b"line\n"), ("lost", b""), ("half", b"li"), ("zeros", b"\0" * 5)]:
        with pytest.raises(Killed):
            write(Fault(1, "after", power=power))
        assert path.read_bytes() == b"old\n" + left
