"""What a line of an answer is called."""

from __future__ import annotations

from mlflash.scheduler.line_ticks import line_label


def test_four_lines_have_letters_and_the_rest_have_digits_that_never_grade() -> None:
    assert "".join(line_label(line) for line in range(1, 9)) == "abcd5678"
