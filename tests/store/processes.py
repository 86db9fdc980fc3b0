"""Trials with real processes: killed at random, two at once, out of room."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mlflash.scheduler.fold import live
from mlflash.scheduler.schedule import Parameters
from mlflash.store import journal_reader, snapshot
from mlflash.store.paths import under

ROOT = Path(__file__).resolve().parents[2]


class Tally(NamedTuple):
    """What processes did: lives, grades acknowledged, of them lost, counted twice, most notices, what is wrong."""

    lives: int
    acknowledged: int
    lost: int
    doubled: int
    notices: int
    refused: int
    wrong: str = ""


def start(home: Path, seed: int, grades: int, limit: int = 0) -> subprocess.Popen[str]:
    """A grader at work."""
    words = [sys.executable, "-m", "tests.store.grader", str(home), str(seed), str(grades), str(limit)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def count(home: Path, said: list[str], lives: int, unsaid: int) -> Tally:
    """Hold what the processes said against what a start now finds."""
    paths, parameters = under(home), Parameters()
    acknowledged = [word for word in said if word != "REFUSED"]
    reading = journal_reader.read(paths.journal_dir)
    found = Counter(event.id for event in reading.events)
    wrong = ""
    if len(live(reading.events)) - len(acknowledged) > unsaid:
        wrong = "there are grades that nobody gave"
    now = snapshot.current(paths.journal_dir, paths.progress, parameters)
    if now.progress != snapshot.rebuild(paths.journal_dir, parameters).progress:
        wrong = "the snapshot is not what the journal comes to"
    odd = [word for word in acknowledged if len(word) != 19]
    return Tally(
        lives,
        len(acknowledged),
        sum(found[name] == 0 for name in acknowledged),
        sum(n > 1 for n in found.values()),
        len(reading.complaints),
        said.count("REFUSED"),
        f"a grader said {odd[0]!r}" if odd else wrong,
    )


def killed_at_random(home: Path, grades: int, seed: int) -> Tally:
    """Grade so many times through processes that are killed at random moments."""
    chance, said, lives = random.Random(seed), list[str](), 0
    while len(said) < grades:
        lives += 1
        child = start(home, chance.randrange(10**6), grades)
        assert child.stdout is not None
        for _ in range(chance.randrange(1, 50)):
            word = child.stdout.readline()
            if not word:
                break
            said.append(word.strip())
        for _ in range(chance.randrange(60_000)):
            pass  # a moment, of any length
        child.kill()
        said += child.stdout.read().split()
        child.stdout.close()
        child.wait()
    return count(home, said, lives, unsaid=lives)


def two_at_once(home: Path, grades: int, seed: int) -> Tally:
    """Two processes grade on one device at the same time."""
    children = [start(home, seed + n, grades) for n in range(2)]
    said = [word for child in children for word in child.communicate()[0].split()]
    return count(home, said, 2, unsaid=0)


def out_of_room(home: Path, grades: int, seed: int) -> Tally:
    """Each process may let the file grow by some lines and a part of one; then it is refused."""
    chance, said, lives = random.Random(seed), list[str](), 0
    own = under(home).journal_dir / "desk.jsonl"
    while sum(word != "REFUSED" for word in said) < grades:
        lives += 1
        size = own.stat().st_size if own.exists() else 0
        child = start(home, chance.randrange(10**6), grades, size + chance.randrange(300, 6000))
        said += child.communicate()[0].split()
    return count(home, said, lives, unsaid=0)
