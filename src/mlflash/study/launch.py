"""How the program is opened: what was asked for on the command line, and the study that comes of it."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlflash.bank.cache import unparsed
from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import EVERYTHING, Filter, select
from mlflash.scheduler.study_day import day_start, study_day
from mlflash.store import loss_warning, snapshot
from mlflash.store.paths import Paths, clock_from_environment, find_paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings
from mlflash.study import queue, session
from mlflash.study.banks import chosen_banks, open_what_loads
from mlflash.study.overrides import complaints_of, with_overrides

if TYPE_CHECKING:
    from mlflash.study.study import Study

MODES = ("drill", "weak", "cram", "more", "mock")
MORE = 10
"""Questions in a sitting beyond today's, where no limit is given."""


class LaunchOptions(NamedTuple):
    """What to open: `catalog` gives the bank, always the same one; `mode` is one of `MODES`.

    `drill` goes straight to the cards, `plain` without a screen; `limit` is the most questions to ask.
    A mock interview takes `minutes`, and chance from `seed` where one is given. `told` hears how far a long
    replay of the journal has come.
    """

    settings: Settings
    catalog: Callable[[], Catalog]
    paths: Paths
    banks: tuple[Path, ...] = ()
    chosen: Filter = EVERYTHING
    limit: int | None = None
    drill: bool = False
    mode: str = "drill"
    plain: bool = False
    minutes: float = 30.0
    seed: int | None = None
    told: snapshot.OnProgress | None = None


class DueCounts(NamedTuple):
    """How much waits, the instant at which the next question falls due, and what there is to complain of."""

    counts: queue.Counts
    next_due: datetime | None
    complaints: list[str]


def launch_options(banks: tuple[Path, ...] = ()) -> LaunchOptions:
    """An opening on everything: the reader's paths and settings, the bank not yet read."""
    paths = find_paths()
    settings = read_settings(paths.config)
    opened: list[Catalog] = []

    def catalog() -> Catalog:
        if not opened:
            opened.append(
                with_overrides(open_what_loads(settings, banks, paths.cache), paths.overrides, paths.cache)
            )
        return opened[0]

    return LaunchOptions(settings, catalog, paths, banks)


def parse_beside(opening: LaunchOptions) -> Callable[[], object]:
    """Have banks that were never parsed put into the cache by another process; the call returned waits for it.

    Meanwhile this process can import what it needs. What goes wrong there is met again here, and said.
    """
    if sys.platform != "linux" or not unparsed(chosen_banks(opening.settings, opening.banks), opening.paths.cache):
        return bool
    process = os.fork()
    if process:
        return lambda: os.waitpid(process, 0)
    try:
        opening.catalog()
    finally:
        os._exit(0)


def open_study(opening: LaunchOptions, told: snapshot.OnProgress | None = None) -> "Study":
    """The study an opening asks for; `told` hears how far a long replay of the journal has come."""

    from mlflash.store.paths import device
    from mlflash.study.study import Study

    clock = clock_from_environment()
    return Study(
        opening.catalog(),
        opening.settings,
        opening.paths,
        device(),
        clock,
        lambda: os.urandom(4).hex(),
        told or opening.told,
    )


@contextmanager
def studying(opening: LaunchOptions, told: snapshot.OnProgress | None = None) -> "Iterator[Study]":
    """A study for the length of a command, its snapshot kept at the end.

    Where there is no journal, none was written: then nothing is kept, so that looking leaves no trace.
    """
    study = open_study(opening, told)
    try:
        yield study
    finally:
        with suppress(OSError):  # where even that cannot be seen, a grade that is on disk has not failed
            if opening.paths.journal_dir.exists():
                study.close()


def due_counts(opening: LaunchOptions, told: snapshot.OnProgress | None = None) -> DueCounts:
    """How much waits, without sitting down: no device, no journal to write to."""
    settings, paths = opening.settings, opening.paths
    zone, now = time_zone(settings.timezone), clock_from_environment()()
    moment = queue.Moment(now, study_day(now, zone, settings.rollover))
    taken = snapshot.current(paths.journal_dir, paths.progress, settings.parameters, told)
    if taken.changed and taken.marks:
        snapshot.write(paths.progress, taken, settings.parameters)
    counts = queue.count_waiting(opening.catalog(), taken.progress, opening.chosen, settings, moment)
    due: date | datetime | None = counts.next_due
    if due is not None:
        due = due.astimezone(UTC) if isinstance(due, datetime) else day_start(due, zone, settings.rollover)
    complaints = [*complaints_of(opening.catalog()), *taken.complaints]
    gone = loss_warning.loss_message(paths, taken.lost, taken.progress, empty=not taken.marks)
    return DueCounts(counts, due, complaints if gone is None else [*complaints, gone])


def session_of(study: "Study", opening: LaunchOptions) -> session.Session:
    """The sitting an opening asks for; a drill takes along what is in learning, each once its minutes are up."""
    asked, learning = chosen_cards(study, opening), []
    if opening.mode == "drill":
        known = set(asked)
        learning = [(due, card_id) for due, card_id in study.learning(opening.chosen) if card_id not in known]
        if opening.limit is not None:
            learning = learning[: max(0, opening.limit - len(asked))]
    return session.start(
        asked,
        opening.mode,
        learning=tuple(learning),
        chosen=opening.chosen,
        journaled="plain" if opening.plain else "drill",
    )


def chosen_cards(study: "Study", opening: LaunchOptions) -> list[str]:
    """The questions of a sitting, in order, by the opening's mode, filter and limit.

    `weak` are those with a cause to be called weak, `cram` all that were chosen; both with what would cost
    most first, due or not.
    """
    chosen, limit = opening.chosen, opening.limit
    if chosen.ids and opening.mode == "drill":
        return [card.id for card in study.select(chosen)][:limit]
    match opening.mode:
        case "drill":
            return study.queue(chosen, limit)
        case "more":
            return study.more(chosen, MORE if limit is None else limit)
    moment = study.moment
    states = queue.status_lookup(study.progress, moment, study.settings)
    entries = [
        card
        for card in select(study.catalog, chosen, states)
        if not queue.suspended_or_buried(study.progress.state(card.id), moment)
        and (opening.mode == "cram" or "weak" in states(card))
    ]
    ordered = queue.weakest_first(entries, study.progress, study.settings, moment)
    return [card.id for card in ordered][:limit]
