from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflash.bank import cache
from mlflash.bank.cache import SETTLED, load_catalog
from mlflash.bank.catalog import Catalog, ParsedBank
from mlflash.errors import MlflashError
from tests.bank.banks import bank, write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "bank.yaml", bank("alpha", "beta", "gamma"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def contents(catalog: Catalog) -> object:
    """Everything in a catalog."""
    cards = [catalog.card(card.id) for card in catalog]
    return catalog.cards, catalog.sections, catalog.banks, cards


def cache_file(place: Path) -> Path:
    (only,) = place.iterdir()
    return only


def age(file: Path, by: int = 10 * SETTLED) -> None:
    """Date a cache file as if it was written long after the bank's last change."""
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + by))


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Notes every bank that is parsed from its YAML."""
    seen: list[Path] = []
    parse = cache._parse

    def noted(data: bytes, file: Path) -> tuple[ParsedBank, bytes, bytes]:
        seen.append(file)
        return parse(data, file)

    monkeypatch.setattr(cache, "_parse", noted)
    yield seen


def test_the_cache_gives_what_the_yaml_gives(file: Path, place: Path, unparsed: list[Path]) -> None:
    cold, warm = load_catalog([file], place), load_catalog([file], place)
    assert contents(cold) == contents(warm)
    assert len(unparsed) == 1
    assert warm.cards[0].tags == ("one",)


def test_an_unchanged_bank_is_not_even_read(file: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(load_catalog([file], place))
    age(cache_file(place))
    monkeypatch.setattr(cache, "read_bytes", lambda path: pytest.fail("read"))
    assert contents(load_catalog([file], place)) == before


def test_a_change_that_size_and_times_hide_is_seen_while_the_cache_is_young(file: Path, place: Path) -> None:
    load_catalog([file], place)
    stat = file.stat()
    write(file, file.read_bytes().replace(b"gamma", b"delta"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert "delta" in load_catalog([file], place)


def test_a_changed_bank_is_parsed_again(file: Path, place: Path) -> None:
    load_catalog([file], place)
    age(cache_file(place))
    write(file, bank("alpha", "delta"))
    assert [card.id for card in load_catalog([file], place)] == ["alpha", "delta"]


def test_a_touched_bank_is_known_by_its_bytes(file: Path, place: Path, unparsed: list[Path]) -> None:
    load_catalog([file], place)
    os.utime(file, ns=(1, 1))
    assert contents(load_catalog([file], place)) == contents(load_catalog([file], place))
    assert len(unparsed) == 1


def test_a_cache_cut_anywhere_is_made_again(file: Path, place: Path) -> None:
    before = contents(load_catalog([file], place))
    whole = cache_file(place).read_bytes()
    for end in range(0, len(whole), 97):
        cache_file(place).write_bytes(whole[:end])
        age(cache_file(place))
        assert contents(load_catalog([file], place)) == before


def test_a_cache_with_any_byte_broken_is_noticed(file: Path, place: Path) -> None:
    before = contents(load_catalog([file], place))
    cached = cache_file(place)
    whole = cached.read_bytes()
    for at in range(0, len(whole), 53):
        broken = bytearray(whole)
        broken[at] ^= 0x15
        cached.write_bytes(broken)
        age(cached)
        assert contents(load_catalog([file], place)) == before


@pytest.mark.parametrize(
    "foreign", [b"", b"\n\n", b"null\n[]\n", b"[]\n{}\n", b"{}\n{}\n", b"[" * 100_000 + b"\n\n"]
)
def test_a_foreign_cache_is_ignored(foreign: bytes, file: Path, place: Path) -> None:
    before = contents(load_catalog([file], place))
    cache_file(place).write_bytes(foreign)
    assert contents(load_catalog([file], place)) == before


def test_a_cache_cleared_or_replaced_under_an_open_catalog_is_no_loss(file: Path, place: Path) -> None:
    load_catalog([file], place)
    catalog = load_catalog([file], place)
    os.utime(file, ns=(1, 1))
    load_catalog([file], place)
    assert catalog.card("beta").id == "beta"
    assert cache_file(place).exists()
    cache_file(place).unlink()
    assert catalog.card("gamma").id == "gamma"


def test_another_version_makes_its_own(
    file: Path, place: Path, unparsed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(load_catalog([file], place))
    monkeypatch.setattr(cache, "__version__", "99.0")
    assert contents(load_catalog([file], place)) == before
    assert len(unparsed) == 2


def test_a_place_that_cannot_be_written_is_no_loss(file: Path, tmp_path: Path) -> None:
    blocked = write(tmp_path / "blocked", "a file where a folder should be")
    assert len(load_catalog([file], blocked)) == 3
    assert len(load_catalog([file], blocked / "below")) == 3


def test_a_card_lost_from_an_open_cache_comes_from_the_yaml(file: Path, place: Path) -> None:
    load_catalog([file], place)
    broken = cache_file(place).read_bytes().replace(b"second line of beta", b"2nd line of beta...")
    cache_file(place).write_bytes(broken)
    catalog = load_catalog([file], place)
    assert catalog.card("beta").answer[1].startswith("The second line of beta")
    assert not list(place.iterdir())
    write(file, bank("alpha"))
    with pytest.raises(MlflashError, match="gamma is gone; start again"):
        catalog.card("gamma")
    assert catalog.card("beta").id == "beta", "it was opened before"


def test_the_cache_is_the_readers_own_and_leaves_no_scraps(file: Path, place: Path) -> None:
    place = place / "of" / "ours"
    load_catalog([file], place)
    assert place.stat().st_mode & 0o777 == place.parent.stat().st_mode & 0o777 == 0o700
    assert cache_file(place).stat().st_mode & 0o777 == 0o600


def test_the_oldest_of_many_are_cleared_away(tmp_path: Path, place: Path) -> None:
    for i in range(cache.MOST_CACHED + 3):
        load_catalog([write(tmp_path / f"{i}.yaml", bank("alpha"))], place)
    assert len(list(place.iterdir())) == cache.MOST_CACHED


def test_processes_that_write_at_once_do_not_collide(file: Path, place: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from mlflash.bank.cache import load_catalog\n"
        "bank, cache = map(Path, sys.argv[1:])\n"
        "for i in range(20):\n"
        "    for kept in cache.glob('bank-*.jsonl'): kept.unlink(missing_ok=True)\n"
        "    catalog = load_catalog([bank], cache)\n"
        "    assert [catalog.card(entry.id).id for entry in catalog] == ['alpha', 'beta', 'gamma']\n"
    )
    command = [sys.executable, "-c", script, str(file), str(place)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[1] for process in both] == [b"", b""]
    assert not list(place.glob("*.tmp"))


def test_a_warm_start_imports_neither_yaml_nor_pydantic(file: Path, place: Path) -> None:
    load_catalog([file.parent], place)
    script = (
        "import sys; from pathlib import Path; from mlflash.bank.cache import load_catalog\n"
        "catalog = load_catalog([Path(sys.argv[1])], Path(sys.argv[2])); catalog.card('alpha')\n"
        "print(sorted({'yaml', 'pydantic', 'fsrs', 'textual', 'rich'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script, str(file.parent), str(place)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_banks_stack_and_a_shared_section_is_met_once(tmp_path: Path, place: Path) -> None:
    one = write(tmp_path / "one.yaml", bank("alpha", section="first"))
    two = write(tmp_path / "two.yaml", bank("beta", section="second"))
    three = write(tmp_path / "three.yaml", bank("gamma", section="first"))
    for _ in range(2):
        catalog = load_catalog([one, two, three], place)
        assert [card.id for card in catalog] == ["alpha", "gamma", "beta"]
        assert list(catalog.sections) == ["first", "second"]
        assert len(catalog.banks) == 3
        assert catalog.card("gamma").id == "gamma"
        assert catalog.position("gamma") == 1


def test_ids_used_in_two_banks_are_refused_from_the_cache_too(tmp_path: Path, place: Path) -> None:
    one = write(tmp_path / "one.yaml", bank("alpha"))
    two = write(tmp_path / "two.yaml", bank("alpha"))
    for _ in range(2):
        with pytest.raises(MlflashError) as caught:
            load_catalog([one, two], place)
        assert f"{two}:8: id: found the question id 'alpha' again, already used at {one}:8" in str(caught.value)


def test_all_faults_of_all_banks_are_contents(tmp_path: Path, place: Path) -> None:
    one = write(tmp_path / "one.yaml", "")
    two = write(tmp_path / "two.yaml", bank("alpha").replace("easy", "soft"))
    with pytest.raises(MlflashError) as caught:
        load_catalog([one, tmp_path / "gone.yaml", two], place)
    lines = str(caught.value).split("\n")
    assert [Path(line.split(":")[0]).name for line in lines] == ["one.yaml", "gone.yaml", "two.yaml"]


def test_a_bank_named_twice_is_opened_once(file: Path, place: Path) -> None:
    assert len(load_catalog([file, file.parent, file], place)) == 3


@pytest.mark.parametrize(
    "name",
    ["gone.yaml", "a\0b", "half\ud800", "byte\udcff", "x" * 5000],
    ids=["gone", "nul", "surrogate", "byte", "long"],
)
def test_a_name_that_no_file_has_is_one_clear_line(name: str, tmp_path: Path, place: Path) -> None:
    with pytest.raises(MlflashError, match=r"^[^\n]+: cannot be read: [^\n]+$") as caught:
        load_catalog([tmp_path / name], place)
    str(caught.value).encode()


@pytest.mark.parametrize("what", ["pipe", "device", "endless link", "folder", "sparse"])
def test_what_is_no_cache_in_its_place_is_neither_waited_for_nor_read(file: Path, place: Path, what: str) -> None:
    before = contents(load_catalog([file], place))
    cached = cache_file(place)
    cached.unlink()
    match what:
        case "pipe":
            os.mkfifo(cached)
        case "device":
            cached.symlink_to("/dev/zero")
        case "endless link":
            cached.symlink_to(cached)
        case "folder":
            cached.mkdir()
        case "sparse":
            with cached.open("wb") as huge:
                huge.truncate(cache.MAX_BYTES + 1)
    assert contents(load_catalog([file], place)) == before
    if what != "folder":
        assert cached.is_file() and not cached.is_symlink()  # another was put in its place


def test_a_card_is_not_waited_for_where_its_cache_is_gone(file: Path, place: Path) -> None:
    load_catalog([file], place)
    catalog, cached = load_catalog([file], place), cache_file(place)
    before = contents(load_catalog([file], place.with_name("fresh")))
    cached.unlink()
    os.mkfifo(cached)
    assert contents(catalog) == before
