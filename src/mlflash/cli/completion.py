"""`mlflash completion`: print a script for the shell that completes commands, options and values.

The script calls `mlflash completion --values KIND` for values from the bank and the settings. The shell waits for
that call at every Tab, so it reads only the caches, and prints no errors.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from mlflash.bank.filter import tags_of
from mlflash.cli.command import Command
from mlflash.cli.output import card_text, one_line
from mlflash.errors import MlflashError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable

    from mlflash.bank.catalog import Catalog

Value = tuple[str, str]
"""A value and its meaning, empty if the value says it."""

INSTALL = {
    "bash": (
        "mkdir -p ~/.local/share/bash-completion/completions",
        "mlflash completion bash > ~/.local/share/bash-completion/completions/mlflash",
        "or, without the package bash-completion, this line in ~/.bashrc:",
        'eval "$(mlflash completion bash)"',
    ),
    "zsh": (
        "mkdir -p ~/.zfunc",
        "mlflash completion zsh > ~/.zfunc/_mlflash",
        "with this line in ~/.zshrc, before compinit:",
        "fpath+=~/.zfunc",
    ),
    "fish": ("mlflash completion fish > ~/.config/fish/completions/mlflash.fish",),
}
"""How to install the script of each shell, line by line."""


def _add_arguments(parser: ArgumentParser) -> None:
    from argparse import RawDescriptionHelpFormatter

    parser.add_argument("shell", choices=INSTALL, help="the shell to write it for")
    parser.formatter_class = RawDescriptionHelpFormatter
    blocks = ["\n".join([f"{shell}:", *(f"  {line}" for line in lines)]) for shell, lines in INSTALL.items()]
    parser.epilog = "\n".join(["Install it, and again after an update of mlflash:", *blocks])


def completion(args: Namespace) -> None:
    """Print the script for a shell."""
    from mlflash.cli.completion_scripts import SCRIPTS
    from mlflash.cli.completion_table import command_rows

    rows = command_rows(args.full_parser())
    print(SCRIPTS[args.shell](rows, INSTALL[args.shell]), end="")


def print_values(kind: str) -> None:
    """Print the values of a kind, one a line, each with its meaning after a tab; nothing if that fails."""
    with suppress(MlflashError, OSError, ValueError):
        for value, about in VALUES[kind]():
            print(f"{value}\t{about}" if about else value)


def of_catalog(values: Callable[[Catalog], Iterable[Value]]) -> Iterable[Value]:
    """Values from the bank in use, if it is in the cache: parsing it would take longer than a reader waits."""
    from mlflash.bank.cache import unparsed
    from mlflash.study.banks import chosen_banks
    from mlflash.study.launch import launch_options

    options = launch_options(keep=False)
    if unparsed(chosen_banks(options.settings, ()), options.paths.cache):
        return ()
    return values(options.catalog())


def ids(catalog: Catalog) -> list[Value]:
    """Every card's id, with its question."""
    return [(card.id, one_line(card_text(card.question))) for card in catalog]


def sections(catalog: Catalog) -> list[Value]:
    """Every section's id, with its title."""
    return [(section.id, one_line(section.title)) for section in catalog.sections.values()]


def words(module: str, name: str) -> list[Value]:
    """The words that a constant of a module lists."""
    from importlib import import_module

    return [(word, "") for word in getattr(import_module(f"mlflash.{module}"), name)]


def setting_keys() -> list[Value]:
    """Every setting, with what it does."""
    from mlflash.store.settings import SETTINGS

    return [(key, setting.help) for key, setting in SETTINGS.items()]


def backup_names() -> list[Value]:
    """Every backup, newest first, with why it was made."""
    from mlflash.store.backups import listing
    from mlflash.store.paths import find_paths

    return [(backup.name, backup.reason) for backup in listing(find_paths())]


VALUES: dict[str, Callable[[], Iterable[Value]]] = {
    "ids": partial(of_catalog, ids),
    "sections": partial(of_catalog, sections),
    "tags": partial(of_catalog, lambda catalog: ((tag, "") for tag in tags_of(catalog))),
    "states": partial(words, "bank.filter", "STATES"),
    "difficulties": partial(words, "bank.catalog", "DIFFICULTIES"),
    "likelihoods": partial(words, "bank.catalog", "LIKELIHOODS"),
    "grades": partial(words, "scheduler.events", "RATINGS"),
    "keys": setting_keys,
    "backups": backup_names,
}
"""The values of each kind that the scripts ask for."""

COMMANDS = {
    "completion": Command(
        "Print a script that lets bash, zsh or fish complete commands, options, ids, sections and tags.",
        _add_arguments,
        completion,
        {("--values", kind): partial(print_values, kind) for kind in VALUES},
    )
}
