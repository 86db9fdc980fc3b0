"""The one error a user sees, and the limits of its text."""

LINE = 480
"""Characters of one line of a message at most."""
LINES = 22
"""Lines of a message at most."""
SCREEN = 1_900
"""Characters of a whole message at most: a screen of 80 by 24."""


def shortened(text: str, most: int = LINE) -> str:
    """A text of at most `most` characters: the middle is left out; names are at the start, reasons at the end."""
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def screenful(message: str) -> str:
    """A message cut so that it fits on a screen; its first lines and its last line stay."""
    if len(message) <= LINE and len(message.splitlines()) <= 1:
        return message
    lines = shortened(message, 100 * SCREEN).splitlines()
    if len(lines) > LINES:
        lines[LINES - 2 : -1] = ["…"]
    return shortened("\n".join(map(shortened, lines)), SCREEN)


class MlflashError(Exception):
    """Something the reader can fix: a message for standard error that fits on a screen, and an exit code.

    The code is 1 for a failure and 2 for wrong usage.
    """

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(screenful(message))
        self.code = code
