"""Addresses from banks: check them, name the host they lead to, open them in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from mlflash.bank.text import hidden

LONGEST = 2_000
"""Characters of the longest address that is opened."""
IN_THE_TERMINAL = frozenset(
    ("browsh", "carbonyl", "cha", "edbrowse", "elinks", "links", "links2", "lynx", "netrik", "w3m", "www-browser")
)
"""Browsers that draw in the terminal, where the app draws."""
STARTED_AFTER = 2.0
"""Seconds within which a failing command ends; a command that runs for longer is the browser itself."""


def refusal(url: str) -> str | None:
    """Why an address is not opened, None if it may be: only http and https, without hidden characters."""
    if len(url) > LONGEST:
        return f"it is longer than {LONGEST:,} characters"
    if any(True for _ in hidden(url)) or any(ord(char) < 0x20 or ord(char) == 0x7F for char in url):
        return "it holds control or hidden characters"
    if any(char.isspace() for char in url):
        return "it holds blanks"
    if "\\" in url:
        return "it holds a backslash"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "it is not a well-formed address"
    if parts.scheme not in ("http", "https"):
        return "only http and https addresses are opened"
    return None if host else "it names no host"


def warning(url: str) -> str | None:
    """A warning about an address that seems to lead to another host; None for any other address."""
    if refusal(url):
        return None
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username is not None:
        return f"leads to {_ascii(host)}: the part before the @ is a user name"
    return None if host.isascii() else f"leads to {_ascii(host)}"


def _ascii(host: str) -> str:
    """A host name in ASCII, as it is resolved."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def browse(url: str) -> str | None:
    """Open an address in the browser; returns why it was not opened, None if it was."""
    why = refusal(url)
    if why is not None:
        return why
    import webbrowser

    try:
        browser = webbrowser.get()
        if isinstance(browser, webbrowser.GenericBrowser):  # a command, as in the reader's $BROWSER
            return _run([browser.name, *browser.args], url)
        return None if browser.open(url) else "the browser did not start"
    except webbrowser.Error:
        return "no browser was found here"
    except ValueError as error:
        return f"$BROWSER is no command: {str(error).lower()}"


def _run(command: Sequence[str], url: str) -> str | None:
    """Run a browser command without the terminal; returns why it failed, None if it did not."""
    import shlex
    from subprocess import TimeoutExpired

    from mlflash.study.programs import start

    name, *rest = command
    words = [name] if Path(name).exists() else shlex.split(name)
    if not words or Path(words[0]).name in IN_THE_TERMINAL:
        return "there is only a browser for the terminal here"
    try:
        code = start([*words, *(word.replace("%s", url) for word in rest)], apart=True).wait(STARTED_AFTER)
    except OSError as error:
        return f"{words[0]} cannot be started: {(error.strerror or str(error)).lower()}"
    except TimeoutExpired:
        return None
    return f"{Path(words[0]).name} ended with an error ({code})" if code else None
