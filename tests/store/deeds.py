"""What the store does besides appending, to be tried on a failing disk: each deed leaves the old or the new."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.scheduler.schedule import Parameters
from mlflash.store import backups, journal_reader, snapshot
from mlflash.store.doctor import examine
from mlflash.store.merge import merge
from mlflash.store.paths import under
from mlflash.store.settings_file import change_settings, read_settings
from mlflash.store.wrong_clock import undo_future
from tests.store.making import NOON, line, put, review, reviews
from tests.store.trials import Deed

PARAMETERS = Parameters()
OWN = [f"r{n:05}" for n in range(6)]
DAILY = "2026-03-28.daily.zip"


def _ids(home: Path) -> list[str]:
    reading = journal_reader.read(home / "journal")
    assert reading.complaints == []
    return sorted(event.id for event in reading.events)


def _graded(home: Path) -> None:
    put(home / "journal" / "desk.jsonl", reviews(6))


def _backups_hold(home: Path) -> list[dict[str, bytes]]:
    paths = under(home)
    return [backups.contents_of(paths.backups / one.name) for one in backups.listing(paths)]


def _stale(home: Path) -> None:
    _graded(home)
    whole = snapshot.rebuild(home / "journal", PARAMETERS)
    snapshot.write(home / "progress.json", whole, PARAMETERS)
    with (home / "journal" / "desk.jsonl").open("ab") as file:
        file.write(b"".join(map(line, reviews(6, 6))))


def _keep(home: Path) -> None:
    caught = snapshot.current(home / "journal", home / "progress.json", PARAMETERS)
    snapshot.write(home / "progress.json", caught, PARAMETERS)


def _kept(home: Path, _done: bool) -> str:
    found = snapshot.current(home / "journal", home / "progress.json", PARAMETERS)
    right = snapshot.rebuild(home / "journal", PARAMETERS)
    return "" if found.progress == right.progress else "the snapshot is not what the journal gives"


def _backed_up(home: Path, done: bool) -> str:
    held = _backups_hold(home)
    if _ids(home) != OWN:
        return "the journal changed"
    if done and len(held) != 1:
        return "the backup is not there"
    backups.daily(under(home), NOON.date())
    right = {"desk.jsonl": (home / "journal" / "desk.jsonl").read_bytes()}
    return "" if _backups_hold(home) == [right] else "the backup is not the journal"


def _two(home: Path) -> None:
    _graded(home)
    put(home / "in" / "laptop.jsonl", reviews(4, 4))


def _merge(home: Path) -> None:
    merge(home / "in", under(home), NOON)


def _merged(home: Path, done: bool) -> str:
    union = [f"r{n:05}" for n in range(8)]
    found = _ids(home)
    if found not in (OWN, union) or (done and found != union):
        return f"after the merge there is {found}"
    _merge(home)
    return "" if _ids(home) == union else "a second merge does not mend it"


def _restorable(home: Path) -> None:
    _graded(home)
    backups.daily(under(home), NOON.date())
    put(home / "journal" / "desk.jsonl", reviews(2, 20))
    put(home / "journal" / "laptop.jsonl", reviews(2, 30))


def _restore(home: Path) -> None:
    backups.restore(under(home), DAILY, NOON)


def _restored(home: Path, done: bool) -> str:
    later = {line(event) for event in [*reviews(2, 20), *reviews(2, 30)]}
    now = b"".join(path.read_bytes() for path in (home / "journal").glob("*.jsonl"))
    kept = [b"".join(held.values()) for held in _backups_hold(home)]
    if not any(all(text in place for text in later) for place in (now, *kept)):
        return "what was there before the restore is nowhere"
    if done and _ids(home) != OWN:
        return "it is not what the backup held"
    _restore(home)
    return "" if _ids(home) == OWN else "a second restore does not mend it"


def _torn(home: Path) -> None:
    _stale(home)
    with (home / "journal" / "desk.jsonl").open("ab") as file:
        file.write(line(review(60))[:50])


def _fix(home: Path) -> None:
    examine(under(home), PARAMETERS, "desk", NOON, fix=True)


def _fixed(home: Path, _done: bool) -> str:
    _fix(home)
    if _ids(home) != [f"r{n:05}" for n in range(12)]:
        return "the journal changed"
    left = [one.what for one in examine(under(home), PARAMETERS, "desk", NOON) if one.level != "ok"]
    # The clock of the trial stands before the events, and the process that left a temporary file is this one.
    left = [what for what in left if "in the future" not in what]
    return "; ".join(left)


def _ahead(home: Path) -> None:
    put(home / "journal" / "desk.jsonl", [*reviews(6), review(50, days=4000)])


def _undo_future(home: Path) -> None:
    undo_future(under(home), "desk", NOON + timedelta(days=90), NOON.date(), lambda: "t")


def _future_undone(home: Path, done: bool) -> str:
    undone = [name for name in _ids(home) if name not in (*OWN, "r00050")]
    if len(undone) not in (0, 1) or (done and not undone):
        return f"{len(undone)} events were written"
    _undo_future(home)
    if {*_ids(home)} < {*OWN, "r00050"}:
        return "an event is gone"
    state = snapshot.rebuild(home / "journal", PARAMETERS).progress
    return "" if sum(day.reviews for day in state.days.values()) == 6 else "a second try does not undo it"


def _set(home: Path) -> None:
    (home / "config.toml").write_text("# mine\nnew_per_day = 3\n")


def _change(home: Path) -> None:
    change_settings(home / "config.toml", {"new_per_day": 4})


def _changed(home: Path, done: bool) -> str:
    try:
        found = read_settings(home / "config.toml").new_per_day
    except MlflashError as error:
        return str(error)
    return "" if found == 4 or (found == 3 and not done) else f"new_per_day is {found}"


DEEDS = (
    Deed("snapshot", _stale, _keep, _kept),
    Deed("backup", _graded, lambda home: backups.daily(under(home), NOON.date()), _backed_up),
    Deed("merge", _two, _merge, _merged),
    Deed("restore", _restorable, _restore, _restored),
    Deed("doctor --fix", _torn, _fix, _fixed),
    Deed("doctor --undo-future", _ahead, _undo_future, _future_undone),
    Deed("config", _set, _change, _changed),
)
