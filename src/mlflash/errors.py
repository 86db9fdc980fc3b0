"""The one error a user sees, and how long its text may be."""

LINE = 480
"""Characters in one line of a message at most."""
LINES = 22
"""Lines of a message at most."""
SCREEN = 1_900
"""Characters of a whole message at most: a screen of 80 by 24."""


def shortened(text: str, most: int = LINE) -> str:
    """A text of at most that many characters, its middle left out: names lead it, and reasons end it."""
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def screenful(message: str) -> str:
    """A message that fits on a screen, whatever was found in a file."""
    if len(message) <= LINE and len(message.splitlines()) <= 1:
        return message
    lines = shortened(message, 100 * SCREEN).splitlines()
    if len(lines) > LINES:
        lines[LINES - 2 : -1] = ["…"]
    return shortened("\n".join(map(shortened, lines)), SCREEN)


class MlflashError(Exception):
    """Something the reader can mend: a message for standard error that fits on a screen, and an exit code.

    1 is a failure, 2 wrong use.
    """

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(screenful(message))
        self.code = code
