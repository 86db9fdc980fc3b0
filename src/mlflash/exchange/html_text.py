"""HTML to text: lines, programs and the addresses of links; media become a word, and scripts are dropped.

The text is cut into tags and text by one expression that never looks past the next `<`, so that no malformed
document takes longer than a whole one. What is not a known tag (`<ESC>`, `a < b`) is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath

from mlflash.bank.latex import script

MOST = 200_000
"""Characters of a field that are read at most, without the pictures in it."""
PICTURE_DATA = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")
"""A picture within a text."""
_TOKEN = re.compile(
    r"<!--|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?>[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*)>"
    r"|(?:[^<]|<(?![!/A-Za-z]))+|<"
)
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_BREAKS_TEXT = """
address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p section summary table tbody tfoot thead tr ul
"""
_BREAKS = frozenset(_BREAKS_TEXT.split())
_INLINE_TEXT = """
a abbr acronym b bdi bdo big button cite code col colgroup data del dfn em font head i input ins kbd label
link mark math meta mi mn mo mrow msub msup nobr q rb rp rt rtc ruby s samp small span strike strong sub sup
svg td th template textarea time tt u var wbr anki-mathjax
"""
_INLINE = frozenset(_INLINE_TEXT.split())
_MEDIA = {
    "img": "image",
    "audio": "audio",
    "video": "video",
    "object": "object",
    "iframe": "page",
    "embed": "object",
}
_HIDDEN = frozenset({"script", "style", "title"})
_SOUND = re.compile(r"\[sound:([^\[\]\n]{1,300})\]")
_TEX = (
    (re.compile(r"\[\$\$\]((?:(?!\[/?\$\$\]).)*)\[/\$\$\]"), r"$$\1$$"),
    (re.compile(r"\[\$\]((?:(?!\[/?\$\]).)*)\[/\$\]"), r"$\1$"),
)
_LATEX = re.compile(r"\[latex\]((?:(?!\[/?latex\]).)*)\[/latex\]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Block:
    """A line of text, or a program."""

    text: str
    """The text, without an end of line; a program as it was written."""
    is_code: bool = False
    """Whether it is a program."""
    is_item: bool = False
    """Whether it was an item of a list."""


@dataclass
class Found:
    """What is found in a piece of HTML or Markdown beside its text."""

    links: list[tuple[str, str]] = field(default_factory=list)
    """The text and address of each link to the web."""
    media: int = 0
    """How many pictures, sounds and the like became a word."""
    is_whole: bool = True
    """Whether nothing was left out because there was too much of it."""

    def take_found(self, part: Found) -> None:
        """Add what was found in a part."""
        self.links += part.links
        self.media += part.media
        self.is_whole &= part.is_whole


@dataclass
class TextBlocks(Found):
    """What a piece of HTML says."""

    blocks: list[Block] = field(default_factory=list)
    """Its lines and programs in order; none is empty."""

    @property
    def text(self) -> str:
        """Everything as one text."""
        return "\n".join(block.text for block in self.blocks)


def html_blocks(html: str) -> TextBlocks:
    """The lines and programs of a piece of HTML."""
    reader = _HtmlReader()
    at = 0
    html = PICTURE_DATA.sub("data:", html).replace("\r\n", "\n").replace("\r", "\n")
    reader.output.is_whole = len(html) <= MOST
    html = html[:MOST]
    lowered = html.lower()
    last_end = {name: lowered.rfind(f"</{name}") for name in _HIDDEN}
    while token := _TOKEN.match(html, at):
        at = token.end()
        if token[0] == "<!--":
            end = html.find("-->", at)
            if end < 0:  # never closed: it is text, and so are all later comments
                reader.text(html[token.start() :])
                break
            at = end + 3
        elif (name := (token["name"] or "").lower()) in _HIDDEN and not token["end"]:
            if last_end[name] >= at:
                at = lowered.find(f"</{name}", at)
        elif name in _BREAKS or name in _INLINE or name in _MEDIA or name == "pre" or name in _HIDDEN:
            reader.tag(name, bool(token["end"]), token["rest"])
        else:
            reader.text(token[0])
    return reader.finished()


def plain_blocks(text: str) -> TextBlocks:
    """The lines of a text that is no HTML."""
    rows = (clean(row).strip() for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return TextBlocks(blocks=[Block(row) for row in rows if row])


def clean(text: str) -> str:
    """A text without control characters; tabs and ends of line stay."""
    return _CONTROL.sub("", text)


class _HtmlReader:
    """Read tags and text from left to right."""

    def __init__(self) -> None:
        self.output = TextBlocks()
        self.line: list[str] = []
        self.code: list[str] = []
        self.in_code = 0
        self.item = False
        self.link: tuple[str, int] | None = None
        self.script_at: int | None = None

    def text(self, piece: str) -> None:
        """Add text between tags."""
        piece = clean(unescape(piece))
        if self.in_code:
            self.code.append(piece)
        else:
            self.line.append(re.sub(r"[ \t\n\xa0]+", " ", piece))

    def tag(self, name: str, end: bool, rest: str) -> None:
        """Apply a tag as far as plain text can."""
        if name == "pre":
            self._pre(end)
        elif self.in_code:
            if name in ("br", "div", "p") and not (end and name != "div"):
                self.code.append("\n")
        elif name in _BREAKS:
            self._break()
            if name == "li":
                self.item = not end
        elif name in _MEDIA:
            if not end:
                attributes = _attributes(rest)
                source = attributes.get("src", attributes.get("data", ""))
                self.line.append(f" {media_word(_MEDIA[name], source)} ")
                self.output.media += 1
        elif name in ("td", "th"):
            self.line.append("  " if end else "")
        elif name == "rt":
            self.line.append(")" if end else "(")
        elif name == "a":
            self._link(end, rest)
        elif name in ("sub", "sup"):
            self._script(name, end)

    def finished(self) -> TextBlocks:
        """What was read."""
        if self.in_code:
            self.in_code = 1
            self._pre(end=True)
        self._break()
        return self.output

    def _break(self) -> None:
        """End the line."""
        text = self._tex(" ".join("".join(self.line).split()))
        self.line.clear()
        self.script_at = None
        if text:
            self.output.blocks.append(Block(text, is_item=self.item))

    def _tex(self, text: str) -> str:
        """A line with Anki's TeX marks as dollar signs and its sounds as words."""
        if "[" not in text:
            return text
        for pattern, dollars in _TEX:
            text = pattern.sub(dollars, text)
        text = _LATEX.sub(lambda match: match[1] if "$" in match[1] else f"${match[1].strip()}$", text)
        text, sounds = _SOUND.subn(lambda match: f"[audio {PurePosixPath(match[1]).name}]", text)
        self.output.media += sounds
        return text

    def _pre(self, end: bool) -> None:
        """Begin or end a program."""
        if not end:
            if not self.in_code:
                self._break()
            self.in_code += 1
            return
        self.in_code = max(0, self.in_code - 1)
        if not self.in_code:
            code = "".join(self.code).replace("\xa0", " ").strip("\n").rstrip()
            self.code.clear()
            if code.strip():
                self.output.blocks.append(Block(code, is_code=True))

    def _link(self, end: bool, rest: str) -> None:
        """Remember the address of a link, with its text."""
        if not end:
            address = _attributes(rest).get("href", "")
            web = re.fullmatch(r"https?://\S{1,1900}", address)
            self.link = (address, len(self.line)) if web else None
        elif self.link is not None:
            address, at = self.link
            self.output.links.append((" ".join("".join(self.line[at:]).split()), address))
            self.link = None

    def _script(self, name: str, end: bool) -> None:
        """Write an index or an exponent in Unicode, or after its sign."""
        if not end:
            self.script_at = len(self.line)
        elif self.script_at is not None:
            inner = "".join(self.line[self.script_at :]).strip()
            del self.line[self.script_at :]
            self.line.append(script("_" if name == "sub" else "^", inner.replace("-", "−")))
            self.script_at = None


def media_word(word: str, source: str) -> str:
    """The text in place of a picture, a sound or the like: `[image tree.png]`."""
    name = "" if source.startswith("data:") else PurePosixPath(clean(source).split("?")[0]).name[:80]
    return f"[{word} {name}]" if name else f"[{word}]"


def _attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag, by name."""
    return {
        name.lower(): unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(rest)
    }
