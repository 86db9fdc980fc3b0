"""LaunchOptions: what the command line asks for, and the study and session that it opens."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from functools import cache, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from mlflash.bank.cache import unparsed
from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.record import Record
from mlflash.scheduler.events import Mode
from mlflash.scheduler.study_day import study_day
from mlflash.store import loss_warning, snapshot
from mlflash.store.paths import Paths, clock_from_environment, find_paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings_file
from mlflash.study import session
from mlflash.study.banks import chosen_banks
from mlflash.study.overrides import reopened
from mlflash.study.queries import PlanCache
from mlflash.study.session import SessionMode
from mlflash.study.today import Today, cards_within, today_within, todays_cards
from mlflash.study.view import View

if TYPE_CHECKING:
    from mlflash.study.study import Study

MORE = 10
"""Cards in a session beyond today's, where no limit is given."""
TODAYS = (SessionMode.DRILL, SessionMode.MORNING)
"""Modes that ask today's cards, or all that are chosen by their ids."""


class NewCardBy(Enum):
    """How a new card is written."""

    FORM = "form"
    """In the form of the app."""
    EDITOR = "editor"
    """In the reader's editor."""


class LaunchOptions(Record, frozen=True):
    """What the command line asks for."""

    settings: Settings
    """The settings at start; after that, `Study.settings` is used."""
    catalog: Callable[[], Catalog]
    """Returns the bank, which is read at the first call."""
    paths: Paths
    """Where the reader's files are."""
    banks: tuple[Path, ...] = ()
    """The banks of `--bank`, in place of those in the settings."""
    chosen: Filter = EVERYTHING
    """The cards to drill, list or count."""
    limit: int | None = None
    """The most cards to ask."""
    drill: bool = False
    """Whether to open the cards at once, without Home."""
    mode: SessionMode = SessionMode.DRILL
    """What kind of session to begin with."""
    keep: bool = True
    """Whether caches may be written."""
    within: float | None = None
    """The minutes that a drill should take at most; None for all cards of its mode."""
    plain: bool = False
    """Whether to drill line by line, without a screen."""
    new_card: NewCardBy | None = None
    """How to write a new card over the first screen; None for no new card."""
    minutes: float = 30.0
    """The minutes of a mock interview."""
    seed: int | None = None
    """The seed of a mock interview, to ask the same questions again."""
    notices: tuple[str, ...] = ()
    """What is wrong with the settings."""
    refusal: str | None = None
    """Why nothing can be recorded with these settings; None where it can."""
    on_progress: snapshot.OnProgress | None = None
    """Called while a long replay of the journal goes on."""


class DueCounts(Record, frozen=True):
    """How many cards wait, for `mlflash due`."""

    view: View
    """Bank, progress and settings, now."""
    today: Today
    """What today holds among the cards chosen."""
    complaints: list[str]
    """Pending warnings."""


def launch_options(banks: tuple[Path, ...] = (), *, keep: bool = True) -> LaunchOptions:
    """Options for all cards, with the reader's paths and settings; the bank is not yet read.

    Without `keep` no cache is written, neither now nor later.
    """
    paths = find_paths()
    settings_file = read_settings_file(paths.config)
    settings = settings_file.settings
    return LaunchOptions(
        settings=settings,
        catalog=cache(partial(reopened, settings, banks, paths, keep=keep)),
        paths=paths,
        banks=banks,
        keep=keep,
        notices=tuple(settings_file.notices),
        refusal=settings_file.refusal,
    )


def parse_in_second_process(options: LaunchOptions) -> Callable[[], object]:
    """Parse banks that are not in the cache in a second process; calling the result waits for it.

    Meanwhile this process imports what it needs. An error there occurs again here, and is reported.
    """
    if sys.platform != "linux" or not unparsed(chosen_banks(options.settings, options.banks), options.paths.cache):
        return bool
    process = os.fork()
    if process:
        return lambda: os.waitpid(process, 0)
    try:
        options.catalog()
    finally:
        os._exit(0)


def open_study(options: LaunchOptions, on_progress: snapshot.OnProgress | None = None) -> "Study":
    """The study that the options ask for; `on_progress` is called while a long replay of the journal goes on."""

    from mlflash.store.paths import device
    from mlflash.study.study import Study

    clock = clock_from_environment()
    study = Study(
        catalog=options.catalog(),
        settings=options.settings,
        paths=options.paths,
        device=device(),
        clock=clock,
        token=lambda: os.urandom(4).hex(),
        on_progress=on_progress or options.on_progress,
        timer=monotonic,
    )
    study.ledger.refusal = options.refusal
    study.complaints[:0] = options.notices
    return study


@contextmanager
def studying(options: LaunchOptions, on_progress: snapshot.OnProgress | None = None) -> "Iterator[Study]":
    """A study for the length of a command; its snapshot is written at the end.

    Without a journal nothing is written, so that a command that only reads leaves no trace.
    """
    study = open_study(options, on_progress)
    try:
        yield study
    finally:
        with suppress(OSError):  # a grade that is on disk has not failed because the folder cannot be read
            if options.paths.journal_dir.exists():
                study.close()


def due_counts(options: LaunchOptions, on_progress: snapshot.OnProgress | None = None) -> DueCounts:
    """How many cards wait, without a session: no device, no journal to write to."""
    settings, paths = options.settings, options.paths
    zone, now = time_zone(settings.timezone), clock_from_environment()()
    current = snapshot.current(paths.journal_dir, paths.progress, settings.parameters, on_progress)
    if current.changed and current.marks and options.keep:
        snapshot.write(paths.progress, current, settings.parameters)
    day = study_day(now, zone, settings.rollover)
    view = View(catalog=options.catalog(), progress=current.progress, settings=settings, now=now, day=day)
    from mlflash.study.selection import select_cards

    cards = select_cards(view, options.chosen) if options.chosen else None
    today = todays_cards(view, PlanCache().plan(view), cards).limited(options.limit)
    complaints = [*options.notices, *view.catalog.complaints, *current.complaints]
    loss = loss_warning.loss_message(paths, current.lost, current.progress, empty=not current.marks)
    return DueCounts(view, today, complaints if loss is None else [*complaints, loss])


def session_of(study: "Study", options: LaunchOptions) -> session.Session:
    """The session that the options ask for; a drill includes cards in their learning steps, at their time."""
    learning = []
    if options.mode in TODAYS:
        today = study.today(options.chosen)  # only once: in a large bank it is the longest part of a start
        if options.within is not None:
            today = today_within(study.view(), today, options.within)
        card_ids = chosen_cards(study, options) if options.chosen.ids else list(today.queue[: options.limit])
        queued = set(card_ids)
        learning = [(due, card_id) for due, card_id in today.steps if card_id not in queued]
        if options.limit is not None:
            learning = learning[: max(0, options.limit - len(card_ids))]
    else:
        card_ids = chosen_cards(study, options)
        if options.within is not None:
            card_ids = card_ids[: cards_within(study.view(), card_ids, options.within)]
    return session.start(
        card_ids,
        options.mode,
        learning=tuple(learning),
        chosen=options.chosen,
        journaled=Mode.PLAIN if options.plain else Mode.DRILL,
    )


def chosen_cards(study: "Study", options: LaunchOptions) -> list[str]:
    """The cards of a session that is no drill of today's cards, in order.

    A drill or last look of cards chosen by id asks these; `weak` asks the weak cards, `cram` all that are chosen,
    both by expected loss, due or not.
    """
    chosen, limit = options.chosen, options.limit
    match options.mode:
        case SessionMode.DRILL | SessionMode.MORNING:
            return [card.id for card in study.view().cards(study.select(chosen))][:limit]
        case SessionMode.MORE:
            return study.more(chosen, MORE if limit is None else limit)
    from mlflash.study.selection import select_cards, weak_cards, weakest_first

    view = study.view()
    cards = select_cards(view, chosen) if options.mode is SessionMode.CRAM else weak_cards(view, chosen)
    drillable = [card for card in cards if view.drillable(card.id)]
    return [card.id for card in weakest_first(drillable, view)][:limit]
