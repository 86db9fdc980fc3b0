"""However much there is to say, it fits on a screen."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from mlflash.errors import LINE, LINES, SCREEN, MlflashError, screenful, shortened

pieces = st.builds(lambda text, times: text * times, st.text(max_size=30), st.sampled_from([1, 50, 3000]))
texts = st.lists(pieces, max_size=4).map("\n".join)


@given(texts)
@example("\n" * 50 + "end")
def test_a_message_fits_on_a_screen_and_keeps_its_ends(text: str) -> None:
    said = str(MlflashError(text))
    assert len(said) <= SCREEN
    assert len(said.splitlines()) <= LINES
    assert all(len(line) <= LINE for line in said.splitlines())
    lines = text.splitlines()
    kept = "\n".join(lines[: LINES - 2])[:50], "".join(lines[-1:])[-30:]
    assert said == text or (said.startswith(kept[0]) and said.endswith(kept[1]))


@given(texts, st.integers(10, 100))
def test_a_shortened_text_keeps_its_ends(text: str, most: int) -> None:
    said = shortened(text, most)
    assert len(said) <= most
    assert said == text or (text.startswith(said.split("…")[0]) and said[-1] == text[-1])


def test_a_short_message_stays_as_it_is() -> None:
    assert screenful("a: b\nc: d") == "a: b\nc: d"
    assert screenful("") == ""
