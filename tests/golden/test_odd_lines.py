"""Odd journal lines, and what the reader made of each when they were recorded.

`odd_lines.jsonl` has one record a line. `name` says what is odd. `file` is the content of the journal file as
text, or `bytes` in hexadecimal, or `parts`, where a pair is a text and the number of its repetitions. `read` is
the verdict: the events in their journal form and the number of lines passed over, or that the file was refused.
`because` explains a broken line in the reader's own words; it informs and is not compared. To add a line, write
its record without a verdict and run with `MLFLASH_RECORD=1`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.golden import adapter
from tests.golden.golden_file import RECORDING

RECORDED = Path(__file__).with_name("odd_lines.jsonl")
Record = dict[str, Any]


def records() -> list[Record]:
    """Every record of the corpus."""
    return [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]


def data(record: Record) -> bytes:
    """The bytes of a record's journal file."""
    if "bytes" in record:
        return bytes.fromhex(record["bytes"])
    if "parts" in record:
        return "".join(part if isinstance(part, str) else part[0] * part[1] for part in record["parts"]).encode()
    text: str = record["file"]
    return text.encode()


def verdict(content: bytes, folder: Path) -> Record:
    """Write a journal file of this content and read it."""
    folder.mkdir()
    (folder / "odd.jsonl").write_bytes(content)
    read = adapter.read_journal(folder)
    if "refused" in read:
        assert "newer mlflash" in read["refused"]
        return {"refused": True}
    events = [shortened(event) for event in read["events"]]
    return {"events": events, "passed over": passed_over(read["complaints"])}


def shortened(value: Any) -> Any:
    """Replace long texts by their beginning and length."""
    if isinstance(value, str) and len(value) > 200:
        return f"{value[:20]}… {len(value)} characters"
    if isinstance(value, dict):
        return {shortened(key): shortened(item) for key, item in value.items()}
    return [shortened(item) for item in value] if isinstance(value, list) else value


def passed_over(complaints: list[str]) -> int:
    """Count the lines, and parts of glued lines, that could not be read."""
    counted = 0
    for complaint in complaints:
        head = complaint.split(" of odd.jsonl ")[0].split()
        assert head[1] in ("line", "lines")
        counted += 1 if head[0] == "a" else int(head[0])
    return counted


@pytest.mark.skipif(not RECORDING, reason="only with MLFLASH_RECORD=1")
def test_record(tmp_path: Path) -> None:
    lines = []
    for n, record in enumerate(records()):
        record["read"] = verdict(data(record), tmp_path / str(n))
        record.pop("because", None)
        if record["read"].get("passed over"):
            broken = [adapter.broken_because(line) for line in data(record).split(b"\n") if line]
            record["because"] = "; ".join(shortened(one) for one in broken if one is not None)
        lines.append(json.dumps(record, ensure_ascii=True))
    RECORDED.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@pytest.mark.parametrize("record", records(), ids=lambda record: record["name"])
@pytest.mark.skipif(RECORDING, reason="recorded all at once")
def test_an_odd_line_is_read_as_it_was(record: Record, tmp_path: Path) -> None:
    assert verdict(data(record), tmp_path / "journal") == record["read"]


@pytest.mark.skipif(RECORDING, reason="recorded one by one")
def test_odd_lines_are_read_alike_in_a_long_journal(tmp_path: Path) -> None:
    """The reader may take a quicker path for long files; the verdicts are the same."""
    plain = [record for record in records() if data(record).endswith(b"\n") and "refused" not in record["read"]]
    usual = (Path(__file__).parent / "home" / "journal" / "desk.jsonl").read_bytes()
    before = verdict(usual * 2, tmp_path / "before")
    read = verdict(usual * 2 + b"".join(map(data, plain)), tmp_path / "journal")
    assert read["events"] == before["events"] + [event for record in plain for event in record["read"]["events"]]
    assert read["passed over"] == sum(record["read"]["passed over"] for record in plain)


@pytest.mark.skipif(RECORDING, reason="recorded one by one")
def test_a_refused_line_is_refused_in_a_long_journal(tmp_path: Path) -> None:
    usual = (Path(__file__).parent / "home" / "journal" / "desk.jsonl").read_bytes()
    refused = [record for record in records() if "refused" in record["read"]]
    assert refused
    for n, record in enumerate(refused):
        assert verdict(usual * 2 + data(record), tmp_path / str(n)) == {"refused": True}


def test_names_are_given_once() -> None:
    names = [record["name"] for record in records()]
    assert len(names) == len({*names})
