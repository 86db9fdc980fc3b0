"""Nothing goes over a network in normal use: not from a command, not from the app."""

from __future__ import annotations

import subprocess
import sys

import pytest

WATCHED = """
import sys
def watch(event, arguments):
    out = "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "webbrowser.open"
    if event in out:
        raise SystemExit(f"went out: {event} {arguments}")
sys.addaudithook(watch)
"""

COMMAND = WATCHED + "from mlflash.__main__ import main; sys.exit(main(sys.argv[1:]))"

SESSION = (
    WATCHED
    + """
import asyncio
from mlflash.study.launch import open_study, launch_options
from mlflash.tui.app import MlflashApp
options = launch_options()
app = MlflashApp(open_study(options), options)
async def press_keys():
    async with app.run_test(size=(100, 30)) as pilot:
        for key in sys.argv[1:]:
            await pilot.press(key)
asyncio.run(press_keys())
"""
)


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_watch_would_notice() -> None:
    done = run(WATCHED + "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert "went out" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["due"],
        ["grade", "nn-dropout", "good"],
        ["list"],
        ["check"],
        ["doctor"],
        ["stats", "--json"],
        ["plan", "--json"],
    ],
    ids=lambda command: command[0],
)
def test_commands(command: list[str]) -> None:
    done = run(COMMAND, *command)
    assert "went out" not in done.stderr
    assert done.returncode in (0, 1), done.stderr


def test_a_session() -> None:
    keys = [
        "x",
        "escape",
        "enter",
        "space",
        "a",
        "p",
        "escape",
        "o",
        "escape",
        "3",
        "u",
        "escape",
        "b",
        "escape",
        "s",
    ]
    done = run(SESSION, *keys)
    assert done.returncode == 0, done.stderr
