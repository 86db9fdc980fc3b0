"""The newer fields of a card, printed: intuition, code, the month it holds for."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from tests.bank.banks import CODE, CODED, write
from tests.cli.conftest import Runner


@pytest.fixture
def coded(tmp_path: Path) -> str:
    return str(write(tmp_path / "coded.yaml", CODED))


def test_show_prints_code_unchanged(run: Runner, coded: str) -> None:
    out = run("show", "softmax", "--bank", coded).out
    assert f"\nCode\n{CODE}\n" in out
    assert "\nPicture: Setting all clocks back an hour" in out
    assert "\nAs of 2026-11: A finished matter.\n" in out


def test_json_has_the_fields_whole(run: Runner, coded: str) -> None:
    card = run("show", "softmax", "--bank", coded, "--json").json
    assert card["code"] == CODE
    assert card["intuition"].startswith("Setting all clocks")
    assert (card["as_of"], card["as_of_note"]) == ("2026-11", "A finished matter.")


def test_a_card_without_them_has_the_keys_all_the_same(run: Runner) -> None:
    card = run("show", "nn-dropout", "--json").json
    assert {"intuition", "code", "as_of", "as_of_note"} <= set(card)


def test_the_plain_drill_gives_the_picture_after_the_hint(
    run: Runner, coded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("?\nh\nh\nh\n\n\n3\n"))
    out = run("drill", "--plain", "--bank", coded).out
    before, after = out.split("\na. ", 1)
    assert before.count("Hint: What overflows?") == 2
    assert before.index("Hint:") < before.index("Picture: Setting all clocks") < before.rindex("Hint:")
    assert "h: hint, then the picture" in before
    assert "def softmax" not in before
    assert f"\nCode:\n{CODE}" in after
    assert "\nPicture: Setting all clocks" in after
    assert "\nAs of 2026-11: A finished matter.\n" in after
