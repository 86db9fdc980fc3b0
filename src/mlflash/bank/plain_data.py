"""Validate banks and cards in plain data instead of YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mlflash.bank.schema import Bank, Question
from mlflash.errors import MlflashError, shortened


def checked_card(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A card as a bank writes it, fields at their default left out; raises `MlflashError` with the first fault."""
    try:
        return Question.model_validate(dict(fields)).model_dump(exclude_defaults=True)
    except ValidationError as error:
        raise MlflashError(_first(error)) from None


def checked_bank(fields: Mapping[str, Any], name: str) -> Bank:
    """A whole bank; raises `MlflashError` with the first fault, also for an id that is used twice."""
    try:
        bank = Bank.model_validate(dict(fields))
    except ValidationError as error:
        raise MlflashError(f"{name}: {_first(error)}") from None
    ids = [question.id for question in bank.questions]
    if len(set(ids)) < len(ids):
        twice = next(id_ for at, id_ in enumerate(ids) if id_ in ids[:at])
        raise MlflashError(f"{name}: the id {twice} is used twice")
    return bank


def _first(error: ValidationError) -> str:
    """The first fault in a line: the field and what is wrong with it."""
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return shortened(f"{place}: {first['msg'].lower()}" if place else str(first["msg"]).lower())
