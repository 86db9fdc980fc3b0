"""Open the interview's morning drill, the screen that asks how it went, or the interviews so far."""

from __future__ import annotations

from mlflash.bank.filter import Filter
from mlflash.study.interview_day import interview_day, past_interviews
from mlflash.study.session import SessionMode
from mlflash.tui.interview.screen import AfterInterviewScreen
from mlflash.tui.shell import Shell


def open_interview(shell: Shell, *, afterwards: bool = False) -> None:
    """Drill the cards of the interview's morning; after the interview, or `afterwards`, ask how it went."""
    view = shell.study.view()
    interview = interview_day(view)
    if interview is not None and interview.cards and not afterwards:
        shell.drill(Filter(ids=interview.cards), SessionMode.MORNING)
    elif interview is not None:
        shell.push_screen(AfterInterviewScreen(shell.study, interview.interview.on))
    elif past_interviews(view):
        shell.open_screen("interviews")
    else:
        shell.notify("No interview so far; p sets the date of the next", timeout=4)
