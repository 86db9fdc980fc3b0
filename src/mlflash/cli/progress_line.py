"""Show the progress of a long replay of the journal; imports printing only when there is a replay."""

from __future__ import annotations

from collections.abc import Callable


def replaying() -> Callable[[int, int], None]:
    """A callback that shows the progress of a long replay; it imports what it needs at the first call."""
    callbacks: list[Callable[[int, int], None] | None] = []

    def on_progress(done: int, total: int) -> None:
        if not callbacks:
            from mlflash.cli.output import replay_progress

            callbacks.append(replay_progress())
        if callbacks[0] is not None:
            callbacks[0](done, total)

    return on_progress
