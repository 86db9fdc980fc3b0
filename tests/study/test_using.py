"""Other settings and another catalog in the midst of a sitting."""

from __future__ import annotations

from datetime import UTC, datetime

from mlflash.bank.catalog import Catalog
from mlflash.store.settings import Settings
from mlflash.study import session
from mlflash.study.study import Study
from tests.conftest import Clock, Opener


def grade(study: Study, card_id: str, rating: int = 4) -> None:
    study.start(session.start([card_id]))
    study.reveal()
    study.grade(rating)


def test_another_retention_refolds_the_schedule_and_undo_still_works(
    study: Study, settings: Settings, open_study: Opener
) -> None:
    card_id = next(iter(study.catalog)).id
    grade(study, card_id)
    before = study.progress.state(card_id).memory
    study.use_settings(settings._replace(retention=0.8, fuzz=False))
    after = study.progress.state(card_id).memory
    assert before is not None and after is not None
    assert after.due > before.due
    study.undo()
    assert study.progress.state(card_id).memory is None
    study.save()
    fresh = open_study(settings=settings._replace(retention=0.8, fuzz=False))
    assert fresh.progress.state(card_id).memory is None


def test_settings_that_leave_the_schedule_alone_leave_progress_alone(study: Study, settings: Settings) -> None:
    grade(study, next(iter(study.catalog)).id)
    before = study.progress
    study.use_settings(settings._replace(new_per_day=3))
    assert study.progress is before
    assert study.settings.new_per_day == 3


def test_another_time_zone_counts_from_the_next_look(study: Study, settings: Settings, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    before = study.view().day
    study.use_settings(settings._replace(timezone="Asia/Tokyo"))
    assert (study.view().day - before).days == 1


def test_what_another_catalog_lacks_leaves_the_session_and_its_undo(study: Study, catalog: Catalog) -> None:
    a, b, c = [card.id for card in catalog][:3]
    study.start(session.start([a, b, c]))
    study.skip()
    kept = [card for card in catalog if card.id not in (a, b)]
    study.use_catalog(
        Catalog(catalog.banks, list(catalog.sections.values()), kept, lambda at: catalog.card(kept[at].id))
    )
    assert study.session.current == c
    assert study.session.left == 1
    study.undo()
    assert (study.session.current, study.session.left) == (c, 1)
