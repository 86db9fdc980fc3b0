"""Reports of progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.exchange.export_file import ExportRequest, export_cards
from mlflash.exchange.import_run import plan_targets, write_import
from mlflash.exchange.progress import STEPS, counted, part_of
from mlflash.study.study import Study
from tests.exchange.anki_making import Note, legacy

FILES = {
    "a.md": "".join(f"## What is {n}?\n\n- A number.\n\n" for n in range(9)).encode(),
    "b.csv": "".join(f"What is {n}?,A number.\n" for n in range(9)).encode(),
    "c.json": b'[{"q": "What is it?", "a": "A thing."}, {"q": "And this?", "a": "Another."}]',
    "d.md": b"Q: What is it?\nA: A thing.\nQ: And this?\nA: Another.\n",
    "e.apkg": legacy(*(Note((f"What is {n}?", "A number."), f"g{n}") for n in range(9))),
}


def test_items_are_counted_in_a_bounded_number_of_reports() -> None:
    reports: list[tuple[int, int]] = []
    assert list(counted(range(10_000), lambda *report: reports.append(report))) == list(range(10_000))
    assert reports[-1] == (10_000, 10_000) and len(reports) <= STEPS + 1


def test_parts_follow_each_other() -> None:
    reports: list[tuple[int, int]] = []
    for part in (0, 1):
        list(counted("ab", part_of(lambda *report: reports.append(report), part, 2)))
    assert reports == [(1, 4), (2, 4), (3, 4), (4, 4)]


def shares(reports: list[tuple[int, int]]) -> list[float]:
    return [done / total for done, total in reports]


@pytest.mark.parametrize("name", FILES)
def test_an_import_comes_to_its_end_without_going_back(study: Study, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    reports: list[tuple[int, int]] = []
    plan_targets(
        [tmp_path / name], None, None, study.paths, study.settings, lambda *report: reports.append(report)
    )
    assert len(reports) >= 4 and shares(reports) == sorted(shares(reports)) and shares(reports)[-1] == 1


@pytest.mark.parametrize("name", FILES)
def test_a_bar_has_its_end_from_the_beginning_and_the_writing_comes_to_it(
    study: Study, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    read: list[tuple[int, int]] = []
    written: list[tuple[int, int]] = []
    targets = plan_targets(
        [tmp_path / name], None, None, study.paths, study.settings, lambda *report: read.append(report)
    )
    write_import(targets, [], study.paths, study.clock(), lambda *report: written.append(report))
    assert read[0][0] == written[0][0] == 0
    assert written == [(done, len(written) - 1) for done in range(len(written))] and len(written) == 5


@pytest.mark.parametrize("progress", [False, True])
def test_an_export_comes_to_its_end_without_going_back(study: Study, tmp_path: Path, progress: bool) -> None:
    reports: list[tuple[int, int]] = []
    request = ExportRequest(tmp_path / "a.apkg", progress=progress)
    export_cards(study, request, lambda *report: reports.append(report))
    assert shares(reports) == sorted(shares(reports)) and shares(reports)[-1] == 1
