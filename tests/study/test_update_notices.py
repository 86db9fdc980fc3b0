"""What is new is said once after an update, and never to a new reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.study import update_notices
from mlflash.study.update_notices import WHATS_NEW, news_after_update


def test_the_lines_are_five_and_short() -> None:
    assert 0 < len(WHATS_NEW) <= 5
    assert all(len(line) <= 100 for line in WHATS_NEW)


def test_it_is_said_once_after_an_update_and_not_at_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert news_after_update(tmp_path) == ()
    assert news_after_update(tmp_path) == ()
    monkeypatch.setattr(update_notices, "__version__", "99.0")
    assert news_after_update(tmp_path) == WHATS_NEW
    assert news_after_update(tmp_path) == ()


def test_where_no_mark_can_be_kept_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert news_after_update(tmp_path / "file") == ()
