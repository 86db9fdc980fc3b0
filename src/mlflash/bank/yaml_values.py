"""Plain values from a YAML tree, with a fault at its line for each key or value that a bank cannot have."""

from __future__ import annotations

import yaml

from mlflash.bank.faults import BankFaults, Fault, first_faults, refusal
from mlflash.bank.yaml_messages import short
from mlflash.bank.yaml_tree import Node, below, line_of

_TEXT, _LIST, _MAPPING, _MERGE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "merge"))
_CORE_TAGS = frozenset(tag for tag in yaml.SafeLoader.yaml_constructors if tag) | {
    _MERGE,
    "tag:yaml.org,2002:value",
}


def build(root: Node, name: str) -> tuple[object, list[Fault]]:
    """The document as plain values, and a fault for each key that a mapping has twice (YAML keeps the last).

    Raises `BankFaults` at a merge key, whose values would hide those written out, and with every value and tag
    that YAML cannot build.
    """
    builder = _Builder(name)
    try:
        value = builder.value(root)
    except BankFaults:
        raise
    except Exception as error:  # PyYAML does not catch ValueError, KeyError, AttributeError and others
        faults = _unbuildable(root, name)
        if not faults:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or short(error)
            faults = [Fault(name, mark.line + 1 if mark else 1, "", f"not a value YAML allows: {problem}")]
        raise BankFaults(first_faults(builder.faults + faults)) from None
    return value, first_faults(builder.faults)


class _Builder:
    """Builds text, lists and mappings; other values, such as numbers, are PyYAML's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self._others = yaml.SafeLoader("")
        self._built: dict[int, object] = {}

    def value(self, node: Node) -> object:
        """The value of a node; a node that anchors refer to is built once."""
        if node.tag == _TEXT:
            return node.value
        key = id(node)
        if key not in self._built:
            self._built[key] = self._new(node)
        return self._built[key]

    def _new(self, node: Node) -> object:
        if isinstance(node, yaml.MappingNode):
            self._check_keys(node)
        if isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
            return [self.value(part) for part in node.value]
        if isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
            return {self.value(key): self.value(value) for key, value in node.value}
        return self._others.construct_object(node, deep=True)

    def _check_keys(self, node: yaml.MappingNode) -> None:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.tag == _MERGE:
                message = "found the merge key <<: a bank has none, write the fields out"
                raise refusal(self.name, line_of(key), message)
            if key.value in lines:
                message = f"already given on line {lines[key.value]}; a key stands once"
                self.faults.append(Fault(self.name, line_of(key), key.value, message))
            lines.setdefault(key.value, line_of(key))


def _unbuildable(root: Node, name: str) -> list[Fault]:
    """A fault for every tag, value and key that cannot be built."""
    faults = []
    for node in _all(root):
        tag = str(node.tag).replace("tag:yaml.org,2002:", "!!")
        if node.tag not in _CORE_TAGS:
            message = f"found the tag {tag}, expected a plain value: put text that begins with ! in quotes"
            faults.append(Fault(name, line_of(node), "", message))
        elif isinstance(node, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_object(node)
            except Exception:
                message = f"found {node.value[:40]!r}, which is no {tag}; expected text: put it in quotes"
                faults.append(Fault(name, line_of(node), "", message))
        elif isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    faults.append(Fault(name, line_of(key), "", "found a list or mapping as key, expected text"))
    return faults


def _all(root: Node) -> list[Node]:
    """Every node once, even where several anchors refer to it."""
    stack, nodes, seen = [root], [], {id(root)}
    while stack:
        node = stack.pop()
        nodes.append(node)
        for part in below(node):
            if id(part) not in seen:
                seen.add(id(part))
                stack.append(part)
    return nodes
