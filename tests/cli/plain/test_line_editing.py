"""Typing at the prompts of the plain drill, in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect


def test_the_arrow_keys_move_in_the_line(warm: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mlflash", "drill", "--plain", "--limit", "1"],
        dimensions=(40, 100),
        env={**os.environ, "TERM": "xterm"},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Enter for the answer: ")
    child.sendline("t")
    child.expect("a: ")
    child.send("abcc\x1b[D\x7fX\r")
    child.expect("b: ")
    child.send("\r")
    child.expect("you: abXc")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
