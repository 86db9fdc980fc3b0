"""An amount with its noun."""


def count_of(n: int, one: str, several: str | None = None) -> str:
    """A number with its noun: 1 card, 2,000 cards."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"
