"""What every reader of a foreign file returns: its cards, and notices of what was left out or changed."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple
from unicodedata import normalize

from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS

MOST_LINES = 8
"""Lines of an answer at most."""
MOST_TAGS = 20
"""Tags of a card at most."""
LEVELS: Mapping[str, Sequence[str]] = {"difficulty": DIFFICULTIES, "likelihood": LIKELIHOODS}
"""The fields that hold one of a few levels, and those levels."""
DROPPED_TAGS = frozenset({"leech", "marked"})
"""Tags that Anki sets by itself."""
SEPARATOR = "\0"
"""The character between the parts of an identity."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"[a-z0-9]+")


class NoticeKind(StrEnum):
    """What was done with a part of a foreign file."""

    SKIPPED = "skipped"
    """It is not imported."""
    JOINED = "joined"
    """Several parts became one."""
    CHANGED = "changed"
    """It is imported in another form."""


class Notice(NamedTuple):
    """Something in a foreign file that is not imported as it stands."""

    kind: NoticeKind
    """What was done with it."""
    place: str
    """The file, and the line or the note in it."""
    message: str
    """What was wrong with it, and what was done."""


class ForeignCard(NamedTuple):
    """A card of a foreign file in the form of a bank, not yet validated."""

    card_id: str
    """The id under which it is imported."""
    section: str
    """The title of its section."""
    fields: Mapping[str, Any]
    """The fields as a bank writes them, without the id."""
    place: str
    """The file, and the line or the note in it."""
    section_fields: Mapping[str, Any] = {}
    """The other fields of its section, id included, where the file is a whole bank."""


class ForeignReview(NamedTuple):
    """An answer to a card in another program's log."""

    card_id: str
    """The id under which the card is imported."""
    at_ms: int
    """When it was given, in milliseconds since 1970, UTC."""
    rating: int | None
    """1 again to 4 easy; None where the card was reset."""
    ms: int
    """How long it took, in milliseconds; 0 where that is not known."""
    cram: bool
    """Whether it was practice that does not change the schedule."""
    token: str
    """The part of its event's id that is always the same for the same answer."""


@dataclass
class ForeignDeck:
    """The contents of a foreign file."""

    title: str
    """The title of the deck."""
    cards: list[ForeignCard] = field(default_factory=list)
    """Its cards in order."""
    notices: list[Notice] = field(default_factory=list)
    """What is not imported as it stands."""
    reviews: list[ForeignReview] = field(default_factory=list)
    """Its log."""
    head: Mapping[str, Any] = field(default_factory=dict)
    """The head of a whole bank: title, about and the like."""
    sections: Sequence[Mapping[str, Any]] = ()
    """The sections of a whole bank without their cards, empty ones included."""

    def note(self, kind: NoticeKind, place: str, message: str) -> None:
        """Add a notice."""
        self.notices.append(Notice(kind, place, message))

    def skip(self, place: str, message: str) -> None:
        """Add a notice that something is not imported."""
        self.note(NoticeKind.SKIPPED, place, message)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a card, or a tag."""
    return _ID.fullmatch(text) is not None


def level_field(name: str, value: str) -> dict[str, str]:
    """A difficulty or likelihood as a field of a card; empty for a value that a bank does not know."""
    level = value.strip().lower()
    return {name: level} if level in LEVELS[name] else {}


def tag_fields(tags: Iterable[str]) -> dict[str, Any]:
    """Tags of another program as fields of a card: difficulty, likelihood, and the tags that a bank can hold."""
    fields: dict[str, Any] = {}
    own: dict[str, None] = {}
    for tag in tags:
        name, _, value = tag.lower().rpartition("::")
        if name in LEVELS and (level := level_field(name, value)):
            fields |= level
        elif tag.lower() not in DROPPED_TAGS and (short := slug(tag)):
            own[short] = None
    return fields | ({"tags": list(own)[:MOST_TAGS]} if own else {})


def slug(text: str, most: int = 60) -> str:
    """A text as an id: small letters and digits of its words, cut after a word; empty where it has none."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = _WORD.findall(plain)
    short = ""
    for word in words:
        if len(short) + len(word) + 1 > most:
            break
        short = f"{short}-{word}" if short else word
    return short or (words[0][:most] if words else "")


def id_from_identity(prefix: str, identity: str) -> str:
    """The id of a card that has an id in its source: the prefix and 12 letters of a hash."""
    return f"{prefix}-{_hash(identity, 12)}"


def id_from_question(deck: str, question: str) -> str:
    """The id of a card without an id in its source: from its deck and the words of its question.

    It never changes: another question makes another card, another answer does not.
    """
    words = " ".join(normalize("NFC", question).casefold().split())
    lead = slug(question, 40)
    return f"{lead or 'card'}-{_hash(deck + SEPARATOR + words, 8)}"


def _hash(text: str, length: int) -> str:
    return b32encode(sha256(text.encode("utf-8", "surrogatepass")).digest()).decode().lower()[:length]


def grouped_notices(notices: Sequence[Notice], most: int | None) -> Iterator[str]:
    """A line for each kind and message, with at most `most` places."""
    groups: dict[tuple[str, str], list[str]] = {}
    for notice in notices:
        groups.setdefault((notice.kind, notice.message), []).append(notice.place)
    for (kind, message), places in sorted(groups.items(), key=lambda group: group[0][0], reverse=True):
        shown = places[:most]
        rest = f" … and {len(places) - len(shown):,} more" if len(places) > len(shown) else ""
        count = f" ({len(places):,})" if len(places) > 1 else ""
        yield f"{kind}: {message}{count}: {_places(shown)}{rest}"


def _places(places: Sequence[str]) -> str:
    """Places in a row; after a place, only the number of the next one in the same file."""
    listed: list[str] = []
    lead = None
    for place in places:
        numbered = re.fullmatch(r"(.*?)(\d+)", place, re.DOTALL)
        same = numbered is not None and numbered[1] == lead
        listed.append(numbered[2] if numbered and same else place)
        lead = numbered[1] if numbered else None
    return ", ".join(listed)
