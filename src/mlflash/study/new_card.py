"""Make a card of the reader's own: its id, its section, its file; or a draft of it for the editor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mlflash.bank.catalog import Catalog, SectionHead
from mlflash.errors import MlflashError
from mlflash.regular import read_regular
from mlflash.store.files import explained, make_private, write_atomically
from mlflash.study.own_cards import DRAFT, ENDING, MAX_CARD, card_files, card_id_of

FIRST_SECTION = "My questions"
"""The section offered to a reader who has no own card yet."""
LONGEST_ID = 60
STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "can", "did", "do", "does", "for", "how", "in", "is", "it", "of", "on", "the", "to"}
    | {"what", "when", "where", "which", "why", "with", "would", "you", "your"}
)
"""Words left out of the id that is made from a question."""


class NewCard(NamedTuple):
    """A card as the reader writes it in the form."""

    question: str
    """The question."""
    lines: tuple[str, ...]
    """The lines of its answer."""
    section: str
    """The id or title of a section of the banks, or the title of a new one."""
    hint: str = ""
    """Cues that give no line away; may be empty."""
    tags: tuple[str, ...] = ()
    """Its tags."""


def words_of(text: str) -> list[str]:
    """The words of a text in the letters of an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain.replace("'", ""))


def card_id_for(question: str, taken: Callable[[str], bool]) -> str:
    """An id made from the words of a question, which no other card has."""
    words = words_of(question)
    significant = [word for word in words if word not in STOP_WORDS] or words or ["card"]
    stem = "my-" + "-".join(significant[:6])[:LONGEST_ID].strip("-")
    card_id, number = stem, 1
    while taken(card_id):
        number += 1
        card_id = f"{stem}-{number}"
    return card_id


def section_of(catalog: Catalog, name: str) -> SectionHead:
    """The section of the banks with this id or title, else a new one with that title; raises `MlflashError`."""
    folded = " ".join(name.split()).casefold()
    for section in catalog.sections.values():
        if folded in (section.id, section.title.casefold()):
            return section
    section_id = "-".join(words_of(name))[:LONGEST_ID].strip("-")
    if not section_id:
        raise MlflashError("a card needs a section: an existing one, or the title of a new one", code=2)
    if section_id in catalog.sections:
        return catalog.sections[section_id]
    return SectionHead(section_id, " ".join(name.split()), None, None, ())


def usual_section(catalog: Catalog, folder: Path) -> str:
    """The title of the section offered first: that of the newest own card."""
    own = [file for file in card_files(folder) if card_id_of(file) in catalog]
    newest = max(own, key=lambda file: file.stat().st_mtime_ns, default=None)
    return FIRST_SECTION if newest is None else catalog.section_title(catalog[card_id_of(newest)].section)


def add_card(catalog: Catalog, folder: Path, new: NewCard) -> str:
    """Write a new card into a file of its own, durably, and return its id; raises `MlflashError`."""
    lines = [" ".join(line.split()) for line in new.lines if line.strip()]
    question = " ".join(new.question.split())
    if not question or not lines:
        raise MlflashError("a card needs a question and at least one line", code=2)
    section = section_of(catalog, new.section)
    card_id = _free_id(catalog, folder, question)
    text = card_text(section, card_id, NewCard(question, tuple(lines), section.id, new.hint, new.tags))
    return write_card(folder, card_id, text.encode())


def card_text(section: SectionHead, card_id: str | None, new: NewCard) -> str:
    """The file of a new card; the draft of one has no id yet."""
    from mlflash.bank.card_yaml import dump_card

    fields: dict[str, object] = {"section": section.id, "section_title": section.title}
    fields |= {"id": card_id} if card_id else {}
    fields |= {"question": new.question, "answer": list(new.lines)}
    if new.hint.strip():
        fields["hint"] = " ".join(new.hint.split())
    if new.tags:
        fields["tags"] = list(new.tags)
    return dump_card(fields)


def write_card(folder: Path, card_id: str, text: bytes) -> str:
    """Check the text of a card and write it to its file; raises `MlflashError`, with nothing written."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import OwnQuestion

    file = folder / f"{card_id}{ENDING}"
    load_card(text, file, OwnQuestion)
    with explained(f"cannot write {file}"):
        make_private(folder)
        write_atomically(file, text)
    return card_id


NEW = "new" + DRAFT
"""The draft of a card that is being written in the editor."""
ABOUT_DRAFT = """\
# A card of your own. Save and leave the editor to add it; empty the file to add none.
# An id is made from the question. Other keys: tags, probes, formula, code, pitfall, likelihood, difficulty.
"""


def draft(catalog: Catalog, folder: Path, new: NewCard | None) -> Path:
    """The file to edit: with the card given, else the draft as it was left; raises `MlflashError`."""
    file = folder / NEW
    with explained(f"cannot write {file}"):
        if new is not None or not file.exists():
            new = new or NewCard("", (), usual_section(catalog, folder))
            lines = (*new.lines, *[""] * (4 - len(new.lines)))
            section = section_of(catalog, new.section or FIRST_SECTION)
            make_private(folder)
            text = ABOUT_DRAFT + card_text(section, None, new._replace(lines=lines))
            write_atomically(file, text.encode())
    return file


def add_draft(catalog: Catalog, folder: Path) -> str | None:
    """Add the card of the draft and return its id; None if it is empty. Raises `MlflashError`, the draft kept."""
    from mlflash.bank.card_yaml import load_card
    from mlflash.bank.schema import OwnQuestion

    file = folder / NEW
    with explained(f"cannot use {file}"):
        text = read_regular(file, MAX_CARD, follow=True)
        rows = [row for row in text.splitlines() if not row.lstrip().startswith(b"#")]
        if any(row.strip() for row in rows):
            if not any(row.startswith(b"id:") for row in rows):
                question = load_card(b"%s\nid: new\n" % text, file, OwnQuestion).question
                text = b"id: %s\n%s" % (_free_id(catalog, folder, question).encode(), text)
            card_id = load_card(text, file, OwnQuestion).id
            if card_id in catalog or (folder / f"{card_id}{ENDING}").exists():
                raise MlflashError(f"the id {card_id} is taken: choose another, or leave the line out")
            write_card(folder, card_id, text)
        else:
            card_id = ""
        file.unlink()
    return card_id or None


def _free_id(catalog: Catalog, folder: Path, question: str) -> str:
    return card_id_for(question, lambda card_id: card_id in catalog or (folder / f"{card_id}{ENDING}").exists())


def sections_by_use(catalog: Catalog, first: str) -> Sequence[str]:
    """The titles of all sections, with `first` at the top."""
    titles = [section.title for section in catalog.sections.values()]
    return [first, *(title for title in titles if title != first)]
