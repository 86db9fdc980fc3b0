"""Declare a command: its options and the function that runs it. Imports little, as every command imports this."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from mlflash.record import Record

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlflash.study.launch import LaunchOptions

Result: TypeAlias = "int | LaunchOptions | None"
"""An exit code, None for 0; or the options to open the app with."""


class Command(Record, frozen=True):
    """One command of the command line."""

    about: str
    """The text at the top of its help."""
    add_arguments: Callable[["ArgumentParser"], None]
    """Declare its options and positional arguments on a parser."""
    run: Callable[["Namespace"], Result]
    """Run it with the parsed arguments."""
    without_parser: Mapping[tuple[str, ...], Callable[[], Result]] = {}
    """Frequent calls by their exact arguments, run without importing argparse."""
