from __future__ import annotations

import fcntl
import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlflash.errors import MlflashError
from mlflash.scheduler.events import Rating, Review
from mlflash.store import backups, repair, snapshot
from mlflash.store.doctor import Finding, examine
from mlflash.store.files import write_atomically
from mlflash.store.paths import Paths
from tests.store.making import NOON, PARAMETERS, line, put, review, reviews

LATER = NOON + timedelta(days=30)


def look(paths: Paths, *, fix: bool = False) -> list[Finding]:
    found = examine(paths, PARAMETERS, "desk", LATER, fix=fix)
    assert all("\n" not in one.what + one.do and one.level in ("ok", "warn", "error") for one in found)
    return found


def troubles(paths: Paths, *, fix: bool = False) -> str:
    return "\n".join(f"{one.level}: {one.what}" for one in look(paths, fix=fix) if one.level != "ok")


@pytest.fixture
def own(paths: Paths) -> Path:
    """A home in which all is well."""
    own = paths.journal_dir / "desk.jsonl"
    put(own, reviews(9))
    own.chmod(0o600)
    paths.journal_dir.chmod(0o700)
    snapshot.write(paths.progress, snapshot.rebuild(paths.journal_dir, PARAMETERS), PARAMETERS)
    backups.daily(paths, NOON.date())
    return own


def test_where_all_is_well_it_says_so_and_changes_nothing(paths: Paths, own: Path) -> None:
    before = {path: path.read_bytes() for path in paths.journal_dir.parent.rglob("*") if path.is_file()}
    assert troubles(paths) == ""
    said = "\n".join(one.what for one in look(paths))
    assert "desk.jsonl: 9 lines, 9 events (this device's)" in said
    assert "agrees with a full replay (4 cards)" in said
    assert "1 backup, the newest from 2026-03-28" in said
    assert "no event is later than the clock" in said
    assert {p: p.read_bytes() for p in paths.journal_dir.parent.rglob("*") if p.is_file()} == before


def test_before_the_first_grade_there_is_nothing_to_tell(home: Path, paths: Paths) -> None:
    assert troubles(paths) == ""
    assert not home.exists()


def test_fixing_before_the_first_grade_creates_nothing(home: Path, paths: Paths) -> None:
    assert troubles(paths, fix=True) == ""
    assert not home.exists()


def test_a_torn_end_is_reported_then_set_aside(paths: Paths, own: Path) -> None:
    whole = own.read_bytes()
    own.write_bytes(whole + line(review(70))[:30])
    assert "warn: desk.jsonl: the last line is cut short (30 bytes)" in troubles(paths)
    assert troubles(paths, fix=True) == ""
    assert own.read_bytes() == whole
    assert [path.read_bytes() for path in paths.journal_dir.glob("*.torn")] == [line(review(70))[:30]]
    assert backups.listing(paths)[0].reason == "before-fix"


def test_another_devices_file_is_never_repaired(paths: Paths, own: Path) -> None:
    theirs = paths.journal_dir / "laptop.jsonl"
    put(theirs, [review(80)])
    theirs.chmod(0o600)
    theirs.write_bytes(theirs.read_bytes() + b'{"v":1')
    torn = theirs.read_bytes()
    assert "laptop.jsonl: the last line is cut short" in troubles(paths, fix=True)
    assert theirs.read_bytes() == torn


def test_junk_is_counted(paths: Paths, own: Path) -> None:
    own.write_bytes(b"<<<<<<< HEAD\n" + own.read_bytes() + b"x" * 2_000_000 + b"\n")
    assert "warn: desk.jsonl: 2 unreadable lines, skipped" in troubles(paths)


def test_a_snapshot_that_differs_from_the_replay_is_rebuilt(paths: Paths, own: Path) -> None:
    right = snapshot.rebuild(paths.journal_dir, PARAMETERS)
    wrong = right._replace(progress=right.progress._replace(states={}))
    snapshot.write(paths.progress, wrong, PARAMETERS)
    assert troubles(paths) == "error: progress.json does not match the journal"
    assert troubles(paths, fix=True) == ""
    kept = snapshot.read(paths.progress, PARAMETERS)
    assert kept is not None and kept.progress == right.progress


def test_a_broken_snapshot_is_rebuilt(paths: Paths, own: Path) -> None:
    paths.progress.write_bytes(b"\0" * 500)
    paths.progress.chmod(0o600)
    assert troubles(paths) == "warn: progress.json is stale or broken"
    assert troubles(paths, fix=True) == ""


def test_a_newer_journal_is_an_error_and_nothing_is_repaired(paths: Paths, own: Path) -> None:
    own.write_bytes(own.read_bytes() + line(review(71)).replace(b'"v":1', b'"v":2'))
    newer = own.read_bytes()
    assert "error: desk.jsonl: the journal was written by a newer mlflash" in troubles(paths)
    assert "newer mlflash" in troubles(paths, fix=True)
    assert own.read_bytes() == newer


def test_files_others_can_read_are_reported_and_repaired(paths: Paths, own: Path) -> None:
    own.chmod(0o644)
    paths.journal_dir.chmod(0o755)
    assert troubles(paths).count("is open to others") == 2
    assert troubles(paths, fix=True) == ""
    assert (own.stat().st_mode & 0o777, paths.journal_dir.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_held_lock_is_reported(paths: Paths, own: Path) -> None:
    with own.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert troubles(paths) == "warn: another mlflash is writing right now"
    assert troubles(paths) == ""


def test_events_in_the_future_are_reported(paths: Paths, own: Path) -> None:
    put(own, [*reviews(9), review(10, days=3650)])
    assert "warn: desk.jsonl: 1 event is in the future, to 2036-03-25T12:00:10.000Z" in troubles(paths)


def test_a_clock_set_back_is_reported(paths: Paths, own: Path) -> None:
    def graded(hours: int) -> Review:
        at = NOON + timedelta(hours=hours)
        return Review(f"{int(at.timestamp() * 1000):011x}{hours:08x}", at, at.date(), "bias-variance", Rating.GOOD)

    put(own, [graded(1), graded(9), graded(2), graded(3)])
    assert "warn: desk.jsonl: the clock was set back once while it was written" in troubles(paths)


@pytest.mark.parametrize(("free", "level"), [(1e6, "error"), (1e8, "warn"), (1e10, "ok")])
def test_a_disk_that_fills_is_reported(
    paths: Paths, own: Path, monkeypatch: pytest.MonkeyPatch, free: float, level: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    assert [one.level for one in look(paths) if "free on disk" in one.what] == [level]


def test_what_a_killed_process_left_is_cleared_away(
    paths: Paths, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = paths.journal_dir / ".merged-1.jsonl.999999999-0.tmp"
    busy = paths.journal_dir.parent / f".progress.json.{os.getpid()}-0.tmp"
    stranger = paths.journal_dir / ".syncthing.desk.jsonl.tmp"
    for path in (left, busy, stranger):
        path.write_text("")
    assert troubles(paths) == "warn: 1 temporary file of a killed process"
    assert troubles(paths, fix=True) == ""
    assert [path.exists() for path in (left, busy, stranger)] == [False, True, True]


def test_its_idea_of_a_temporary_file_is_that_of_who_writes_them(
    paths: Paths, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", dying)
    monkeypatch.setattr(Path, "unlink", dying)
    monkeypatch.setattr(os, "getpid", lambda: 999_999_999)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(paths.journal_dir / "x.jsonl", b"")
    assert len(repair.leftovers(paths)) == 1


def test_without_a_backup_nothing_is_repaired(paths: Paths, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.chmod(0o644)

    def full(*_: object) -> None:
        raise MlflashError("cannot back up: the disk is full")

    monkeypatch.setattr(backups, "make", full)
    assert "error: cannot back up: the disk is full" in troubles(paths, fix=True)
    assert own.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("what", ["folder.jsonl", "pipe.jsonl"])
def test_a_file_that_is_no_journal_is_reported(paths: Paths, own: Path, what: str) -> None:
    path = paths.journal_dir / what
    if what == "pipe.jsonl":
        os.mkfifo(path)
    else:
        path.mkdir()
    assert troubles(paths) == f"warn: {what} is not a regular file and was skipped"


@pytest.mark.parametrize(
    "name", ["cache", "cache/bank-1.jsonl", "cache/overrides.json", "overrides", "overrides/a.yaml"]
)
def test_the_modes_of_all_that_is_believed_are_looked_at(paths: Paths, own: Path, name: str) -> None:
    place = paths.journal_dir.parent / name
    for directory in (paths.cache, paths.overrides):
        directory.mkdir(mode=0o700, exist_ok=True)
    if place.suffix:
        place.write_text("")
    place.chmod(0o777)
    assert troubles(paths) == f"warn: {place} is open to others (mode 777)"
    assert troubles(paths, fix=True) == ""
    assert place.stat().st_mode & 0o777 == (0o600 if place.suffix else 0o700)


def test_a_home_may_be_looked_into_but_not_written_to_by_others(paths: Paths, own: Path) -> None:
    home = paths.journal_dir.parent
    home.chmod(0o755)
    assert troubles(paths) == ""
    home.chmod(0o777)
    assert troubles(paths) == f"warn: {home} is open to others (mode 777)"
    assert troubles(paths, fix=True) == ""
    assert home.stat().st_mode & 0o777 == 0o755


def test_settings_kept_elsewhere_may_be_read_but_not_written_by_others(
    paths: Paths, own: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text("")
    paths.config.symlink_to(elsewhere)
    elsewhere.chmod(0o644)
    assert troubles(paths) == ""
    elsewhere.chmod(0o666)
    assert troubles(paths) == f"warn: {elsewhere} is open to others (mode 666)"
