"""The clock that commands go by."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from mlflash.errors import MlflashError


def clock_from_environment() -> Callable[[], datetime]:
    """The clock: the machine's, or one that starts at `MLFLASH_NOW` (an ISO instant) and runs on from there."""
    text = os.environ.get("MLFLASH_NOW")
    if not text:
        return lambda: datetime.now(UTC)
    try:
        start = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MlflashError(
            f"MLFLASH_NOW: found {text!r}, expected an instant like 2027-01-31T08:00Z", code=2
        ) from None
    begun = datetime.now(UTC)
    return lambda: start + (datetime.now(UTC) - begun)
