"""Banks in YAML and JSON, and JSON that holds a list of cards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mlflash.bank.bank_files import decode
from mlflash.bank.loading import load_text
from mlflash.bank.plain_data import checked_bank
from mlflash.bank.schema import Bank
from mlflash.errors import MlflashError
from mlflash.exchange.answer import foreign_card
from mlflash.exchange.foreign import SEPARATOR, ForeignCard, ForeignDeck, id_from_identity, slug
from mlflash.exchange.html_text import TextBlocks
from mlflash.exchange.table_reader import NAMES, text_of

FORMAT = "mlflash-bank"
"""What the key `format` of a bank in JSON says."""
MOST_DEPTH = 40
"""Levels of a file in JSON at most."""
MOST_CARDS = 200_000
"""Cards of a list at most."""
_LISTS = ("cards", "questions", "flashcards", "notes", "items", "data")


def read_bank(data: bytes, name: str, path: Path) -> ForeignDeck:
    """A bank in YAML; raises `BankFaults` with file and line of every fault."""
    loaded = load_text(data, path)
    lines = loaded.lines
    return _whole(loaded.bank, {id_: f"{name}:{line}" for id_, line in lines.items()}, name)


def read_json(data: bytes, name: str, title: str) -> ForeignDeck:
    """A bank, or a list of cards, in JSON; raises `MlflashError` for anything else."""
    text = decode(data, name)
    try:
        value = json.loads(text)
    except RecursionError:
        raise MlflashError(f"{name}: nested deeper than {MOST_DEPTH} levels") from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        place = f"{name}:{line}" if line else name
        raise MlflashError(f"{place}: is no JSON: {getattr(error, 'msg', error)}") from None
    if isinstance(value, dict) and "sections" in value:
        return _json_bank(value, name)
    deck = ForeignDeck(_title(value) or title)
    for number, (one, section) in enumerate(_listed(value, deck.title), 1):
        if number > MOST_CARDS:
            raise MlflashError(f"{name}: holds more than {MOST_CARDS:,} cards")
        _card(deck, one, section, f"{name}: card {number}")
    return deck


def _json_bank(value: dict[str, Any], name: str) -> ForeignDeck:
    """A bank in JSON, read as the same bank in YAML would be."""
    return _whole(checked_bank({key: part for key, part in value.items() if key != "format"}, name), {}, name)


def _whole(bank: Bank, places: Mapping[str, str], name: str) -> ForeignDeck:
    """A validated bank as it was written."""
    written = bank.model_dump(exclude_defaults=True)
    sections = written.pop("sections")
    frames = [{key: part for key, part in one.items() if key != "questions"} for one in sections]
    deck = ForeignDeck(bank.title, head=written, sections=frames)
    for section, frame in zip(sections, frames, strict=True):
        for number, question in enumerate(section.get("questions", []), 1):
            fields = dict(question)
            card_id = fields.pop("id")
            place = places.get(card_id, f"{name}: {section['id']}, card {number}")
            deck.cards.append(ForeignCard(card_id, section["title"], fields, place, frame))
    return deck


def _title(value: Any) -> str:
    title = (
        next((value[key] for key in ("title", "name", "deck") if isinstance(value.get(key), str)), "")
        if isinstance(value, dict)
        else ""
    )
    return str(title).strip()[:200]


def _listed(value: Any, section: str, depth: int = 0) -> Iterator[tuple[Any, str]]:
    """The cards of a list, or of the lists in an object, each with the title of its section."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, list):
                inner = section if key.casefold() in _LISTS else key
                for one in part:
                    yield from _one(one, inner, depth)
    elif isinstance(value, list):
        for one in value:
            yield from _one(one, section, depth)


def _one(value: Any, section: str, depth: int) -> Iterator[tuple[Any, str]]:
    """A card, or the cards of a deck within a deck."""
    if (
        isinstance(value, dict)
        and not any(str(key).casefold() in NAMES for key in value)
        and any(isinstance(part, list) for part in value.values())
    ):
        yield from _listed(value, _title(value) or section, depth + 1)
    else:
        yield value, section


def _card(deck: ForeignDeck, value: Any, section: str, place: str) -> None:
    """A card of a list: an object with a question and an answer, or a pair of them."""
    if isinstance(value, list | tuple) and len(value) == 2:
        value = {"question": value[0], "answer": value[1]}
    if not isinstance(value, dict):
        deck.skip(place, "no object with a question and an answer")
        return
    found: dict[str, Any] = {}
    for key, part in value.items():
        if (role := NAMES.get(str(key).casefold())) is not None:
            found.setdefault(role, part)
    more = {
        name: text
        for name in ("hint", "pitfall", "intuition", "formula", "code")
        if (text := _text(found.get(name)))
    }
    for name, levels in (("difficulty", ("easy", "medium", "hard")), ("likelihood", ("high", "medium", "low"))):
        if (level := _text(found.get(name)).lower()) in levels:
            more[name] = level
    tags = found.get("tags", [])
    words = tags if isinstance(tags, list) else str(tags).split()
    if short := list(dict.fromkeys(filter(None, (slug(str(tag)) for tag in words))))[:20]:
        more["tags"] = short  # type: ignore[assignment]
    identity = _text(found.get("id")) or _text(found.get("guid"))
    card_id = None
    if identity:
        same = slug(identity, 80) == identity and not identity.isdigit()
        card_id = identity if same else id_from_identity("id", deck.title + SEPARATOR + identity)
    foreign_card(
        deck,
        _blocks(found.get("question")).text,
        _blocks(found.get("answer")),
        place=place,
        section=_text(found.get("section")) or section,
        card_id=card_id,
        more=more,
    )


def _text(value: Any) -> str:
    """A value that is text or a number, as text; empty for any other."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _blocks(value: Any) -> TextBlocks:
    """The text of a value: HTML where it looks like it, the members of a list as lines."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return text_of([_text(one) for one in value], None)
    return text_of([_text(value)], None)
