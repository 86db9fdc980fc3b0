"""Draw docs/drill.svg: the drill after a reveal, on a reader's third week."""

from __future__ import annotations

import asyncio
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

TARGET = Path(__file__).parent.parent / "docs" / "drill.svg"


async def draw() -> str:
    """The screen as SVG, without fonts from elsewhere."""
    from mlflash.bank.filter import Filter
    from mlflash.study import new_events
    from mlflash.study.launch import launch_options, open_study
    from mlflash.tui.app import MlflashApp

    options = launch_options()._replace(drill=True, chosen=Filter(sections=("neural-networks",)))
    study = open_study(options)
    begun = datetime(2026, 11, 16, 8, tzinfo=UTC)
    for day in (0, 1, 3, 4):
        for place, card in enumerate(study.select(options.chosen)):
            at = begun + timedelta(days=day, minutes=place)
            hit = (1, 2, 4) if day else (1, 2, 3, 4)
            study.record_final(
                [new_events.review(study, card.id, 3 - (day == 1), hit, 30_000, mode="drill", at=at)]
            )
    app = MlflashApp(study, options._replace(chosen=Filter(ids=("nn-batch-norm", "nn-dropout", "nn-residual"))))
    async with app.run_test(size=(96, 30)) as pilot:
        await pilot.press("space", "a", "b", "d")
        svg = app.export_screenshot(title="mlflash")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("<text ", '<text xml:space="preserve" ')


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        os.environ |= {"MLFLASH_HOME": home, "MLFLASH_NOW": "2026-11-23T08:00Z", "TZ": "UTC"}
        TARGET.write_text(asyncio.run(draw()), "utf-8")
