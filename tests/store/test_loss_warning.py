"""A journal that was there and is gone is told, until it is back or let be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import move, rmtree

import pytest

from mlflash.scheduler.events import Event, Mock, Undo
from mlflash.store import backups, loss_warning, snapshot
from mlflash.store.doctor import examine
from mlflash.store.paths import Paths
from tests.store.making import NOON, PARAMETERS, line, put, review, reviews


@pytest.fixture
def own(paths: Paths) -> Path:
    """Nine reviews on two devices, over three days, with a snapshot of them."""
    put(paths.journal_dir / "laptop.jsonl", reviews(3, 6))
    own = paths.journal_dir / "desk.jsonl"
    put(own, reviews(6))
    keep(paths)
    return own


def keep(paths: Paths) -> None:
    """End a start as it does."""
    snapshot.write(paths.progress, snapshot.current(paths.journal_dir, paths.progress, PARAMETERS), PARAMETERS)


def told(paths: Paths) -> str | None:
    now = snapshot.current(paths.journal_dir, paths.progress, PARAMETERS)
    return loss_warning.loss_message(paths, now.lost, now.progress, empty=not now.marks)


def test_a_missing_file_is_reported_until_it_is_back(paths: Paths, own: Path, tmp_path: Path) -> None:
    assert told(paths) is None
    move(own, tmp_path / "aside")
    assert told(paths) == "6 reviews are gone from the journal, and there is no backup"
    keep(paths)
    put(own, [review(500, days=9)])  # what is graded meanwhile makes up for nothing
    assert (told(paths) or "").startswith("6 reviews are gone")
    keep(paths)
    assert (told(paths) or "").startswith("6 reviews are gone"), "a start that nobody watched takes nothing away"
    own.write_bytes(own.read_bytes() + (tmp_path / "aside").read_bytes())
    assert told(paths) is None
    keep(paths)
    assert snapshot.read(paths.progress, PARAMETERS) is not None
    assert b'"lost"' not in paths.progress.read_bytes()


def test_other_parameters_forget_nothing(paths: Paths, own: Path, tmp_path: Path) -> None:
    move(own, tmp_path / "aside")
    for retention in (0.85, 0.9):
        other = PARAMETERS._replace(retention=retention)
        now = snapshot.current(paths.journal_dir, paths.progress, other)
        assert (loss_warning.loss_message(paths, now.lost, now.progress, empty=False) or "").startswith(
            "6 reviews are gone"
        )
        snapshot.write(paths.progress, now, other)


def test_undos_of_other_things_than_reviews_hide_no_loss(paths: Paths, own: Path) -> None:
    own.write_bytes(b"".join(own.read_bytes().splitlines(True)[:1]))
    mocks: list[Event] = []
    for n in range(5):
        mocks += [Mock(f"m{n}", NOON, NOON.date(), {}), Undo(f"u{n}", NOON, NOON.date(), f"m{n}")]
    with own.open("ab") as file:
        file.writelines(map(line, mocks))
    assert (told(paths) or "").startswith("5 reviews are gone")


@pytest.mark.parametrize("also", [lambda paths: None, lambda paths: paths.progress.unlink()])
def test_a_missing_folder_is_reported_with_how_far_backups_reach(
    paths: Paths, own: Path, also: Callable[[Paths], None]
) -> None:
    backups.daily(paths, NOON.date())
    backups.make(paths, "before-merge", NOON.replace(day=30))
    rmtree(paths.journal_dir)
    also(paths)
    said = told(paths)
    assert said is not None and said.startswith("the journal is gone")
    assert "backups reach from 2026-03-28 to 2026-03-30: `mlflash restore`" in said
    backups.restore(paths, "2026-03-28.daily.zip", NOON.replace(day=31))
    assert told(paths) is None


def test_a_reader_who_starts_over_sees_no_warning(paths: Paths, home: Path, own: Path) -> None:
    rmtree(home)
    assert told(paths) is None
    paths.backups.mkdir(parents=True)
    assert told(paths) is None
    put(own, reviews(1))
    assert told(paths) is None


def _renamed(paths: Paths) -> None:
    (paths.journal_dir / "desk.jsonl").rename(paths.journal_dir / "tower.jsonl")


def _one_file(paths: Paths) -> None:
    files = sorted(paths.journal_dir.iterdir())
    data = b"".join(file.read_bytes() for file in files)
    for file in files:
        file.unlink()
    (paths.journal_dir / "all.jsonl").write_bytes(data)


def _taken_back(paths: Paths) -> None:
    """A copy in another order, with an undo that came with it."""
    own = paths.journal_dir / "desk.jsonl"
    lines = own.read_bytes().splitlines(keepends=True)
    undone: Event = Undo("u1", NOON, NOON.date(), "r00001")
    own.write_bytes(b"".join([line(undone), *reversed(lines)]))


@pytest.mark.parametrize("done", [_renamed, _one_file, _taken_back])
def test_a_journal_moved_within_the_folder_is_no_loss(
    paths: Paths, own: Path, done: Callable[[Paths], None]
) -> None:
    done(paths)
    assert told(paths) is None


def test_a_return_to_less_is_no_loss(paths: Paths, own: Path) -> None:
    backups.daily(paths, NOON.date())
    put(own, reviews(6) + reviews(9, 20))
    keep(paths)
    backups.restore(paths, "2026-03-28.daily.zip", NOON)
    assert told(paths) is None


def test_doctor_reports_the_loss_and_accepts_it_when_asked(paths: Paths, own: Path) -> None:
    def look(fix: bool = False) -> list[str]:
        found = examine(paths, PARAMETERS, "desk", NOON.replace(month=5), fix=fix)
        return [one.what for one in found if one.level == "error"]

    backups.daily(paths, NOON.date())
    own.unlink()
    keep(paths)
    (said,) = look()
    assert said.startswith("6 reviews are gone from the journal; backups reach to 2026-03-28: `mlflash restore`")
    assert look(fix=True) == []
    assert told(paths) is None
    rmtree(paths.journal_dir)
    levels = {one.level for one in examine(paths, PARAMETERS, "desk", NOON.replace(month=5)) if "gone" in one.what}
    assert levels == {"error"}


def test_a_backup_of_banks_alone_is_no_sign_of_a_lost_journal(paths: Paths) -> None:
    paths.banks.mkdir(parents=True)
    (paths.banks / "deck.yaml").write_text("version: 1\n")
    backups.make(paths, "before-import", NOON)
    assert backups.listing(paths)
    assert told(paths) is None
    put(paths.journal_dir / "desk.jsonl", reviews(2))
    backups.make(paths, "before-merge", NOON)
    rmtree(paths.journal_dir)
    assert (told(paths) or "").startswith("the journal is gone; backups reach to ")
