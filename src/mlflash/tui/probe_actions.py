"""The actions of every round of probes: show, answer, undo, ask again."""

from __future__ import annotations

from mlflash.errors import MlflashError
from mlflash.study.probes import ProbeRound
from mlflash.study.study import Study
from mlflash.tui.shell import ShellUser


class ProbeActions(ShellUser):
    """Mixin for screens that ask the probes of `round`."""

    study: Study
    round: ProbeRound

    def become(self, round_: ProbeRound) -> None:
        """Use another state of the round from now on."""
        raise NotImplementedError

    def action_show(self) -> None:
        """Show the answer."""
        self.become(self.round.show())

    def action_answer(self, right: bool) -> None:
        """Record whether the probe was known and ask the next; if that cannot be written, the probe stays."""
        current = self.round.current
        if current is None or not self.round.shown:
            return
        try:
            self.study.answer_probe(current.card_id, current.probe.hash, right)
        except MlflashError as error:
            self.shell.report(error)
            return
        self.become(self.round.answer(right))

    def action_back(self) -> None:
        """Undo the last answer and ask its probe again."""
        try:
            self.study.undo()
        except MlflashError as error:
            self.shell.report(error)
            return
        self.become(self.round.back())

    def action_again(self) -> None:
        """Ask the probes again that were not known."""
        self.become(self.round.again())
