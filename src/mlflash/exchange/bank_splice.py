"""Change and add cards in the text of a bank file; every other character stays, comments included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mlflash.bank import yaml_tree
from mlflash.exchange.whole_bank import item_rows, section_rows

Cards = Sequence[Mapping[str, Any]]
_OTHER_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""Line breaks of YAML that do not end a row here."""


Edit = tuple[slice, list[str]]
"""Rows of the file to replace, and the new rows."""


def spliced(text: str, root: yaml_tree.Node, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The text of a bank with the cards that differ rewritten, and new cards and sections added.

    `root` is the tree of the text, `before` the bank in it, `after` the bank it has to hold, in which sections and
    cards are changed or added at the end, never moved. None if a section has no card to add to, or rows end in
    an unusual way. In some layouts the result is another bank, so the caller has to compare it with `after`.
    """
    if _OTHER_BREAK.search(text):
        return None
    rows = text.split("\n")
    nodes = yaml_tree.items(yaml_tree.child(root, "sections"))
    edits: list[Edit] = []
    for node, old, new in zip(nodes, before["sections"], after["sections"], strict=False):
        cards = yaml_tree.items(yaml_tree.child(node, "questions"))
        if not cards and new["questions"]:
            return None
        edits += _card_edits(rows, cards, old["questions"], new["questions"])
    if added := after["sections"][len(nodes) :]:
        end = yaml_tree.end_row(rows, nodes[-1])
        edits.append((slice(end, end), section_rows(added, _indent(nodes[-1]))))
    for where, new_rows in reversed(edits):  # from the end, so that the rows of the edits before stay in place
        rows[where] = new_rows
    return "\n".join(rows)


def _card_edits(rows: Sequence[str], nodes: Sequence[yaml_tree.Node], before: Cards, after: Cards) -> list[Edit]:
    """The edits in one section."""
    edits = [
        (slice(node.start_mark.line, yaml_tree.end_row(rows, node)), item_rows(new, _indent(node)))
        for node, old, new in zip(nodes, before, after, strict=False)
        if old != new
    ]
    if added := after[len(nodes) :]:
        end = yaml_tree.end_row(rows, nodes[-1])
        edits.append((slice(end, end), [row for card in added for row in item_rows(card, _indent(nodes[-1]))]))
    return edits


def _indent(node: yaml_tree.Node) -> str:
    """The spaces before the hyphen of an item."""
    return " " * (node.start_mark.column - 2)
