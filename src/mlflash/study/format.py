"""Numbers, times and dates in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from mlflash.amounts import count_of
from mlflash.bank.catalog import OFTEN, Catalog
from mlflash.bank.filter import Filter


def percent(share: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "—" if share is None else f"{share:.0%}"


def filter_words(chosen: Filter, catalog: Catalog) -> str:
    """A filter in a few words, for headers."""
    parts = [catalog.section_title(section) for section in chosen.sections]
    parts += [*chosen.difficulties, *(f"asked {OFTEN[level]}" for level in chosen.likelihoods)]
    parts += [*(f"#{tag}" for tag in chosen.tags), *chosen.states]
    if chosen.search:
        parts.append(f"“{chosen.search}”")
    if chosen.ids:
        parts.append(f"{len(chosen.ids)} chosen")
    return " · ".join(parts)


def whole(amount: float) -> int:
    """An amount as every screen rounds it: at least one where there is any."""
    return max(1, round(amount)) if amount else 0


def days(n: int) -> str:
    """A number of days, in months or years where it is long."""
    if n < 60:
        return count_of(n, "day")
    return f"{n / 30.4:.0f} months" if n < 700 else f"{n / 365.25:.1f} years"


def short_date(day: date, today: date) -> str:
    """A day without its weekday: 3 Dec, with the year if it is not this year."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {day:%b}{year}"


def when(due: date | datetime, now: datetime, day: date, zone: tzinfo | None, *, iso: bool = True) -> str:
    """A due date in words, as seen from an instant and its study day; a far one by its digits, or by its month."""
    if isinstance(due, datetime):
        if due <= now:
            return "now"
        local = due.astimezone(zone)
        same = due - now < timedelta(hours=20)
        return (
            f"{local:%H:%M}" if same else f"{local.date() if iso else short_date(local.date(), day)} {local:%H:%M}"
        )
    match (due - day).days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case n if n < 0:
            return f"{days(-n)} ago"
    return due.isoformat() if iso else short_date(due, day)
