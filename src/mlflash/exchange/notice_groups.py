"""The notices of an import, a line for all notices with the same message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mlflash.exchange.foreign import Notice


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
