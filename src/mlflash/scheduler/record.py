"""The base of what msgspec reads: records that cannot be changed, copied with changes as a NamedTuple is."""

from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace


class Record(Struct, frozen=True, gc=False):
    """A frozen record. None holds itself, so that the garbage collector need not look at any (`gc=False`)."""

    def _replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return replace(self, **changes)
