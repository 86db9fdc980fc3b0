"""A progress line for a long replay, imported only when there is one."""

from __future__ import annotations

from collections.abc import Callable


def replaying() -> Callable[[int, int], None]:
    """Shows how far a long replay of the journal has come; what shows it is imported when there is one."""
    shown: list[Callable[[int, int], None] | None] = []

    def tell(done: int, total: int) -> None:
        if not shown:
            from mlflash.cli.output import replay_progress

            shown.append(replay_progress())
        if shown[0] is not None:
            shown[0](done, total)

    return tell
