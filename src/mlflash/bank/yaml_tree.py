"""A YAML document as a tree of nodes that know their lines, safe to build values from.

Hostile documents are refused while they are parsed: depth and number of nodes are counted with every node, and the
size of expanded anchors is counted before any value is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from mlflash.bank.bank_files import decode
from mlflash.bank.faults import refusal
from mlflash.bank.yaml_messages import explained, short

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # a PyYAML built without libyaml: ten times slower, same result
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

Node = yaml.Node
Location = Sequence[str | int]

MAX_NODES = 1_000_000
"""Nodes of a document at most: about 20,000 cards; a node takes 300 bytes."""
MAX_DEPTH = 40


class _TooLargeError(Exception):
    """The document is nested deeper, or holds more nodes, than any bank."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Loader(_SafeLoader):
    """Counts nodes and depth in two hooks that the parser calls before and after each node."""

    depth = 0
    count = 0

    def descend_resolver(self, current_node: Node | None, current_index: Any) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_NODES:
            line = current_node.start_mark.line + 1 if current_node is not None else 1
            if self.depth > MAX_DEPTH:
                raise _TooLargeError(line, f"nested deeper than {MAX_DEPTH} levels; a bank needs 8")
            raise _TooLargeError(line, f"more than {MAX_NODES:,} values; expected fewer in one file")

    def ascend_resolver(self) -> None:
        self.depth -= 1


def compose(data: bytes, name: str) -> Node:
    """The document's tree; raises `BankFaults` if the text is no YAML, or not safe to build values from."""
    text = decode(data, name)
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
    except _TooLargeError as error:
        raise refusal(name, error.line, str(error)) from None
    except yaml.MarkedYAMLError as error:
        raise refusal(name, *explained(error, text)) from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise refusal(name, 1, f"not readable as YAML: {short(error)}") from None
    finally:
        loader.dispose()
    if node is None:
        raise refusal(name, 1, "the file holds no document; a bank has version, title and sections")
    _refuse_bombs(node, name)
    return node


def child(node: Node | None, key: str | int) -> Node | None:
    """The value of a mapping's key, or at a position of a list."""
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    return items(node)[key] if isinstance(key, int) and key < len(items(node)) else None


def key_node(node: Node | None, key: str | int) -> Node | None:
    """The node of a mapping's key, None where the mapping has no such key."""
    if isinstance(node, yaml.MappingNode):
        return next((name for name, _ in node.value if name.value == str(key)), None)
    return None


def items(node: Node | None) -> list[Node]:
    """The members of a list; empty where the node is no list."""
    return node.value if isinstance(node, yaml.SequenceNode) else []


def scalar(node: Node | None) -> str | None:
    """A scalar's text, None where the node is no scalar."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def plain(node: Node | None) -> bool:
    """Whether the node is a scalar without quotes, so that YAML guessed its type."""
    return isinstance(node, yaml.ScalarNode) and not node.style


def double_quoted(node: Node | None) -> bool:
    """Whether the node is a scalar in double quotes, so that YAML read its backslashes."""
    return isinstance(node, yaml.ScalarNode) and node.style == '"'


def scalars(node: Node, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Every scalar of a document, with its location."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from scalars(value, (*at, str(scalar(key))))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from scalars(value, (*at, i))
    else:
        yield at, node


def line_of(node: Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


def end_row(rows: Sequence[str], node: Node) -> int:
    """The row after the last row of a node, from 0, without blank rows and comments that follow it."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
        return int(node.end_mark.line) + 1
    end = int(node.end_mark.line) + (node.end_mark.column > 0)
    while not rows[end - 1].strip():
        end -= 1
    return end


def nearest(root: Node, location: Location) -> Node:
    """The node at a location, or the last node on the way there that exists."""
    node = root
    for step in location:
        below = child(node, step)
        if below is None:
            break
        node = below
    return node


def _refuse_bombs(root: Node, name: str) -> None:
    """Refuse a node that contains itself, and anchors that expand to more than `MAX_NODES`."""
    sizes: dict[int, int] = {}
    unfinished: set[int] = set()

    def size(node: Node) -> int:
        if isinstance(node, yaml.ScalarNode):
            return 1
        key = id(node)
        if key in unfinished:
            raise refusal(name, line_of(node), "an anchor contains itself, expected a value that ends")
        if key not in sizes:
            unfinished.add(key)
            if isinstance(node, yaml.MappingNode):
                sizes[key] = 1 + sum(size(k) + size(v) for k, v in node.value)
            else:
                sizes[key] = 1 + sum(map(size, node.value))
            unfinished.discard(key)
        return sizes[key]

    if size(root) > MAX_NODES:
        raise refusal(name, 1, f"its anchors expand to more than {MAX_NODES:,} values (a YAML bomb)")
