from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from tests.store.disorder import live_in_disorder


@pytest.mark.parametrize("seed", range(4))
def test_wrong_clocks_and_renames_on_three_devices_end_in_one_state(
    catalog: Catalog, tmp_path: Path, seed: int
) -> None:
    life = live_in_disorder(catalog, tmp_path, seed)
    assert life.wrong == []
    assert life.void == 0
    assert life.grades > 30
    assert life.after > 0
