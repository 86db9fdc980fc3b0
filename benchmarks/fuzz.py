"""Feed what strangers may hand us to coverage-guided fuzzing: banks, journal lines, settings.

Needs atheris, which `make fuzz` installs; it has wheels for Linux. Anything but a clear refusal is a finding:
libFuzzer then stops and leaves the input beside. `make fuzz ARGS="journal -max_total_time=600"`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory


def bank(data: bytes) -> None:
    """A bank file: a bank, or faults."""
    from mlflash.bank.loading import load_text
    from mlflash.errors import MlflashError

    with suppress(MlflashError):
        load_text(data, Path("bank.yaml"))


def journal(data: bytes) -> None:
    """A line of a journal: events, or a line passed over, the same in every spelling."""
    from mlflash.errors import MlflashError
    from mlflash.scheduler.fold import fold
    from mlflash.scheduler.schedule import Parameters
    from mlflash.store.event_lines import line_of, parse
    from mlflash.store.journal_reader import events_of

    with suppress(MlflashError):
        fold(events_of(data)[0], Parameters())
    for event in events_of(data)[0]:
        assert parse(line_of(event).encode()) == event


def settings(data: bytes) -> None:
    """A settings file: settings, or one line."""
    from mlflash.errors import MlflashError
    from mlflash.store.settings_file import parse_settings

    with suppress(MlflashError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        parse_settings(tomllib.loads(data.decode()), "config.toml")


TARGETS: dict[str, Callable[[bytes], None]] = {"bank": bank, "journal": journal, "settings": settings}
SEEDS = {
    "bank": b"version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n"
    b"  - {id: q, question: Q, answer: [a, b]}\n",
    "journal": b'{"v":1,"id":"a","at":"2026-11-23T08:00:00.000Z","day":"2026-11-23","type":"review",'
    b'"question":"q","rating":3,"lines":[1,2],"ms":900}',
    "settings": b'new_per_day = 5\nlearning_steps = [1, 10]\n[[interviews]]\non = "2027-01-31"\n',
}


def main() -> None:
    """Fuzz the target named, for half a minute unless libFuzzer is told otherwise."""
    import atheris

    chosen, *told = sys.argv[1:] or ["bank"]
    if chosen not in TARGETS:
        sys.exit(f"fuzz: one of {', '.join(TARGETS)}, then libFuzzer's own flags")
    with atheris.instrument_imports(include=["mlflash"]):
        pass
    with TemporaryDirectory() as corpus:
        (Path(corpus) / "seed").write_bytes(SEEDS[chosen])
        atheris.Setup([sys.argv[0], corpus, *(told or ["-max_total_time=30"])], TARGETS[chosen])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
