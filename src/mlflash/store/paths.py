"""Read the environment: the paths of the reader's files, this device's name, and the clock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.regular import read_regular


class Paths(NamedTuple):
    """The files and directories of a reader; nothing creates them here."""

    journal_dir: Path
    """The folder of journals, one file a device."""
    progress: Path
    """The derived progress.json."""
    config: Path
    """The settings file."""
    cache: Path
    """The folder of parsed banks."""
    overrides: Path
    """The folder of cards that replace a bank's."""
    backups: Path
    """The folder of backups."""
    banks: Path
    """The folder of imported banks."""
    cards: Path
    """The folder of the reader's own cards, a file each."""
    tags: Path
    """The file of the reader's own tags."""
    exported: Path
    """The table of when the text of each exported card last changed."""


def find_paths() -> Paths:
    """The reader's paths: below `MLFLASH_HOME` if that is set, else in the platform's directories."""
    home = os.environ.get("MLFLASH_HOME")
    if home:
        try:
            return under(Path(home).expanduser().absolute())
        except RuntimeError:
            raise MlflashError(f"MLFLASH_HOME: found {home!r}: there is no such user", code=2) from None
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("mlflash", appauthor=False)
    data, state, config = Path(dirs.user_data_dir), Path(dirs.user_state_dir), Path(dirs.user_config_dir)
    return under(data)._replace(
        progress=state / "progress.json", config=config / "config.toml", cache=Path(dirs.user_cache_dir)
    )


def under(home: Path) -> Paths:
    """Paths with everything below one directory."""
    return Paths(
        journal_dir=home / "journal",
        progress=home / "progress.json",
        config=home / "config.toml",
        cache=home / "cache",
        overrides=home / "overrides",
        backups=home / "backups",
        banks=home / "banks",
        cards=home / "cards",
        tags=home / "tags.toml",
        exported=home / "exported.json",
    )


def bundled_bank() -> Path:
    """The bank that comes with the program: inside the installed package, or at the top of a checkout."""
    return _bundled("questions.yaml")


def bundled_versions() -> Path:
    """The table of when the text of each card of that bank last changed."""
    return _bundled("versions.json")


def _bundled(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    packaged = package / "data" / name
    return packaged if packaged.exists() else package.parent.parent / "data" / name


def device() -> str:
    """This machine's name in the journal folder: the host name and a hash of the machine's id.

    It is derived, not stored, so that a synchronized folder cannot give two machines the same name.
    `MLFLASH_DEVICE` replaces it.
    """
    import socket

    chosen = os.environ.get("MLFLASH_DEVICE")
    host = chosen or socket.gethostname()
    slug = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[:40] or "device"
    if chosen:
        return slug
    return f"{slug}-{blake2b(f'{host}{_machine_id()}'.encode(), digest_size=3).hexdigest()}"


def _machine_id() -> str:
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            return read_regular(Path(path), 4096, follow=True).decode("ascii").strip()
        except (OSError, ValueError):
            continue
    import uuid

    return f"{uuid.getnode():x}"


def clock_from_environment() -> Callable[[], datetime]:
    """The clock: the machine's, or one that starts at `MLFLASH_NOW` (an ISO instant) and runs on from there."""
    text = os.environ.get("MLFLASH_NOW")
    if not text:
        return lambda: datetime.now(UTC)
    try:
        start = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MlflashError(
            f"MLFLASH_NOW: found {text!r}, expected an instant like 2027-01-31T08:00Z", code=2
        ) from None
    started = datetime.now(UTC)
    return lambda: start + (datetime.now(UTC) - started)
