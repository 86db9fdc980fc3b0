"""Open what the interview asks for now: the last look, how it went, or the interviews so far."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.study.interview_day import interview_day, morning_cards, past_interviews
from mlflash.study.session import SessionMode
from mlflash.tui.interview.screen import AfterInterviewScreen
from mlflash.tui.shell import Shell


def open_interview(shell: Shell, *, afterwards: bool = False) -> None:
    """On the interview's day drill what matters most; after it, or `afterwards`, ask how it went."""
    view = shell.study.view()
    found = interview_day(view)
    look = morning_cards(view) if found is not None and not (found.over or afterwards) else ()
    if look:
        shell.drill(shell.launch._replace(chosen=Filter(ids=look), limit=None, mode=SessionMode.DRILL))
    elif found is not None:
        shell.push_screen(AfterInterviewScreen(shell.study, found.interview.on))
    elif past_interviews(view):
        shell.open_screen("interviews")
    else:
        shell.notify("No interview has been yet; p sets its date", timeout=4)
