"""Turn pydantic's errors into faults that a writer understands, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mlflash.bank.faults import MOST_FAULTS, Fault, quoted
from mlflash.bank.schema import (
    AS_OF_PATTERN,
    VISIBLE_PATTERN,
    Bank,
    Model,
    Probe,
    Question,
    Reference,
    Resource,
    Section,
)
from mlflash.bank.yaml_tree import Location, Node, child, key_node, line_of, nearest, plain, scalar

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_MODELS: dict[str, type[Model]] = {
    "sections": Section,
    "questions": Question,
    "probes": Probe,
    "references": Reference,
    "resources": Resource,
}
_WIDEST = 100


def faults_of(value: object, root: Node, name: str, error: ValidationError) -> list[Fault]:
    """Every fault that pydantic found in a document, at most about `MOST_FAULTS`."""
    bounded = error.error_count() <= MOST_FAULTS
    problems = error.errors(include_url=False) if bounded else _first_problems(value)
    return [_fault(root, name, problem) for problem in problems]


def field_path(location: Location) -> str:
    """A location as text: `sections[0].questions[3].answer[1]`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def found(value: object, node: Node | None = None) -> str:
    """A value in a few words; an unquoted scalar as written, with the value that YAML reads."""
    match value:
        case None:
            text = "nothing"
        case bool():
            text = str(value).lower()
        case str():
            return quoted(value, 40)
        case int() | float():
            text = f"the number {value}" if abs(value) < 1e40 else "a huge number"
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "a mapping"
        case bytes():
            return "binary data"
        case _:
            text = f"a {type(value).__name__}"
    raw = scalar(node)
    if raw and plain(node) and raw not in text:
        return f"{raw[:40]}, which YAML reads as {text}"
    return text


def _fault(root: Node, name: str, problem: Any) -> Fault:
    location, kind, context = problem["loc"], problem["type"], problem.get("ctx", {})
    node, value = nearest(root, location), problem.get("input")
    written = child(nearest(root, location[:-1]), location[-1] if location else "") is not None
    seen = found(value, node if written else None)
    match kind:
        case "missing":
            message = f"is missing; it is required{': write `version: 1`' if location == ('version',) else ''}"
        case "extra_forbidden" | "invalid_key":
            node = key_node(nearest(root, location[:-1]), location[-1]) or node
            message = _unknown(location) if kind == "extra_forbidden" else "a key must be text: put it in quotes"
        case "string_pattern_mismatch" if "a-z0-9" in context.get("pattern", ""):
            message = f"found {seen}, expected small letters and digits joined by single hyphens"
        case "string_pattern_mismatch" if context.get("pattern") == AS_OF_PATTERN:
            message = f"found {seen}, expected a month such as 2026-11, or a year"
        case "string_pattern_mismatch" if context.get("pattern") == VISIBLE_PATTERN:
            message = "is blank, expected text"
        case "string_pattern_mismatch":
            message = f"found {seen}, expected an http or https address"
        case "literal_error":
            message = f"found {seen}, expected {context['expected'].replace(chr(39), '')}"
        case "string_too_short":
            message = "is empty, expected text"
        case "string_too_long":
            message = f"found {len(str(value))} characters, expected at most {context['max_length']}"
        case "string_unicode":
            message = "found half of a surrogate pair, expected whole characters"
        case "too_short":
            message = f"found {context['actual_length']} items, expected at least {context['min_length']}"
        case "too_long":
            count = len(value) if isinstance(value, list) else "too many"
            message = f"found {count} items, expected at most {context['max_length']}"
        case "greater_than_equal" | "less_than_equal":
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            message = f"found {seen}, expected {bound}"
        case _ if kind in _EXPECTED:
            message = f"found {seen}, expected {_EXPECTED[kind]}{_remedy(value, kind)}"
        case _:
            message = f"found {seen}: {problem['msg'].lower()}"
    return Fault(name, line_of(node), field_path(location), message)


def _unknown(location: Location) -> str:
    holder = next((step for step in reversed(location[:-1]) if isinstance(step, str)), "")
    known = _MODELS.get(holder, Bank).model_fields
    near = get_close_matches(str(location[-1])[:80], known, n=1)
    if near:
        return f"unknown key; did you mean {near[0]}?"
    return f"unknown key; the keys here are {', '.join(known)}"


def _remedy(value: object, kind: str) -> str:
    if kind == "list_type" and isinstance(value, str):
        return ": begin each item with '- ', on a line of its own"
    if kind != "string_type":
        return ""
    if isinstance(value, dict) and None in value.values():
        return " (a '? ' at its beginning or a colon at its end makes a mapping: put the text in quotes)"
    if isinstance(value, dict):
        return " (a colon followed by a space makes a mapping: put the text in quotes)"
    if isinstance(value, list):
        return " (a second '- ' or brackets make a list: put the text in quotes)"
    return "" if value is None else ": put it in quotes"


def _first_problems(document: object) -> list[Any]:
    """The first problems of a document with very many, validated part by part to bound their number."""
    problems: list[Any] = []
    for location, model, part in _parts(document):
        try:
            model.model_validate(_narrow(part))
        except ValidationError as error:
            problems += [p | {"loc": (*location, *p["loc"])} for p in error.errors(include_url=False)]
        if len(problems) >= MOST_FAULTS:
            break
    return problems[:MOST_FAULTS]


def _parts(document: object) -> Iterator[tuple[tuple[str | int, ...], type[Model], object]]:
    """A document's head, each section and each card, to validate one at a time."""
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        yield (), Bank, document
        return
    yield (), Bank, document | {"sections": [{"id": "a", "title": "a"}]}
    for i, section in enumerate(document["sections"]):
        if not isinstance(section, dict) or not isinstance(section.get("questions"), list):
            yield ("sections", i), Section, section
            continue
        yield ("sections", i), Section, section | {"questions": []}
        for j, question in enumerate(section["questions"]):
            yield ("sections", i, "questions", j), Question, question


def _narrow(value: object) -> object:
    if isinstance(value, dict):
        return {key: _narrow(part) for key, part in list(value.items())[:_WIDEST]}
    if isinstance(value, list):
        return [_narrow(part) for part in value[:_WIDEST]]
    return value
