"""Export cards or the review log to a file, in the format that its ending names."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.bank_files import real_path
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.exchange import review_log
from mlflash.exchange.outgoing import OutgoingCard, outgoing_cards
from mlflash.exchange.progress import OnProgress, counted, no_progress, part_of
from mlflash.scheduler.events import CardEvent
from mlflash.scheduler.fold import histories
from mlflash.store import journal_reader
from mlflash.store.files import explained, write_atomically
from mlflash.store.paths import bundled_versions
from mlflash.study.banks import chosen_banks
from mlflash.study.study import Study


class ExportRequest(NamedTuple):
    """What is to be exported, and where to."""

    path: Path
    """The file; its ending says the format."""
    chosen: Filter = EVERYTHING
    """The filter that the cards pass."""
    limit: int | None = None
    """The most cards."""
    mine: bool = False
    """Whether own lines and notes are exported."""
    progress: bool = False
    """Whether the schedule and the reviews are exported, for Anki."""
    force: bool = False
    """Whether an existing file is replaced."""
    banks: tuple[Path, ...] = ()
    """The banks of `--bank`, in place of those in the settings."""

    @property
    def ending(self) -> str:
        """The ending of the file in small letters."""
        return self.path.suffix.lower()


class Exported(NamedTuple):
    """What was exported."""

    path: Path
    """The file."""
    cards: int
    """How many cards it has; for a log, how many cards its reviews are of."""
    reviews: int = 0
    """How many reviews it has."""
    remarks: tuple[str, ...] = ()
    """What the reader should know of the file, a sentence each."""


BANK_ENDINGS = (".yaml", ".yml")
"""The endings of the files of a bank in a folder."""
ANKI_KEEPS = (
    "Anki takes a schedule only together with a card that is new to it: tick “Import any learning progress” there,"
    " and turn FSRS on in the deck's options",
    "for a card that Anki has already, a later import brings new text and never another schedule",
    "line ticks, probes and flags have no place in Anki; flagged cards get the tag mlflash::flagged",
)
"""What the reader should know of progress in a package."""


def check_request(request: ExportRequest, *, log: bool = False) -> None:
    """Refuse an ending that names no format, progress for a format without it, and a file that exists."""
    kinds: Mapping[str, object] = LOG_FORMATS if log else FORMATS
    if request.ending not in kinds:
        ending = request.path.suffix or "no ending"
        raise MlflashError(f"{request.path.name}: found {ending}, expected one of {' '.join(kinds)}", code=2)
    if request.progress and (log or request.ending != ".apkg"):
        raise MlflashError("--progress: only an .apkg file has a place for progress", code=2)
    if is_taken(request.path) and not request.force:
        raise MlflashError(f"{request.path} is there already; --force replaces it")


def is_taken(path: Path) -> bool:
    """Whether there is a file of this name; raises `MlflashError` for a directory or an impossible name."""
    with explained(f"cannot write {path}"), suppress(FileNotFoundError):
        if stat.S_ISDIR(path.lstat().st_mode):
            raise MlflashError(f"cannot write {path}: it is a directory")
        return True
    return False


def export_cards(study: Study, request: ExportRequest, on_progress: OnProgress = no_progress) -> Exported:
    """Write the chosen cards; raises `MlflashError`, with nothing written."""
    check_request(request)
    _spare_banks(study, request)
    cards = outgoing_cards(
        study.view(),
        study.select(request.chosen)[: request.limit],
        mine=request.mine,
        progress=request.progress,
        on_progress=part_of(on_progress, 0, 2) if request.progress else on_progress,
    )
    if not cards:
        raise MlflashError("no card matches: nothing was exported")
    return FORMATS[request.ending].write(study, request, cards, part_of(on_progress, 1, 2))


def export_log(study: Study, request: ExportRequest) -> Exported:
    """Write the reviews of the chosen cards; without a filter, those of all cards there ever were."""
    check_request(request, log=True)
    events = card_histories(study)
    if request.chosen or request.limit is not None:
        card_ids = [head.id for head in study.select(request.chosen)[: request.limit]]
        events = {card_id: events[card_id] for card_id in card_ids if card_id in events}
    log = review_log.review_log(events)
    if not log:
        raise MlflashError("there is no review: nothing was exported")
    return _written(
        request, LOG_FORMATS[request.ending](log).encode(), len({review.id for review in log}), len(log)
    )


def card_histories(study: Study) -> dict[str, list[CardEvent]]:
    """Each card's events that count, from all journals."""
    return histories(journal_reader.read(study.paths.journal_dir).events)


def _spare_banks(study: Study, request: ExportRequest) -> None:
    """Refuse to replace a bank in use, and to write among its files, where the cards would be read twice."""
    place = Path(real_path(request.path))
    for bank in map(Path, map(real_path, chosen_banks(study.settings, request.banks))):
        if place == bank or (bank in place.parents and request.ending in BANK_ENDINGS and bank.is_dir()):
            raise MlflashError(f"{request.path} is part of a bank in use: export to another place")


def _written(
    request: ExportRequest, data: bytes, cards: int, reviews: int = 0, remarks: tuple[str, ...] = ()
) -> Exported:
    """Write the file, and say what was exported."""
    with explained(f"cannot write {request.path}"):
        write_atomically(request.path, data)
    return Exported(request.path, cards, reviews, remarks)


def _package(
    study: Study, request: ExportRequest, cards: Sequence[OutgoingCard], on_progress: OnProgress
) -> Exported:
    from mlflash.exchange.anki_package import anki_notes, anki_package, note_hashes
    from mlflash.exchange.anki_schedule import ReviewRow, review_rows
    from mlflash.exchange.anki_schema import AnkiCalendar
    from mlflash.exchange.modified import dated, read_table, write_table
    from mlflash.scheduler.schedule import Scheduler

    notes, own = anki_notes(cards), read_table(study.paths.exported)
    versions, now_own = dated(note_hashes(notes), read_table(bundled_versions()), own, study.clock())
    settings = study.settings
    reviews: dict[str, list[ReviewRow]] = {}
    if request.progress:
        rules, events = Scheduler(settings.parameters), card_histories(study)
        for card_id in counted([outgoing.card.id for outgoing in cards], on_progress):
            reviews[card_id] = list(review_rows(events.get(card_id, ()), rules))
    modified = {card_id: version.since for card_id, version in versions.items()}
    data = anki_package(notes, modified, settings.parameters, AnkiCalendar(study.zone, settings.rollover), reviews)
    if now_own != own:
        write_table(study.paths.exported, now_own)
    graded = sum(row.ease > 0 for rows in reviews.values() for row in rows)
    return _written(request, data, len(cards), graded, ANKI_KEEPS if request.progress else ())


def _table(study: Study, request: ExportRequest, cards: Sequence[OutgoingCard], _: OnProgress) -> Exported:
    from mlflash.exchange.tables import anki_table

    return _written(request, anki_table(cards, request.ending.removeprefix(".")).encode(), len(cards))


def _sheet(study: Study, request: ExportRequest, cards: Sequence[OutgoingCard], _: OnProgress) -> Exported:
    from mlflash.exchange.study_sheet import study_sheet

    title = " and ".join(dict.fromkeys(head.title for head in study.catalog.banks))
    return _written(request, study_sheet(title, cards).encode(), len(cards))


def _bank(study: Study, request: ExportRequest, cards: Sequence[OutgoingCard], _: OnProgress) -> Exported:
    from mlflash.exchange.whole_bank import bank_fields, bank_json, bank_yaml

    whole = not request.chosen and request.limit is None
    bank = bank_fields(study.catalog, cards, whole=whole)
    text = bank_json(bank) if request.ending == ".json" else bank_yaml(bank)
    has_notes = any(outgoing.note is not None for outgoing in cards)
    remarks = ("a bank has no place for notes: yours stay here",) if has_notes else ()
    return _written(request, text.encode(), len(cards), remarks=remarks)


class ExportFormat(NamedTuple):
    """A format that cards are exported in."""

    what: str
    """What a file of it is, in words."""
    write: Callable[[Study, ExportRequest, Sequence[OutgoingCard], OnProgress], Exported]
    """The function that writes the file."""


FORMATS: Mapping[str, ExportFormat] = {
    ".apkg": ExportFormat("A package for Anki", _package),
    ".tsv": ExportFormat("A table that Anki reads", _table),
    ".csv": ExportFormat("A table that Anki reads", _table),
    ".md": ExportFormat("A study sheet to print", _sheet),
    ".json": ExportFormat("A whole bank", _bank),
    ".yaml": ExportFormat("A whole bank", _bank),
    ".yml": ExportFormat("A whole bank", _bank),
}
"""The format of a file, by its ending."""
LOG_FORMATS: Mapping[str, Callable[[Sequence[review_log.LoggedReview]], str]] = {
    ".csv": review_log.log_csv,
    ".json": review_log.log_json,
}
"""The function that writes a log, by the ending of the file."""
