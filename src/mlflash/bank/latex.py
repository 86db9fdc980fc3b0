r"""Convert TeX mathematics to Unicode: $…$, $$…$$, \(…\) and \[…\].

A small recursive parser over a table of symbols. Commands that it does not know stay as they are written.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

from mlflash.bank.latex_pieces import accented, grouped, script, tidied
from mlflash.bank.latex_symbols import ACCENTS, ALPHABETS, IGNORED, NAMES, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS, TEXTS

MAX_LENGTH = 1_000
MAX_DEPTH = 30

SEGMENT = re.compile(
    r"(?<!\\)\$\$(?P<display>.{1,1000}?)\$\$"
    r"|\\\[(?P<bracket>.{1,1000}?)\\\]"
    r"|\\\((?P<paren>.{1,1000}?)\\\)"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$]*?[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_PRICE = re.compile(r"\d[\d.,]*[kKmMbB]?(?:\W|\s+\w+\W*)*")
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)


class _Piece(NamedTuple):
    """A part of a formula, converted."""

    text: str
    """The part in Unicode."""
    at: int
    """The position of the next token."""


def latex_to_unicode(text: str) -> str:
    """The text with its TeX segments in Unicode; prices and everything outside stay as they are."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return text
    return SEGMENT.sub(_segment, text).replace("\\$", "$")


def math_to_unicode(source: str) -> str:
    """One formula, without its dollar signs, in Unicode."""
    tokens: list[str] = _TOKEN.findall(source[: MAX_LENGTH + 1])
    if len(source) > MAX_LENGTH or tokens.count("{") != tokens.count("}"):
        return source
    return normalize("NFC", tidied(_LatexReader(tokens).all()))


def is_price(source: str) -> bool:
    """Whether the text between two dollar signs is an amount of money and the words up to the next one."""
    return _PRICE.fullmatch(source) is not None and not re.search(r"[\\^_=]", source)


def _segment(match: re.Match[str]) -> str:
    source = next(group for group in match.groups() if group is not None)
    if match["inline"] is not None and is_price(source):
        return match[0]
    return math_to_unicode(source.strip())


class _LatexReader:
    """Parses tokens from the left; every method takes a position and returns the position after what it read."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.depth = 0

    def all(self) -> str:
        """The whole formula; a closing brace without an opening one stays."""
        text, at = "", 0
        while at < len(self.tokens):
            piece = self.until(at, "}")
            text, at = text + piece.text, piece.at
            if at < len(self.tokens):
                text, at = text + self.tokens[at], at + 1
        return text

    def until(self, at: int, end: str) -> _Piece:
        """Everything before a closing token."""
        parts: list[str] = []
        while at < len(self.tokens) and self.tokens[at] != end:
            if end == "]" and self.tokens[at] == "}":
                break
            token = self.tokens[at]
            if token in "^_" and len(token) == 1:
                table = SUPERSCRIPTS if token == "^" else SUBSCRIPTS
                piece = self.argument(at + 1)
                parts.append(script(token, piece.text, table))
            else:
                piece = self.one(at)
                parts.append(piece.text)
            at = piece.at
        return _Piece("".join(parts), at)

    def argument(self, at: int) -> _Piece:
        """A command's argument: a group in braces, or the next token; nothing at the end."""
        while at < len(self.tokens) and self.tokens[at].isspace():
            at += 1
        if at >= len(self.tokens) or self.tokens[at] == "}":
            return _Piece("", at)
        if self.tokens[at][0].isdigit() and len(self.tokens[at]) > 1:
            first, self.tokens[at] = self.tokens[at][0], self.tokens[at][1:]
            return _Piece(first, at)
        return self.one(at)

    def one(self, at: int) -> _Piece:
        """One token, or the group or command that begins with it."""
        token = self.tokens[at]
        if self.depth >= MAX_DEPTH:
            return _Piece(token, at + 1)
        self.depth += 1
        try:
            if token == "{":
                piece = self.until(at + 1, "}")
                return _Piece(piece.text, piece.at + 1)
            if token[0] == "\\" and len(token) > 1:
                return self.command(token[1:], at + 1)
        finally:
            self.depth -= 1
        if token.isspace() or token in "~&":
            return _Piece(" ", at + 1)
        return _Piece({"-": "−", "*": "∗", "'": "′"}.get(token, token), at + 1)

    def command(self, name: str, at: int) -> _Piece:
        """A command with the arguments it takes."""
        name = name.removesuffix("*")
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return self.fraction(name, at)
        if name in ("binom", "dbinom", "tbinom"):
            above = self.argument(at)
            below = self.argument(above.at)
            return _Piece(f"C({tidied(above.text)}, {tidied(below.text)})", below.at)
        if name == "sqrt":
            return self.root(at)
        if name in ACCENTS:
            piece = self.argument(at)
            return _Piece(accented(piece.text, ACCENTS[name]), piece.at)
        if name in ALPHABETS:
            piece = self.argument(at)
            return _Piece("".join(ALPHABETS[name].get(char, char) for char in piece.text), piece.at)
        if name in TEXTS:
            return self.text(at)
        if name in ("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle"):
            if at < len(self.tokens) and self.tokens[at] == ".":
                return _Piece("", at + 1)
            return _Piece("", at)
        if name in ("begin", "end"):
            piece = self.argument(at)
            return _Piece("", piece.at)
        if name in NAMES:
            follows = self.tokens[at] if at < len(self.tokens) else ""
            gap = " " if follows and (follows[0].isalnum() or follows[0] == "\\") else ""
            return _Piece(f"{NAMES[name]}{gap}", at)
        if name in IGNORED:
            return _Piece(IGNORED[name], at)
        if name not in SYMBOLS and at < len(self.tokens) and self.tokens[at] == "{":
            piece = self.argument(at)
            return _Piece(f"\\{name}{{{piece.text}}}", piece.at)
        return _Piece(SYMBOLS.get(name, f"\\{name}"), at)

    def fraction(self, name: str, at: int) -> _Piece:
        """A fraction, in parentheses if a neighbor could be read as part of it."""
        above = self.argument(at)
        below = self.argument(above.at)
        if not above.text and not below.text:
            return _Piece(f"\\{name}", at)
        text = f"{grouped(above.text)}/{grouped(below.text)}"
        before = next((token for token in reversed(self.tokens[: at - 1]) if not token.isspace()), "")
        after = next((token for token in self.tokens[below.at :] if not token.isspace()), "")
        if before[1:] in NAMES or _multiplies(after):
            text = f"({text})"
        return _Piece(text, below.at)

    def root(self, at: int) -> _Piece:
        """A root, with the degree in brackets where there is one."""
        sign = "√"
        if at < len(self.tokens) and self.tokens[at] == "[":
            degree = self.until(at + 1, "]")
            at = degree.at + 1
            small = script("^", degree.text, SUPERSCRIPTS)
            sign = {"3": "∛", "4": "∜"}.get(degree.text, f"{small.removeprefix('^')}√")
        piece = self.argument(at)
        return _Piece(f"{sign}{grouped(piece.text)}", piece.at)

    def text(self, at: int) -> _Piece:
        """Words within mathematics: everything in the braces, unchanged."""
        if at >= len(self.tokens) or self.tokens[at] != "{":
            return self.argument(at)
        words, depth, at = "", 1, at + 1
        while at < len(self.tokens):
            token = self.tokens[at]
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                return _Piece(words, at + 1)
            words += token[1:] if token in ("\\_", "\\%", "\\&", "\\#", "\\ ") else token
            at += 1
        return _Piece(words, at)


def _multiplies(token: str) -> bool:
    """Whether a token after a fraction is a factor, so that a/b c could be read as a/(b c)."""
    if not token.startswith("\\"):
        return token.isalnum() or token == "("
    name = token[1:]
    return SYMBOLS.get(name, "").isalpha() or name in (*ACCENTS, *ALPHABETS, *TEXTS, *NAMES, "sqrt", "frac", "sum")
