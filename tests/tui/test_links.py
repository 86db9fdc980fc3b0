"""Only web addresses open, and none that hides where it leads."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.tui import links
from mlflash.tui.links import browse, refusal, warning


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/1502.03167",
        "http://example.org:8080/a?b=c#d",
        "https://[::1]/",
        "HTTPS://EXAMPLE.ORG",
        "https://en.wikipedia.org/wiki/Bias–variance_tradeoff",
        "https://user@example.org/",
    ],
)
def test_web_addresses_may_be_opened(url: str) -> None:
    assert refusal(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://example.org",
        "mailto:a@example.org",
        "-https://example.org",
        "example.org",
        "",
        "https://",
        "https:///path",
        "https://:80/",
        "https://example.org:port/",
        "https://[::1",
        "https://example.org/a b",
        " https://example.org",
        "https://example.org/\n",
        "https://example.org/\x1b]0;x\x07",
        "https://example.org/\x00",
        "https://example.org/\u202egro",
        "https://example.org/\u200b",
        "https://example.org\\@other.org",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_anything_else_is_refused_and_never_reaches_the_browser(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda *_: pytest.fail("opened"))
    assert refusal(url)
    assert browse(url) == refusal(url)
    assert warning(url) is None


def test_a_host_that_looks_like_another_is_named() -> None:
    assert "evil.org" in (warning("https://arxiv.org@evil.org/abs") or "")
    assert "xn--" in (warning("https://аrxiv.org/") or "")
    assert warning("https://arxiv.org/abs/1") is None


def test_every_source_of_the_bank_may_be_opened(catalog: Catalog) -> None:
    for card in catalog:
        for source in catalog.card(card.id).references:
            assert refusal(source.url) is None, source.title


class Opened(webbrowser.BaseBrowser):
    def __init__(self, works: bool) -> None:
        super().__init__("test")
        self.works, self.urls = works, list[str]()

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.urls.append(url)
        return self.works


@pytest.mark.parametrize(("works", "said"), [(True, None), (False, "the browser did not start")])
def test_the_browser_gets_the_address_as_it_is(
    works: bool, said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Opened(works)
    monkeypatch.setattr(webbrowser, "get", lambda *_: browser)
    assert browse("https://example.org/a?b=c&d") == said
    assert browser.urls == ["https://example.org/a?b=c&d"]


def test_without_a_browser_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    assert browse("https://example.org") == "no browser was found here"
    monkeypatch.setattr(webbrowser, "get", lambda *_: webbrowser.GenericBrowser("w3m"))
    assert "terminal" in (browse("https://example.org") or "")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A browser that writes down what it is given, and whether it has a terminal."""
    script = tmp_path / "my open.sh"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.said"\ntest -t 0 || test -t 1 || exit 0\nexit 3\n')
    script.chmod(0o700)
    return script


def set_browser(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What the reader has in $BROWSER, as `webbrowser` reads it at its first use."""
    monkeypatch.setenv("BROWSER", text)
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})


URL = "https://example.org/a?b=c&d=$HOME"


@pytest.mark.parametrize(
    ("form", "given"),
    [("{0}", [URL]), ("'{0}' %s", [URL]), ("'{0}' --new %s", ["--new", URL]), ("'{0}' %s &", [URL])],
)
def test_the_readers_own_command_is_run_without_the_terminal(
    script: Path, form: str, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_browser(monkeypatch, form.format(script))
    assert browse(URL) is None
    assert Path(f"{script}.said").read_text().splitlines() == given


@pytest.mark.parametrize("form", ["w3m", "lynx %s", "/usr/bin/w3m %s &"])
def test_a_browser_of_the_terminal_is_not_started(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_browser(monkeypatch, form)
    assert "terminal" in (browse(URL) or "")


def test_a_command_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_browser(monkeypatch, str(tmp_path / "none"))
    assert browse(URL) == f"{tmp_path / 'none'} cannot be started: no such file or directory"
    set_browser(monkeypatch, "false %s")
    assert browse(URL) == "false ended with an error (1)"


def test_one_that_goes_on_running_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "STARTED_AFTER", 0.0)
    set_browser(monkeypatch, "sh -c 'sleep 0.2' %s")
    assert browse(URL) is None


@pytest.mark.parametrize("command", ['fire"fox', 'fire"fox %s', "fire'fox %s &"])
def test_a_browser_that_is_no_command_is_said(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    set_browser(monkeypatch, command)
    assert browse("https://example.org") is not None
