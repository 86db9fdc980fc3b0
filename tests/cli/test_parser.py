"""The parsers: one for each command that runs, and one tree of all commands."""

from __future__ import annotations

import argparse

import pytest

from mlflash.__main__ import COMMANDS, full_parser, load_command, main
from mlflash.errors import MlflashError

from .conftest import Runner


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser."""
    (found,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found.choices)


def test_the_tree_has_every_command_as_it_runs_alone(run: Runner) -> None:
    commands = subparsers(full_parser())
    assert list(commands) == list(COMMANDS)
    for name, parser in commands.items():
        assert parser.format_help() == run(name, "--help").out


def test_the_tree_has_the_options_of_the_app(run: Runner) -> None:
    options = {option for action in full_parser()._actions for option in action.option_strings}
    assert {"--section", "--search", "--limit", "--bank"} < options
    assert set(subparsers(subparsers(full_parser())["config"])) == {
        "get",
        "set",
        "unset",
        "add",
        "remove",
        "list",
        "path",
    }


def test_every_module_declares_its_commands_in_the_table() -> None:
    for name in COMMANDS:
        command = load_command(name)
        assert command.about.endswith(".")


def test_an_unknown_command_is_refused_with_near_ones() -> None:
    with pytest.raises(MlflashError, match="did you mean due"):
        load_command("duee")


def test_calls_without_a_parser_do_what_the_parser_would(run: Runner) -> None:
    for arguments in ([], ["--json"]):
        assert run("due", *arguments).out == run("due", "--limit", "9999", *arguments).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["due", "--frob"],
        ["--frob"],
        ["config", "get"],
        ["drill", "--minutes", "0"],
        ["drill", "--lines", "--minutes", "5"],
        ["completion"],
        ["completion", "tcsh"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    assert main(arguments) == 2
