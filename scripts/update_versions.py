"""Date the cards of the bundled bank whose text has changed, so that Anki takes the new text over.

    .venv/bin/python scripts/update_versions.py

rewrites data/versions.json; what has not changed keeps its date. To be run whenever a card has changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mlflash.exchange.anki_package import anki_notes, note_hashes
from mlflash.exchange.modified import dated, read_table, write_table
from mlflash.exchange.outgoing import OutgoingCard
from mlflash.scheduler.card_state import NEW_CARD
from mlflash.store.paths import bundled_bank, bundled_versions
from mlflash.store.settings import Settings
from mlflash.study.banks import open_catalog


def main() -> None:
    """Rewrite the table; cards that are gone leave it."""
    path = bundled_versions()
    before = read_table(path)
    with TemporaryDirectory() as cache:
        catalog = open_catalog(Settings(), [bundled_bank()], Path(cache))
        cards = [catalog.card(card_id) for card_id in catalog.ids]
    hashes = note_hashes(
        anki_notes(OutgoingCard(card, card.section, card.answer, None, NEW_CARD) for card in cards)
    )
    versions, changed = dated(hashes, before, {}, datetime.now(UTC))
    write_table(path, versions)
    print(f"{path.name}: {len(versions)} cards, {len(changed)} of them dated now")


if __name__ == "__main__":
    main()
