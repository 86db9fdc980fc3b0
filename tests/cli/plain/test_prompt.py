"""Signals at the prompts of the plain drill."""

from __future__ import annotations

import signal
import sys

import pytest

from mlflash.cli.plain.prompt import EndSignals, InputEnded


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_second_signal_does_not_interrupt_what_the_first_one_leads_to() -> None:
    both = {signal.SIGHUP, signal.SIGALRM}

    def signalled(prompt: str) -> str:
        signal.pthread_sigmask(signal.SIG_BLOCK, both)
        for number in both:
            signal.raise_signal(number)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, both)
        return prompt

    signals = EndSignals()
    with signals.handled():
        with pytest.raises(InputEnded) as ended:
            signals.during(signalled, "Grade: ")
        assert ended and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        signal.raise_signal(signal.SIGALRM)  # between prompts it raises nothing
        with pytest.raises(InputEnded):
            signals.during(lambda prompt: pytest.fail("the next prompt waits"), "Card 2: ")
