"""Choose other cards within a plain drill: words to search for, or the options of the command line."""

from __future__ import annotations

import shlex

from mlflash.amounts import count_of
from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.cli.options import Parser, add_filter, parse_filter
from mlflash.cli.output import one_line
from mlflash.cli.plain.prompt import read_text
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, session_of
from mlflash.study.no_cards import explain
from mlflash.study.study import Study

PROMPT = (
    "Words to search for, or options such as --section trees --state due; all for all cards; Enter goes back: "
)


def choose(study: Study, options: LaunchOptions) -> None:
    """Ask for other cards and go on with them, if there are any; undo goes back to the cards before."""
    typed = read_text(PROMPT)
    if not typed:
        return
    try:
        chosen, limit = _parse(typed, options)
    except MlflashError as error:
        print(f"{one_line(str(error)).partition('; see `')[0]}.")
        return
    session = session_of(study, options._replace(chosen=chosen, limit=limit))
    if not session.left:
        why = explain(study.view(), study.today(chosen), study.select(chosen), mode=options.mode)
        print(f"{why.text} The cards stay the same.")
        return
    study.start(session, onward=True)
    print(f"{count_of(study.session.left, 'card')}; u goes back to the cards before.")


def _parse(typed: str, options: LaunchOptions) -> tuple[Filter, int | None]:
    """The filter and the limit that were typed; raises `MlflashError`."""
    if typed.casefold() == "all":
        return EVERYTHING, None
    if not typed.startswith("-"):
        return Filter(search=typed), None
    parser = Parser("mlflash drill", add_help=False)
    add_filter(parser)
    try:
        words = shlex.split(typed)
    except ValueError:
        raise MlflashError("found a quote that is not closed") from None
    args = parser.parse_args(words)
    return parse_filter(args, options), args.limit
