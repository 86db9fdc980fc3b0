"""The base of records: frozen, compared by value, and declared ten times as fast as a NamedTuple."""

from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace


class Record(Struct, frozen=True):
    """A frozen record."""

    def _replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, as of a NamedTuple."""
        return replace(self, **changes)
