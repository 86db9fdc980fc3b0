"""The ledger: whatever goes wrong or is taken back, what is in memory is what a replay gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlflash.errors import MlflashError
from mlflash.store.own_file import NotWritten
from mlflash.store.settings import Settings
from mlflash.study import new_events, session
from mlflash.study.study import Study
from tests.conftest import Clock, Opener
from tests.study.test_study import grade, replayed


def sync_newer(study: Study) -> Path:
    """Another device's journal arrives, written by a later version: until it goes, nothing can be read."""
    study.paths.journal_dir.mkdir(parents=True, exist_ok=True)
    place = study.paths.journal_dir / "newer.jsonl"
    place.write_text('{"v":99}\n')
    return place


def test_undo_does_not_reach_past_a_mock_interview(study: Study, clock: Clock) -> None:
    study.start(session.start(study.today().queue[:2]))
    second = study.session.waiting[0]
    grade(study)
    clock.forward(seconds=5)
    review = new_events.review(study, second, 3, None, 1000, mode="mock")
    study.record_final([review, *new_events.mock(study, {"results": []}, 1)])
    assert not study.can_undo
    with pytest.raises(MlflashError, match="nothing to undo"):
        study.undo(earlier=True)
    study.mark("flag", [second])
    study.undo(earlier=True)
    assert study.progress == replayed(study)
    assert study.progress.state(second).reps == 1


def test_undo_from_outside_the_session_passes_over_skips(study: Study) -> None:
    study.start(session.start(study.today().queue))
    card_id = grade(study)
    study.skip()
    study.start(session.start([]))
    study.undo(earlier=True)
    assert study.progress.state(card_id).reps == 0
    assert not study.can_undo
    study.start(session.start(study.today().queue))
    study.skip()
    study.start(session.start([]))
    with pytest.raises(MlflashError, match="nothing to undo"):
        study.undo(earlier=True)
    study.mark("flag", [card_id])
    assert study.can_undo


def test_an_undo_whose_replay_fails_leaves_no_wrong_snapshot(open_study: Opener, settings: Settings) -> None:
    study = open_study()
    study.start(session.start(study.today().queue))
    grade(study)
    study.use_settings(settings._replace(fuzz=False))
    newer = sync_newer(study)
    study.undo()  # it is on disk: to fail now would have it done twice
    assert any("newer" in one for one in study.new_warnings())
    study.save()
    newer.unlink()
    study.close()
    again = open_study(settings=settings._replace(fuzz=False))
    assert again.progress == replayed(again)
    assert again.progress.states == {}


def test_settings_are_written_once_the_journal_is_refolded(open_study: Opener, settings: Settings) -> None:
    study = open_study()
    study.start(session.start(study.today().queue))
    grade(study, 4)
    newer, other, written = sync_newer(study), settings._replace(retention=0.8), list[str]()
    with pytest.raises(MlflashError, match="newer"):
        study.use_settings(other, lambda: written.append("yes"))
    assert written == []
    newer.unlink()
    before = study.progress

    def fail() -> None:
        raise MlflashError("the disk is full")

    with pytest.raises(MlflashError, match="full"):
        study.use_settings(other, fail)
    assert (study.settings, study.progress is before) == (settings, True)
    study.use_settings(other, lambda: written.append("yes"))
    assert (study.settings, written) == (other, ["yes"])


def test_parameters_that_cannot_be_folded_by_are_not_taken(open_study: Opener, settings: Settings) -> None:
    study = open_study()
    study.start(session.start(study.today().queue))
    grade(study, 4)
    newer, other = sync_newer(study), settings._replace(retention=0.8)
    with pytest.raises(MlflashError, match="newer"):
        study.use_settings(other)
    newer.unlink()
    assert study.settings == settings
    study.close()
    again = open_study(settings=other)
    assert again.progress == replayed(again)


@pytest.mark.parametrize("ms", [-3_600_000, 90_000_000])
def test_a_clock_that_jumps_while_a_card_is_open_makes_no_difference_to_a_replay(study: Study, ms: int) -> None:
    study.start(session.start(study.today().queue))
    study.reveal()
    study.grade(3, None, ms)
    assert study.progress == replayed(study)


def test_words_that_are_no_text_are_in_memory_as_they_are_on_disk(study: Study) -> None:
    card_id = study.today().queue[0]
    study.write(card_id, ("half a pair \ud800",), "")
    assert study.progress == replayed(study)


def test_what_no_replay_could_read_is_refused_and_not_lost(study: Study) -> None:
    card_id = study.today().queue[0]
    study.record_final([new_events.review(study, card_id, 3, None, None, mode="cli")])
    before = study.progress
    long_ago = datetime(1850, 1, 1, tzinfo=UTC)
    with pytest.raises(NotWritten):
        study.record_final([new_events.review(study, card_id, 3, None, None, mode="cli", at=long_ago)])
    with pytest.raises(NotWritten):
        study.record_final([new_events.review(study, card_id, 3, tuple(range(1, 70)), None, mode="cli")])
    assert study.progress is before
    assert study.progress == replayed(study)


def test_a_clock_at_its_epoch_loses_no_grade_west_of_greenwich(
    open_study: Opener, settings: Settings, clock: Clock
) -> None:
    clock.now = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    study = open_study(settings=settings._replace(timezone="America/New_York"))
    study.start(session.start(study.today().queue))
    card_id = grade(study)
    assert study.progress == replayed(study)
    assert replayed(study).state(card_id).reps == 1
