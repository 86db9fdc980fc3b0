r"""Convert TeX mathematics to Unicode: $…$, $$…$$, \(…\) and \[…\].

A small recursive parser over a table of symbols. Commands that it does not know stay as they are written.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from mlflash.bank.latex_symbols import ACCENTS, ALPHABETS, IGNORED, NAMES, SCRIPTS, SYMBOLS, TEXTS

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
_LOOSE = re.compile(r" (?=[^\w\s(])|(?<=[^\w\s)]) ")
"""Spaces next to a sign."""
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_SIGNS = {"~": " ", "&": " ", "-": "−", "*": "∗", "'": "′"}


def latex_to_unicode(text: str) -> str:
    """The text with its TeX segments in Unicode; prices and everything outside stay as they are."""
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
    """Converts tokens from the left; every method moves on behind what it has read."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = self.depth = 0

    @property
    def next(self) -> str:
        """The next token; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """The next token, which is read now."""
        token = self.next
        self.at += 1
        return token

    def all(self) -> str:
        """The whole formula; a closing brace without an opening one stays."""
        text = ""
        while self.next:
            text += self.until("}") + self.take()
        return text

    def until(self, end: str) -> str:
        """Everything before a closing token."""
        text = ""
        while self.next not in ("", end, "}"):
            if self.next in SCRIPTS:
                mark = self.take()
                text += script(mark, self.argument())
            else:
                text += self.one()
        return text

    def argument(self) -> str:
        """A command's argument: a group in braces, or the next token; nothing at the end."""
        while self.next.isspace():
            self.at += 1
        token = self.next
        if token in ("", "}"):
            return ""
        if token[0].isdigit() and len(token) > 1:
            self.tokens[self.at] = token[1:]
            return token[0]
        return self.one()

    def one(self) -> str:
        """One token, or the group or command that begins with it."""
        token = self.take()
        if self.depth >= MAX_DEPTH:
            return token
        self.depth += 1
        try:
            if token == "{":
                text = self.until("}")
                self.at += 1
                return text
            if token[0] == "\\" and len(token) > 1:
                return self.command(token[1:].removesuffix("*"))
        finally:
            self.depth -= 1
        return _SIGNS.get(token, " " if token.isspace() else token)

    def command(self, name: str) -> str:
        """A command with the arguments it takes."""
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return self.fraction(name)
        if name in ("binom", "dbinom", "tbinom"):
            return f"C({tidied(self.argument())}, {tidied(self.argument())})"
        if name == "sqrt":
            return self.root()
        if name in ACCENTS:
            return accented(self.argument(), ACCENTS[name])
        if name in ALPHABETS:
            return "".join(ALPHABETS[name].get(char, char) for char in self.argument())
        if name in TEXTS:
            return self.text()
        if name in ("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle"):
            if self.next == ".":
                self.at += 1
            return ""
        if name in ("begin", "end"):
            self.argument()
            return ""
        if name in NAMES:
            return f"{name} " if self.next[:1].isalnum() or self.next[:1] == "\\" else name
        if name in IGNORED:
            return IGNORED[name]
        if name not in SYMBOLS and self.next == "{":
            return f"\\{name}{{{self.argument()}}}"
        return SYMBOLS.get(name, f"\\{name}")

    def fraction(self, name: str) -> str:
        """A fraction, in parentheses if a neighbor could be read as part of it."""
        start = self.at
        above, below = self.argument(), self.argument()
        if not above and not below:
            self.at = start
            return f"\\{name}"
        text = f"{grouped(above)}/{grouped(below)}"
        before = next((token for token in reversed(self.tokens[: start - 1]) if not token.isspace()), "")
        after = next((token for token in self.tokens[self.at :] if not token.isspace()), "")
        return f"({text})" if before[1:] in NAMES or _multiplies(after) else text

    def root(self) -> str:
        """A root, with the degree in brackets where there is one."""
        sign = "√"
        if self.next == "[":
            self.at += 1
            degree = self.until("]")
            self.at += 1
            sign = {"3": "∛", "4": "∜"}.get(degree, f"{script('^', degree).removeprefix('^')}√")
        return f"{sign}{grouped(self.argument())}"

    def text(self) -> str:
        """Words within mathematics: everything in the braces, unchanged."""
        if self.next != "{":
            return self.argument()
        self.at += 1
        words, depth = "", 1
        while token := self.take():
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                break
            words += token[1:] if token in ("\\_", "\\%", "\\&", "\\#", "\\ ") else token
        return words


def _multiplies(token: str) -> bool:
    """Whether a token after a fraction is a factor, so that a/b c could be read as a/(b c)."""
    if not token.startswith("\\"):
        return token.isalnum() or token == "("
    name = token[1:]
    return SYMBOLS.get(name, "").isalpha() or name in (*ACCENTS, *ALPHABETS, *TEXTS, *NAMES, "sqrt", "frac", "sum")


def script(mark: str, text: str) -> str:
    """A sub- or superscript: in small characters if Unicode has all of them, else as _x or ^(…)."""
    text = tidied(text).strip()
    if not text:
        return ""
    if set(text) <= {"′"}:
        return text
    bare, table = text.replace(" ", ""), SCRIPTS[mark]
    if all(char in table for char in bare):
        return "".join(table[char] for char in bare)
    if len(text) == 1 or (mark == "_" and text.isalpha()):
        return f"{mark}{text}"
    return f"{mark}({_LOOSE.sub('', text)})"


def grouped(text: str) -> str:
    """Text for a fraction or a root: in parentheses unless it is a single term."""
    text = tidied(text)
    return text if single(text) else f"({text})"


def single(text: str) -> bool:
    """Whether a text is a single term, so that it needs no parentheses."""
    text = text.lstrip("√∛∜")
    if not re.search(r"[\s+−/·×=,]", text):
        return True
    if not text.startswith("(") or not text.endswith(")"):
        return False
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and i < len(text) - 1:
            return False
    return True


def accented(text: str, mark: str) -> str:
    """A mark over one letter; over more, the mark follows the group."""
    text = tidied(text)
    if not text:
        return ""
    if len(text) == 1 or (len(text) > 1 and all("\u0300" <= char <= "\u036f" for char in text[1:])):
        return text + mark
    return f"({text}){mark}" if not single(text) else text[0] + mark + text[1:]


def tidied(text: str) -> str:
    """The text without spaces at its ends and without double ones."""
    return re.sub(r" {2,}", " ", text).strip()
