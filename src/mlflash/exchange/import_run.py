"""An import from files to banks: the plan, which is shown first, and the writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mlflash.bank.bank_files import all_files, real_path
from mlflash.bank.loading import load_text
from mlflash.errors import MlflashError
from mlflash.exchange.anki_log import events_of, new_events
from mlflash.exchange.foreign import ForeignDeck, slug
from mlflash.exchange.import_file import read_deck
from mlflash.exchange.import_plan import ImportPlan, plan_import
from mlflash.exchange.imported_bank import (
    BankFile,
    BankText,
    bank_text,
    read_bank_file,
    require_unchanged,
    write_bank,
    write_events,
)
from mlflash.exchange.progress import OnProgress, counted, no_progress, part_of
from mlflash.scheduler.events import Event
from mlflash.scheduler.study_day import study_day
from mlflash.store import backups, journal_reader
from mlflash.store.paths import Paths
from mlflash.store.setting_parsers import time_zone
from mlflash.store.settings import Settings
from mlflash.study.banks import chosen_banks, open_other_banks
from mlflash.study.overrides import with_overrides


class Target(NamedTuple):
    """A bank file, and what the import would do to it."""

    sources: list[str]
    """The files that go into it."""
    file: BankFile
    """The bank file as it is."""
    plan: ImportPlan
    """What would become of it, card by card."""
    text: BankText | None
    """The file as it would be written; None where it stays as it is."""

    @property
    def loses_layout(self) -> bool:
        """Whether comments and layout that the file has by hand would be lost."""
        return self.text is not None and not self.text.keeps_layout


def plan_targets(
    files: Sequence[Path],
    into: str | None,
    kind: str | None,
    paths: Paths,
    settings: Settings,
    on_progress: OnProgress = no_progress,
) -> list[Target]:
    """The plan for each bank file; raises `MlflashError` for a file that cannot be read or has no card.

    Each file goes into a bank of its own name, or all of them `into` one; `kind` is the format of all files.
    """
    decks: dict[Path, list[tuple[str, ForeignDeck]]] = {}
    for number, path in enumerate(files):
        bank = bank_path(into, paths) if into else paths.banks / f"{slug(path.stem) or 'imported'}.yaml"
        progress = part_of(on_progress, number, 2 * len(files))
        progress(0, 1)  # the bar is there while the file is parsed
        deck = read_deck(path, kind, progress)
        decks.setdefault(bank, []).append((str(path), deck))
    planned: dict[str, Mapping[str, Any]] = {}
    targets = []
    for number, (bank, sources) in enumerate(decks.items()):
        file = read_bank_file(bank)
        in_use = _cards_elsewhere(bank, planned, paths, settings)
        checked = part_of(on_progress, len(decks) + number, 2 * len(decks))
        plan = plan_import([deck for _, deck in sources], file.bank, file.imported, in_use, checked)
        planned |= {card["id"]: card for section in plan.bank["sections"] for card in section["questions"]}
        text = bank_text(file, plan) if plan.changes_bank else None
        targets.append(Target([name for name, _ in sources], file, plan, text))
    return targets


def bank_path(into: str, paths: Paths) -> Path:
    """The bank file of a name, in `banks/` for a bare name; raises `MlflashError` if no bank can have the name."""
    try:
        path = Path(into).expanduser()
    except RuntimeError:
        raise MlflashError(f"--into {into}: there is no such user", code=2) from None
    if path.name == into and not path.suffix:
        path = Path(f"{into}.yaml")
    if path.suffix.lower() not in (".yaml", ".yml") or path.name.startswith("."):
        raise MlflashError(f"--into {into}: the name of a bank ends in .yaml and begins with no dot", code=2)
    return paths.banks / path if path.name == str(path) else path


def is_read(bank: Path, settings: Settings) -> bool:
    """Whether a bank file is among the banks in use."""
    try:
        return real_path(bank) in {real_path(file) for file in all_files(chosen_banks(settings, ()))[0]}
    except MlflashError:  # no bank is chosen
        return False


def new_reviews(targets: Sequence[Target], paths: Paths, settings: Settings) -> list[Event]:
    """The events of Anki's log that no journal holds yet."""
    zone = time_zone(settings.timezone)
    reviews = [review for target in targets for review in target.plan.wanted_reviews]
    if not reviews:
        return []
    known = journal_reader.read(paths.journal_dir).events
    made = events_of(reviews, lambda at: study_day(at, zone, settings.rollover))
    unique = {event.id: event for event in made}
    return new_events(unique.values(), known)


def write_import(
    targets: Sequence[Target],
    events: Sequence[Event],
    paths: Paths,
    now: datetime,
    on_progress: OnProgress = no_progress,
) -> None:
    """Back up, then write the banks and the log; raises `MlflashError`, with nothing written if a bank changed."""
    steps: list[Callable[[], object]] = [partial(require_unchanged, target.file) for target in targets]
    texts = [(target.file, target.plan, target.text) for target in targets if target.text is not None]
    # a bank that would not load is not written
    steps += [partial(load_text, text.data, file.path) for file, _, text in texts]
    steps.append(partial(backups.make, paths, "before-import", now))
    steps += [partial(write_bank, *parts) for parts in texts]
    if events:
        steps.append(partial(write_events, events, paths))
    on_progress(0, len(steps))
    for step in counted(steps, on_progress):
        step()


def _cards_elsewhere(
    bank: Path, planned: Mapping[str, Mapping[str, Any]], paths: Paths, settings: Settings
) -> Callable[[str], Mapping[str, Any] | None]:
    """A look-up of the cards planned before, and of those in the other banks in use, in the reader's versions."""
    catalog = open_other_banks(settings, bank, paths.cache)
    if catalog is None:
        return planned.get
    whole = with_overrides(catalog, paths.overrides, paths.cache)
    return lambda card_id: planned.get(card_id) or (whole.card(card_id).written() if card_id in whole else None)
