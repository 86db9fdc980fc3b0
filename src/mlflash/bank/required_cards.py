"""The cards that a bank must hold, with the marks they must have: the file of `mlflash check --seed`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.regular import read_regular

MAX_BYTES = 16 * 1024 * 1024


class RequiredCard(NamedTuple):
    """The marks of a required card, named as the card's fields; None allows any value."""

    origin: str
    """Always `seed`."""
    difficulty: str | None
    """The difficulty."""
    likelihood: str | None
    """The likelihood."""


def read_required_cards(path: Path) -> dict[str, RequiredCard]:
    """The required cards by id, from JSON `{"cards": [{"id", "difficulty", "likelihood"}]}`.

    `likelihood_suggested` replaces `likelihood`. Raises `MlflashError`.
    """
    try:
        raw: Any = json.loads(read_regular(path, MAX_BYTES, follow=True).decode("utf-8"))
        seeds = {str(card["id"]): _seed(card) for card in raw["cards"]}
    except OSError as error:
        raise MlflashError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        message = " ".join(str(error).split())[:100]
        raise MlflashError(f"{path}: no list of seed cards: {type(error).__name__} {message}") from None
    return seeds


def _seed(card: dict[str, Any]) -> RequiredCard:
    return RequiredCard("seed", card.get("difficulty"), card.get("likelihood", card.get("likelihood_suggested")))
