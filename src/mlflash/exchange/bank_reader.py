"""Read banks in YAML and JSON, and lists of cards in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from mlflash.bank.bank_files import decode
from mlflash.bank.loading import load_text
from mlflash.bank.schema import Bank, checked_bank
from mlflash.errors import MlflashError
from mlflash.exchange.answer import foreign_card
from mlflash.exchange.foreign import ForeignCard, ForeignDeck
from mlflash.exchange.html_text import TextBlocks
from mlflash.exchange.progress import OnProgress, counted, no_progress
from mlflash.exchange.table_reader import NAMES, further_fields, id_from_column, text_of

FORMAT = "mlflash-bank"
"""The value of the key `format` in a bank in JSON."""
MOST_DEPTH = 40
"""Levels of a file in JSON at most."""
MOST_CARDS = 200_000
"""Cards of a list at most."""
_LISTS = ("cards", "questions", "flashcards", "notes", "items", "data")


def read_bank(data: bytes, name: str, path: Path) -> ForeignDeck:
    """A bank in YAML; raises `BankFaults` with file and line of every fault."""
    loaded = load_text(data, path)
    return _whole(loaded.bank, {card_id: f"{name}:{line}" for card_id, line in loaded.lines.items()}, name)


def read_json(data: bytes, name: str, title: str, on_progress: OnProgress = no_progress) -> ForeignDeck:
    """A bank, or a list of cards, in JSON; raises `MlflashError` for anything else."""
    text = decode(data, name)
    try:
        value = json.loads(text)
    except RecursionError:
        raise MlflashError(f"{name}: nested deeper than {MOST_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise MlflashError(f"{name}:{error.lineno}: is no JSON: {error.msg.lower()}") from None
    except ValueError:  # Python's limit on the digits of a number
        raise MlflashError(f"{name}: holds a number with too many digits") from None
    if isinstance(value, dict) and "sections" in value:
        bank = {key: part for key, part in value.items() if key != "format"}
        return _whole(checked_bank(bank, name), {}, name)
    deck = ForeignDeck(_title(value) or title)
    cards = list(islice(_listed(value, deck.title), MOST_CARDS + 1))
    if len(cards) > MOST_CARDS:
        raise MlflashError(f"{name}: holds more than {MOST_CARDS:,} cards")
    for number, (card, section) in enumerate(counted(cards, on_progress), 1):
        _card(deck, card, section, f"{name}: card {number}")
    return deck


def _whole(bank: Bank, places: Mapping[str, str], name: str) -> ForeignDeck:
    """A validated bank as a deck."""
    written = bank.model_dump(exclude_defaults=True)
    sections = written.pop("sections")
    frames = [{key: part for key, part in section.items() if key != "questions"} for section in sections]
    deck = ForeignDeck(bank.title, head=written, sections=frames)
    for section, frame in zip(sections, frames, strict=True):
        for number, question in enumerate(section.get("questions", []), 1):
            fields = dict(question)
            card_id = fields.pop("id")
            place = places.get(card_id, f"{name}: {section['id']}, card {number}")
            deck.cards.append(ForeignCard(card_id, section["title"], fields, place, frame))
    return deck


def _title(value: Any) -> str:
    """The title that an object has; empty where it has none."""
    if not isinstance(value, dict):
        return ""
    title = next((value[key] for key in ("title", "name", "deck") if isinstance(value.get(key), str)), "")
    return str(title).strip()[:200]


def _listed(value: Any, section: str, depth: int = 0) -> Iterator[tuple[Any, str]]:
    """The cards of a list, of the lists in an object and of decks within them, each with its section's title."""
    if depth > MOST_DEPTH:
        return
    lists = value if isinstance(value, dict) else {_LISTS[0]: value}
    for key, part in lists.items():
        inner = section if key.casefold() in _LISTS else key
        for item in part if isinstance(part, list) else ():
            if _is_deck(item):
                yield from _listed(item, _title(item) or inner, depth + 1)
            else:
                yield item, inner


def _is_deck(value: Any) -> bool:
    """Whether an item of a list is a deck of cards and no card."""
    return (
        isinstance(value, dict)
        and not any(key.casefold() in NAMES for key in value)
        and any(isinstance(part, list) for part in value.values())
    )


def _card(deck: ForeignDeck, value: Any, section: str, place: str) -> None:
    """A card of a list: an object with a question and an answer, or a pair of them."""
    if isinstance(value, list | tuple) and len(value) == 2:
        value = {"question": value[0], "answer": value[1]}
    if not isinstance(value, dict):
        deck.skip(place, "no object with a question and an answer")
        return
    parts: dict[str, Any] = {}
    for key, part in value.items():
        if (role := NAMES.get(key.casefold())) is not None:
            parts.setdefault(role, part)
    tags = parts.get("tags", [])
    texts = {name: _text(part) for name, part in parts.items()}
    foreign_card(
        deck,
        _blocks(parts.get("question")).text,
        _blocks(parts.get("answer")),
        place=place,
        section=texts.get("section") or section,
        card_id=id_from_column(deck, texts.get("id") or texts.get("guid", "")),
        more=further_fields(texts, map(str, tags) if isinstance(tags, list) else str(tags).split()),
    )


def _text(value: Any) -> str:
    """A value that is text or a number, as text; empty for any other."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _blocks(value: Any) -> TextBlocks:
    """The text of a value, read as HTML if it looks like HTML; the items of a list are lines."""
    return text_of(list(map(_text, value if isinstance(value, list) else [value])), None)
