"""Where things are kept: the platform's directories, or everything under `MLFLASH_HOME`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from mlflash.errors import MlflashError
from mlflash.hashing import blake2b
from mlflash.regular import read_regular


class Paths(NamedTuple):
    """Files and directories; none of them is created by looking here."""

    journal_dir: Path
    progress: Path
    config: Path
    cache: Path
    overrides: Path
    backups: Path


def find_paths() -> Paths:
    """The reader's paths: below `MLFLASH_HOME` where that is set, else where the platform keeps such things."""
    home = os.environ.get("MLFLASH_HOME")
    if home:
        try:
            return under(Path(home).expanduser())
        except RuntimeError:
            raise MlflashError(f"MLFLASH_HOME: found {home!r}: there is no such user", code=2) from None
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("mlflash", appauthor=False)
    data, state = Path(dirs.user_data_dir), Path(dirs.user_state_dir)
    return Paths(
        journal_dir=data / "journal",
        progress=state / "progress.json",
        config=Path(dirs.user_config_dir) / "config.toml",
        cache=Path(dirs.user_cache_dir),
        overrides=data / "overrides",
        backups=data / "backups",
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
    )


def bundled_bank() -> Path:
    """The bank that comes with the program: in the wheel beside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "data" / "questions.yaml"
    return packaged if packaged.exists() else package.parent.parent / "data" / "questions.yaml"


def device() -> str:
    """This machine's name in the journal folder: host name and a hash of what tells it from its namesakes.

    It is derived, not stored, so that a synchronized folder never gives two machines one name.
    `MLFLASH_DEVICE` stands in for it.
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
