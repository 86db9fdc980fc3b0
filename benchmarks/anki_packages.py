"""Have Anki's library import a package of ours and write one of its own, for each line it is told.

    yes | head -3 | PYTHON benchmarks/anki_packages.py PACKAGE

Prints a line when it is ready, then the seconds of each import and of each export. Run by benchmarks/run.py with
an interpreter that has Anki's library.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path


def exchanged(place: Path, package: str) -> tuple[float, float]:
    """Seconds to import a package with its schedule into an empty collection, and to write it again."""
    from anki.collection import (
        Collection,
        ExportAnkiPackageOptions,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    col = Collection(str(place / "collection.anki2"))
    reading = ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=True, with_deck_configs=False)
    writing = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=False, with_media=False, legacy=True
    )
    begun = time.perf_counter()
    col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=reading))
    between = time.perf_counter()
    col.export_anki_package(out_path=str(place / "out.apkg"), options=writing, limit=None)
    ended = time.perf_counter()
    col.close()
    return between - begun, ended - between


def main() -> None:
    """Import and export as often as there are lines."""
    print("ready", flush=True)
    for _ in sys.stdin:
        with tempfile.TemporaryDirectory() as place:
            imported, exported = exchanged(Path(place), sys.argv[1])
        print(f"seconds: {imported:.3f} {exported:.3f}", flush=True)


if __name__ == "__main__":
    main()
