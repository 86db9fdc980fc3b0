"""The completion scripts of bash, zsh and fish, made from the rows of all commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from shlex import quote

from mlflash.cli.completion_table import ANY, FILES, NOTHING, WORDS, CommandRow

# bash and zsh read the words before the cursor with the same functions. `at` is the command so far, `nth` the
# number of the positional argument, `kind` the kind of the word at the cursor.
LOOK = """\
_mlflash_look() {
    at= nth=1 kind=
    local word taking=
    for word in "$@"; do
        if [[ $word == '=' ]]; then
            continue
        elif [[ -n $taking ]]; then
            taking=
        elif [[ $word == -* ]]; then
            if _mlflash_option "$at|$word"; then taking=$kind; fi
        elif _mlflash_command "$at|$word"; then
            at=${at:+$at }$word nth=1
        else
            nth=$((nth + 1))
        fi
    done
    if [[ -n $taking ]]; then kind=$taking; else _mlflash_place "$at|$nth"; fi
}

_mlflash_lines() {
    lines=
    case "$kind" in
        nothing|files) ;;
        commands) _mlflash_commands "$at" ;;
        words:*) lines=${kind#words:} lines=${lines// /$'\\n'} ;;
        *) lines=$(command mlflash completion --values "$kind" 2>/dev/null) ;;
    esac
}
"""
BASH = """\
_mlflash() {
    local at nth kind lines word about current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    if [[ $current == '=' ]]; then current=; fi
    _mlflash_look "${COMP_WORDS[@]:1:COMP_CWORD-1}"
    if [[ $current == -* ]]; then
        _mlflash_options "$at"
    elif [[ $kind == files ]]; then
        compopt -o default 2>/dev/null
        return
    else
        _mlflash_lines
    fi
    while IFS=$'\\t' read -r word about; do
        if [[ -n $word && $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
    done <<< "$lines"
}

complete -F _mlflash mlflash
"""
ZSH = """\
_mlflash() {
    local at nth kind lines line about current=${words[CURRENT]}
    local -a found
    _mlflash_look "${(@)words[2,CURRENT-1]}"
    if [[ $current == --*=* ]] && _mlflash_option "$at|${current%%=*}"; then
        compset -P 1 '*='
    elif [[ $current == -* ]]; then
        kind=options
    fi
    case "$kind" in
        files) _files; return ;;
        options) _mlflash_options "$at" ;;
        *) _mlflash_lines ;;
    esac
    for line in ${(f)lines}; do
        about=
        if [[ $line == *$'\\t'* ]]; then about=:${line#*$'\\t'}; fi
        found+=("${${line%%$'\\t'*}//:/\\\\:}$about")
    done
    _describe -V 'mlflash' found
}

if [[ ${funcstack[1]} == _mlflash ]]; then _mlflash "$@"; else compdef _mlflash mlflash; fi
"""
FISH = """\
function __mlflash_at --argument-names command place --description 'Whether the cursor is in a command, at a place'
    set -l at ''
    set -l nth 1
    set -l taking no
    for word in (commandline -opc)[2..-1]
        if test $taking = yes
            set taking no
        else if string match -q -- '-*' $word
            if contains -- "$at|$word" $__mlflash_valued
                set taking yes
            end
        else if contains -- "$at|$word" $__mlflash_commands
            set at (string trim -- "$at $word")
            set nth 1
        else
            set nth (math $nth + 1)
        end
    end
    test "$at" = "$command"; or return 1
    test -z "$place"; or test $place = $nth; or begin; test $place = any; end
end
"""


def bash(rows: Sequence[CommandRow], install: Iterable[str]) -> str:
    """The script for bash."""
    return "\n".join([_head("bash", install), _tables(rows), LOOK, BASH])


def zsh(rows: Sequence[CommandRow], install: Iterable[str]) -> str:
    """The script for zsh."""
    return "\n".join([f"#compdef mlflash\n{_head('zsh', install)}", _tables(rows), LOOK, ZSH])


def fish(rows: Sequence[CommandRow], install: Iterable[str]) -> str:
    """The script for fish."""
    valued = [f"{row.path}|{option.name}" for row in rows for option in row.options if option.kind is not None]
    commands = [f"{row.path}|{name}" for row in rows for name, _ in row.commands]
    lines = [
        f"set -g __mlflash_valued {' '.join(map(_fish_quoted, valued))}",
        f"set -g __mlflash_commands {' '.join(map(_fish_quoted, commands))}",
        "complete -c mlflash -f",
    ]
    for row in rows:
        here = f"__mlflash_at {_fish_quoted(row.path)}"
        for option in row.options:
            name = f"-l {option.name[2:]}" if option.name.startswith("--") else f"-s {option.name[1:]}"
            takes = "" if option.kind is None else f" -r{_fish_values(option.kind)}"
            lines.append(_fish_line(here, f" {name}{takes} -d {_fish_quoted(option.about)}"))
        for name, about in row.commands:
            lines.append(_fish_line(f"{here} 1", f" -a {name} -d {_fish_quoted(about)}"))
        for nth, kind in row.places:
            if kind != NOTHING:
                lines.append(_fish_line(f"{here} {nth}", _fish_values(kind)))
    return "\n".join([_head("fish", install), FISH, *lines, ""])


def _head(shell: str, install: Iterable[str]) -> str:
    """The comment at the top of a script: what it is, and how to install it."""
    return "\n".join(
        [f"# Completion of mlflash for {shell}. Install it with", *(f"#   {line}" for line in install), ""]
    )


def _tables(rows: Sequence[CommandRow]) -> str:
    """The functions in which bash and zsh look up kinds of values, commands, and the names to list."""
    options: dict[str, list[str]] = {}
    places: dict[str, list[str]] = {}
    for row in rows:
        for option in row.options:
            if option.kind is not None:
                options.setdefault(option.kind, []).append(quote(f"{row.path}|{option.name}"))
        for nth, kind in row.places:
            pattern = quote(f"{row.path}|") + "*" if nth == ANY else quote(f"{row.path}|{nth}")
            places.setdefault(kind, []).append(pattern)
        if row.commands:
            places.setdefault("commands", []).append(quote(f"{row.path}|1"))
    commands = [quote(f"{row.path}|{name}") for row in rows for name, _ in row.commands]
    return "\n".join(
        [
            _kinds("_mlflash_option", options, "return 1"),
            _kinds("_mlflash_place", places, "kind=nothing"),
            _case("_mlflash_command", [(" | ".join(commands), "return 0")], "return 1"),
            _names("_mlflash_options", [(row.path, [option[:2] for option in row.options]) for row in rows]),
            _names("_mlflash_commands", [(row.path, row.commands) for row in rows if row.commands]),
        ]
    )


def _kinds(function: str, keys: dict[str, list[str]], otherwise: str) -> str:
    """A function that sets `kind` by its argument."""
    return _case(function, [(" | ".join(of), f"kind={quote(kind)}") for kind, of in keys.items()], otherwise)


def _names(function: str, of: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    """A function that sets `lines` to the names after a command, each with its meaning after a tab."""
    texts = [(quote(path), "\n".join("\t".join(filter(None, one)) for one in names)) for path, names in of]
    return _case(function, [(path, f"lines={quote(text)}") for path, text in texts], "lines=")


def _case(function: str, cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    """A function of one argument that looks it up."""
    lines = [f"        {pattern}) {then} ;;" for pattern, then in [*cases, ("*", otherwise)]]
    return "\n".join([f"{function}() {{", '    case "$1" in', *lines, "    esac", "}", ""])


def _fish_line(when: str, rest: str) -> str:
    return f"complete -c mlflash -n {_fish_quoted(when)}{rest}"


def _fish_values(kind: str) -> str:
    """The values of an argument, as options of `complete`."""
    if kind == FILES:
        return " -F"
    if kind == NOTHING:
        return " -f"
    if kind.startswith(WORDS):
        return f" -f -a {_fish_quoted(kind.removeprefix(WORDS))}"
    return f" -f -a '(command mlflash completion --values {kind} 2>/dev/null)'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SCRIPTS: dict[str, Callable[[Sequence[CommandRow], Iterable[str]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
"""The function that makes the script of each shell."""
