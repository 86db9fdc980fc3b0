from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from mlflash.errors import MlflashError
from mlflash.scheduler.events import NewerVersion
from mlflash.store import backups
from mlflash.store.paths import Paths
from tests.store.making import NOON, line, put, review, reviews

DAY = date(2026, 3, 28)


@pytest.fixture
def kept(paths: Paths) -> dict[str, bytes]:
    """What the journal folder holds at first."""
    return {
        name: put(paths.journal_dir / name, reviews(3, start))
        for name, start in (("desk.jsonl", 0), ("laptop.jsonl", 3))
    }


def contents(paths: Paths) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths.journal_dir.glob("*.jsonl")}


def archive(paths: Paths, *entries: tuple[str | ZipInfo, bytes]) -> str:
    """An archive made by another's hand, named as a backup is."""
    paths.backups.mkdir(parents=True, exist_ok=True)
    name = "2026-03-01.daily.zip"
    with ZipFile(paths.backups / name, "w", ZIP_DEFLATED) as file:
        for card, data in entries:
            file.writestr(card, data)
    return name


def test_one_a_day(paths: Paths, kept: dict[str, bytes]) -> None:
    path = backups.daily(paths, DAY)
    assert path is not None and path.stat().st_mode & 0o777 == 0o600
    assert paths.backups.stat().st_mode & 0o777 == 0o700
    assert backups.contents_of(path) == kept
    assert backups.daily(paths, DAY) is None
    assert backups.daily(paths, DAY + timedelta(days=1)) is not None
    assert [(b.day, b.reason) for b in backups.listing(paths)] == [
        (DAY + timedelta(days=1), "daily"),
        (DAY, "daily"),
    ]


def test_nothing_to_keep_makes_nothing(home: Path, paths: Paths) -> None:
    assert backups.daily(paths, DAY) is None
    assert backups.make(paths, "before-merge", NOON) is None
    assert backups.listing(paths) == []
    assert not home.exists()


def test_the_old_ones_go_but_a_month_keeps_its_last(paths: Paths, kept: dict[str, bytes]) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(100)]
    (paths.backups).mkdir(parents=True)
    stranger = paths.backups / "my own.zip"
    stranger.write_text("mine")
    for day in days:
        backups.daily(paths, day)
    left = [backup.day for backup in backups.listing(paths)]
    assert left == [*reversed(days[-14:]), date(2026, 2, 28), date(2026, 1, 31)]
    assert stranger.read_text() == "mine"
    for n in range(25):
        assert backups.make(paths, "before-merge", NOON + timedelta(seconds=n)) is not None
    reasons = [backup.reason for backup in backups.listing(paths)]
    assert (reasons.count("before-merge"), reasons.count("daily")) == (20, len(left))


def test_what_does_not_read_back_is_not_kept(
    paths: Paths, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = backups._pack
    for at in (0, 60, 100, 200):

        def rotten(files: Mapping[str, Path], packed: IO[bytes], at: int = at) -> None:
            pack(files, packed)
            packed.seek(at)
            byte = packed.read(1)
            packed.seek(at)
            packed.write(bytes([byte[0] ^ 1]))

        monkeypatch.setattr(backups, "_pack", rotten)
        with pytest.raises(MlflashError, match="did not read back"):
            backups.daily(paths, DAY)
        assert list(paths.backups.iterdir()) == []


def test_a_journal_of_more_than_one_piece_is_kept_whole(
    paths: Paths, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PIECE", 100)
    path = backups.daily(paths, DAY)
    assert path is not None
    assert backups.contents_of(path) == kept
    monkeypatch.setattr(backups, "MAX_TOTAL", sum(map(len, kept.values())) - 1)
    with pytest.raises(MlflashError, match="larger than"):
        backups.make(paths, "before-merge", NOON)


def test_two_in_one_millisecond_are_two(paths: Paths, kept: dict[str, bytes]) -> None:
    assert backups.make(paths, "before-merge", NOON) != backups.make(paths, "before-merge", NOON)
    assert [b.reason for b in backups.listing(paths)] == ["before-merge"] * 2


def test_a_restore_brings_back_what_was_and_keeps_what_is(paths: Paths, kept: dict[str, bytes]) -> None:
    path = backups.daily(paths, DAY)
    assert path is not None
    put(paths.journal_dir / "desk.jsonl", [review(99)])
    put(paths.journal_dir / "merged-0.jsonl", [review(98)])
    (paths.journal_dir / "laptop.jsonl").unlink()
    spoiled = contents(paths)
    done = backups.restore(paths, path.name, NOON)
    assert contents(paths) == kept
    assert (done.files, done.removed) == (["desk.jsonl", "laptop.jsonl"], ["merged-0.jsonl"])
    assert done.before is not None
    backups.restore(paths, done.before, NOON)
    assert contents(paths) == spoiled


def test_every_file_a_start_would_read_comes_back(paths: Paths) -> None:
    for name in (
        "desk.sync-conflict-20260101-101010-ABC.jsonl",
        "größe (1).jsonl",
        "x" * 240 + ".jsonl",
        "a..jsonl",
    ):
        put(paths.journal_dir / name, [review(1)])
    before = contents(paths)
    path = backups.daily(paths, DAY)
    assert path is not None
    for one in paths.journal_dir.iterdir():
        one.unlink()
    backups.restore(paths, path.name, NOON)
    assert contents(paths) == before and len(before) == 4


@pytest.mark.parametrize(
    "name", ["../config.toml", "/etc/passwd", "", "2026-03-02.daily.zip", "a\nb", "my own.zip"]
)
def test_only_what_is_listed_is_restored(paths: Paths, kept: dict[str, bytes], name: str) -> None:
    archive(paths, ("desk.jsonl", line(review(1))))
    with pytest.raises(MlflashError, match="there is no backup") as caught:
        backups.restore(paths, name, NOON)
    assert "\n" not in str(caught.value)
    assert contents(paths) == kept


def _link() -> ZipInfo:
    info = ZipInfo("desk.jsonl")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "entries",
    [
        [("../desk.jsonl", b"")],
        [("/tmp/desk.jsonl", b"")],
        [("journal/desk.jsonl", b"")],
        [("..\\desk.jsonl", b"")],
        [("desk.jsonl/", b"")],
        [(".hidden.jsonl", b"")],
        [("config.toml", b"")],
        [("de\x1b[2Jsk.jsonl", b"")],
        [("desk.jsonl", b""), ("DESK.jsonl", b"")],
        [(_link(), b"/etc/passwd")],
    ],
    ids=["up", "root", "folder", "backslash", "directory", "hidden", "another name", "escape", "twice", "link"],
)
def test_an_archive_that_leads_elsewhere_is_refused(
    paths: Paths, kept: dict[str, bytes], entries: list[tuple[str | ZipInfo, bytes]]
) -> None:
    name = archive(paths, ("good.jsonl", line(review(1))), *entries)
    with pytest.raises(MlflashError, match="holds a file that is not a journal") as caught:
        backups.restore(paths, name, NOON)
    assert str(caught.value).isprintable()
    assert contents(paths) == kept
    assert len(backups.listing(paths)) == 1  # refused before anything is done


def test_an_archive_that_swells_is_refused(
    paths: Paths, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "MAX_TOTAL", 100_000)
    name = archive(paths, ("a.jsonl", bytes(60_000)), ("b.jsonl", bytes(60_000)))
    with pytest.raises(MlflashError, match="unpacks to more than"):
        backups.restore(paths, name, NOON)
    # The same, telling lies about how much it unpacks to.
    path = paths.backups / name
    path.write_bytes(path.read_bytes().replace((60_000).to_bytes(4, "little"), (600).to_bytes(4, "little")))
    with pytest.raises(MlflashError):
        backups.restore(paths, name, NOON)
    monkeypatch.setattr(backups, "MAX_ENTRIES", 1)
    name = archive(paths, ("a.jsonl", b""), ("b.jsonl", b""))
    with pytest.raises(MlflashError, match="more than 1 files"):
        backups.restore(paths, name, NOON)
    assert contents(paths) == kept


def test_a_damaged_archive_is_refused_at_every_byte(paths: Paths, kept: dict[str, bytes]) -> None:
    path = backups.daily(paths, DAY)
    assert path is not None
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        for spoiled in (data[:place], data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]):
            path.write_bytes(spoiled)
            try:
                found = backups.contents_of(path)
            except MlflashError as error:
                assert "\n" not in str(error)
            else:
                assert sorted(found.values()) == sorted(kept.values())  # the harm was to a name or a date


def test_a_backup_of_a_newer_version_is_refused(paths: Paths, kept: dict[str, bytes]) -> None:
    name = archive(paths, ("desk.jsonl", line(review(1)).replace(b'"v":1', b'"v":2')))
    with pytest.raises(NewerVersion, match="newer mlflash"):
        backups.restore(paths, name, NOON)
    assert contents(paths) == kept


def test_links_among_the_backups_are_not_followed(paths: Paths, kept: dict[str, bytes], tmp_path: Path) -> None:
    name = archive(paths, ("desk.jsonl", b""))
    (paths.backups / name).rename(tmp_path / "elsewhere.zip")
    (paths.backups / name).symlink_to(tmp_path / "elsewhere.zip")
    assert backups.listing(paths) == []


@pytest.mark.parametrize("reason", ["daily", "", "../x", "A", "x" * 41])
def test_a_reason_is_a_word(paths: Paths, kept: dict[str, bytes], reason: str) -> None:
    with pytest.raises(MlflashError, match="cannot be the reason"):
        backups.make(paths, reason, NOON)


@pytest.mark.parametrize("error", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_folder_that_cannot_be_searched_is_reported_in_one_line(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    put(paths.journal_dir / "desk.jsonl", reviews(2))
    paths.backups.mkdir()
    real = os.stat

    def stat(path: Any, *others: Any, **more: Any) -> os.stat_result:
        if str(path).startswith(str(paths.backups)):
            raise OSError(error, os.strerror(error), str(path))
        return real(path, *others, **more)

    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(MlflashError, match="backups"):
        backups.daily(paths, NOON.date())
    with pytest.raises(MlflashError, match="backups"):
        backups.make(paths, "before-merge", NOON)


def test_a_backup_that_holds_nothing_is_refused(paths: Paths) -> None:
    own = paths.journal_dir / "desk.jsonl"
    data = put(own, reviews(2))
    paths.backups.mkdir()
    with ZipFile(paths.backups / "2026-03-28.daily.zip", "w"):
        pass
    with pytest.raises(MlflashError, match="holds no journal file"):
        backups.restore(paths, "2026-03-28.daily.zip", NOON)
    assert own.read_bytes() == data
    assert len(list(paths.backups.iterdir())) == 1


def test_a_journal_whose_name_is_no_text_is_named(paths: Paths) -> None:
    put(paths.journal_dir / os.fsdecode(b"caf\xe9.jsonl"), reviews(2))
    with pytest.raises(MlflashError, match="is not text: rename it"):
        backups.daily(paths, NOON.date())


def bank(paths: Paths, name: str, data: bytes) -> bytes:
    """Write a file among the imported banks."""
    paths.banks.mkdir(exist_ok=True, parents=True)
    (paths.banks / name).write_bytes(data)
    return data


def test_a_restore_keeps_a_bank_that_the_backup_does_not_hold(paths: Paths, kept: dict[str, bytes]) -> None:
    mine = bank(paths, "mine.yaml", b"first")
    bank(paths, ".mine.yaml.imported.json", b"{}")
    bank(paths, "notes.txt", b"no bank")
    (paths.banks / "link.yaml").symlink_to(paths.config)
    made = backups.daily(paths, DAY)
    assert made is not None
    names = {"banks/mine.yaml", "banks/.mine.yaml.imported.json"}
    assert {name for name in backups.contents_of(made) if name.startswith("banks/")} == names
    bank(paths, "mine.yaml", b"second")
    bank(paths, "later.yaml", b"later")
    done = backups.restore(paths, made.name, NOON)
    assert done.banks == ["mine.yaml"]
    assert (paths.banks / "mine.yaml").read_bytes() == mine
    assert (paths.banks / "later.yaml").read_bytes() == b"later"
    assert (paths.banks / "mine.yaml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["banks/../x.yaml", "banks/a/b.yaml", "banks/x.txt", "banks/.x.yaml", "banks\\x.yaml"]
)
def test_no_bank_in_a_backup_leads_elsewhere(paths: Paths, kept: dict[str, bytes], name: str) -> None:
    found = archive(paths, ("desk.jsonl", kept["desk.jsonl"]), (name, b"x"))
    with pytest.raises(MlflashError, match="not a journal"):
        backups.restore(paths, found, NOON)


def test_banks_are_backed_up_without_a_journal(paths: Paths) -> None:
    bank(paths, "mine.yaml", b"first")
    made = backups.daily(paths, DAY)
    assert made is not None
    assert backups.contents_of(made) == {"banks/mine.yaml": b"first"}
