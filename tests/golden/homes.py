"""Changes to the fixture home before a command runs: a new reader, other settings, and files with faults."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

FLAG = b'{"v":1,"id":"z","at":"2026-11-23T07:59:00.000Z","day":"2026-11-23","type":"flag","question":"heat-steam"}'


def as_it_is(home: Path) -> None:
    """Leave the home as it is."""


def new_reader(home: Path) -> None:
    rmtree(home / "journal")
    rmtree(home / "backups")


def journal_gone(home: Path) -> None:
    rmtree(home / "journal")


def broken_line(home: Path) -> None:
    _append(home, "laptop", b'{"v":1,"id":"x"}\nnot a line\n')


def torn_line(home: Path) -> None:
    _append(home, "desk", b'{"v":1,"id":"019fb0a5c40')


def unfinished_line(home: Path) -> None:
    """A whole line that lacks its newline."""
    _append(home, "desk", FLAG)


def newer_version(home: Path) -> None:
    _append(home, "laptop", b'{"v":2,"id":"x","at":"2026-11-23T07:59:00.000Z","day":"2026-11-23","type":"flag"}\n')


def future_event(home: Path) -> None:
    _append(home, "laptop", FLAG.replace(b"2026-11-23", b"2027-01-01") + b"\n")


def open_to_others(home: Path) -> None:
    (home / "journal" / "desk.jsonl").chmod(0o644)


def broken_override(home: Path) -> None:
    override = home / "overrides" / "heat-steam.yaml"
    override.write_text("id: heat-steam\nquestion: 3\nanswer: []\n")
    override.chmod(0o600)


def broken_bank(home: Path) -> None:
    (home / "broken.yaml").write_text(BROKEN_BANK)
    _banks(home, '"bank.yaml", "broken.yaml"')


def no_bank(home: Path) -> None:
    _banks(home, '"missing.yaml"')


def broken_settings(home: Path) -> None:
    (home / "config.toml").write_text("new_per_dya = 3\n")


def broken_toml(home: Path) -> None:
    (home / "config.toml").write_text("new_per_day = \n")


def no_settings_but_bank(home: Path) -> None:
    (home / "config.toml").write_text('bundled = false\nbanks = ["bank.yaml"]\ntimezone = "UTC"\n')


def unheard_section(home: Path) -> None:
    text = (home / "config.toml").read_text()
    (home / "config.toml").write_text(text.replace("sauce = 1.0", "suace = 1.0"))


def typed_lines(home: Path) -> None:
    text = (home / "config.toml").read_text()
    (home / "config.toml").write_text(f"typed = true\n{text}")


def many_due(home: Path) -> None:
    """No interview, and small caps."""
    (home / "config.toml").write_text(
        'bundled = false\nbanks = ["bank.yaml"]\ntimezone = "Europe/Berlin"\nreviews_per_day = 3\n'
        "new_per_day = 2\n"
    )


def fitted(home: Path) -> None:
    """Set the weights of FSRS-6 with the first one raised, and a lower retention."""
    text = (home / "config.toml").read_text()
    weights = (
        "0.5, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, "
        "0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542"
    )
    (home / "config.toml").write_text(f"weights = [{weights}]\nretention = 0.85\nfuzz = false\n{text}")


def _append(home: Path, device: str, data: bytes) -> None:
    with (home / "journal" / f"{device}.jsonl").open("ab") as file:
        file.write(data)


def _banks(home: Path, banks: str) -> None:
    text = (home / "config.toml").read_text()
    (home / "config.toml").write_text(text.replace('"bank.yaml"', banks))


BROKEN_BANK = """\
version: 1
title: Broken
sections:
  - id: one
    title: One
    questions:
      - id: Not An Id
        question: Why?
        answer: [Because.]
      - id: heat-steam
        question: Twice?
        answer: []
        difficulty: fiendish
        colour: red
"""

BANK_OF_OWN = """\
version: 1
title: Own
sections:
  - id: tea
    title: Tea
    questions:
      - id: tea-green
        question: "Is green tea steamed?"
        answer: ["- It is, in Japan, which is a line of more than forty characters.", "Short."]
        related: [tea-black, nowhere]
        likelihood: high
"""


def own_bank(home: Path) -> None:
    (home / "own.yaml").write_text(BANK_OF_OWN)
    (home / "broken.yaml").write_text(BROKEN_BANK)
