"""The notices of an import in a few lines: those of one kind together, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mlflash.exchange.foreign import Notice


def grouped_notices(notices: Sequence[Notice], most: int | None) -> Iterator[str]:
    """A line for each kind of notice, with its places; at most a few of each."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in notices:
        groups.setdefault((one.kind, one.message), []).append(one.place)
    for (kind, message), places in sorted(groups.items(), key=lambda group: group[0][0], reverse=True):
        shown = places[:most]
        rest = f" … and {len(places) - len(shown):,} more" if len(places) > len(shown) else ""
        count = f" ({len(places):,})" if len(places) > 1 else ""
        yield f"{kind}: {message}{count}: {_places(shown)}{rest}"


def _places(places: Sequence[str]) -> str:
    """Places in a list, the file named once for the numbers that follow."""
    listed: list[str] = []
    lead = None
    for place in places:
        found = re.fullmatch(r"(.*?)(\d+)", place, re.DOTALL)
        if found is not None and found[1] == lead:
            listed.append(found[2])
        else:
            listed.append(place)
        lead = found[1] if found else None
    return ", ".join(listed)
