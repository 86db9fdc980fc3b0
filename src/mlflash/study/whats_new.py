"""Tell a reader once, after an update, what is new: in five lines, which the About screen shows too."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mlflash import __version__
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import make_private, write_atomically

WHATS_NEW = (
    "i on a card shows its history: reviews, stability, what each grade does next.",
    "N adds a card of your own; mlflash import takes cards from Anki, tables and Markdown.",
    "L drills the lines you keep missing, one at a time.",
    "s in the filter saves it under a name: mlflash drill --filter NAME.",
    "The plan promises a range and says on every line why a card comes.",
)
"""What is new in this version, at most five lines."""
MARK = "shown-version"
"""The file in the cache that holds the version whose news was shown last."""


def news_after_update(cache: Path) -> tuple[str, ...]:
    """The lines of this version where another one was used before, once; none at the first start."""
    before = None
    with suppress(OSError):
        before = read_regular(cache / MARK, 64).decode("utf-8", "replace")
    if before == __version__ or not cache.exists():  # a first look leaves no trace
        return ()
    with suppress(OSError, MlflashError):
        make_private(cache)
        write_atomically(cache / MARK, __version__.encode(), durable=False)
        return WHATS_NEW if before is not None else ()
    return ()  # where no mark can be kept, each start would tell them again
