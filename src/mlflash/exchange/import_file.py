"""Find the reader of a file by its ending, and read it without trust."""

from __future__ import annotations

from pathlib import Path

from mlflash.errors import MlflashError
from mlflash.exchange.foreign import ForeignDeck
from mlflash.exchange.progress import OnProgress, no_progress
from mlflash.regular import read_regular
from mlflash.store.files import reason

FORMATS = {
    "apkg": (".apkg", ".colpkg"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab", ".txt"),
    "md": (".md", ".markdown"),
    "json": (".json",),
    "yaml": (".yaml", ".yml"),
}
"""The endings of each format."""
MOST_BYTES = 1 << 28
"""Bytes of an Anki package at most."""
MOST_TEXT = 1 << 26
"""Bytes of any other file at most."""
_BLANK = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
"""White space, and the bytes that mark an encoding."""


def format_of(path: Path, chosen: str | None) -> str:
    """The format of a file: the chosen one, else by its ending; raises `MlflashError` for an unknown ending."""
    if chosen is not None:
        return chosen
    for kind, endings in FORMATS.items():
        if path.name.lower().endswith(endings):
            return kind
    known = ", ".join(ending for endings in FORMATS.values() for ending in endings)
    raise MlflashError(f"{path}: not a known ending ({known}); say the format with --as", code=2)


def read_deck(path: Path, chosen: str | None = None, on_progress: OnProgress = no_progress) -> ForeignDeck:
    """The cards of a file; raises `MlflashError` in one line if it cannot be read or holds no card."""
    kind = format_of(path, chosen)
    try:
        data = read_regular(path, MOST_BYTES if kind == "apkg" else MOST_TEXT, follow=True)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise MlflashError(f"cannot read {path}: {'it is a directory' if path.is_dir() else why}") from None
    if not data.strip(_BLANK):
        raise MlflashError(f"{path.name}: the file is empty")
    deck = _read(data, kind, path, on_progress)
    if not deck.cards:
        raise MlflashError(f"{path.name}: found no card: {_why(deck, kind)}")
    return deck


def _read(data: bytes, kind: str, path: Path, on_progress: OnProgress) -> ForeignDeck:
    """The cards of a file's bytes."""
    name, title = path.name, path.stem
    match kind:
        case "apkg":
            from mlflash.exchange.anki_reader import read_package

            return read_package(data, name, title, on_progress)
        case "csv" | "tsv":
            from mlflash.exchange.table_reader import read_table

            return read_table(_text(data, name), name, title, on_progress)
        case "md":
            from mlflash.exchange.markdown_reader import read_markdown

            return read_markdown(_text(data, name), name, title, on_progress)
        case "json":
            from mlflash.exchange.bank_reader import read_json

            return read_json(data, name, title, on_progress)
    from mlflash.exchange.bank_reader import read_bank

    return read_bank(data, name, path)


def _text(data: bytes, name: str) -> str:
    """A file's bytes as text, in UTF-8 or UTF-16; raises `MlflashError` with the line for any other."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16").replace("\0", "")
        except UnicodeDecodeError:
            raise MlflashError(f"{name}: neither UTF-8 nor whole UTF-16; save it as UTF-8") from None
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MlflashError(
            f"{name}:{line}: not UTF-8: found the byte 0x{data[error.start]:02x}; save the file as UTF-8"
        ) from None


def _why(deck: ForeignDeck, kind: str) -> str:
    """Why a file has no card: the first thing that was left out, or what the format expects."""
    if not deck.notices:
        return "a question needs text below it" if kind == "md" else "it holds none"
    first = deck.notices[0]
    more = f", and {len(deck.notices) - 1:,} more" if len(deck.notices) > 1 else ""
    return f"{first.place}: {first.message}{more}"
