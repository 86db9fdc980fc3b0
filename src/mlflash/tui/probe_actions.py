"""The actions of every round of probes: show, answer, undo, ask again."""

from __future__ import annotations

from mlflash.study.probes import ProbeRound
from mlflash.study.study import Study
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.verdict import Verdict


class ProbeActions(ShellUser):
    """Mixin for screens that ask the probes of `round`."""

    study: Study
    round: ProbeRound

    def become(self, round_: ProbeRound) -> None:
        """Use another state of the round from now on."""
        raise NotImplementedError

    @property
    def asking(self) -> bool:
        """Whether a probe is asked."""
        return self.round.current is not None

    @property
    def over(self) -> bool:
        """Whether no probe is left."""
        return not self.asking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action:
            case "show":
                return self.asking and not self.round.shown
            case "answer" | "remind":
                return self.asking and self.round.shown
            case "back":
                return bool(self.round.right)
            case "again":
                return self.over and bool(self.round.wrong)
            case "done":
                return self.over
        return True

    def action_show(self) -> None:
        """Show the answer."""
        self.become(self.round.show())

    def action_answer(self, right: bool) -> None:
        """Record whether the probe was known and ask the next; if that cannot be written, the probe stays."""
        current = self.round.current
        if current is None or not self.round.shown:
            return
        if self.attempt(lambda: self.study.answer_probe(current.card_id, current.probe.hash, right)):
            self.become(self.round.answer(right))

    def on_verdict_given(self, message: Verdict.Given) -> None:
        """Answer with a click."""
        self.action_answer(message.right)

    def action_back(self) -> None:
        """Undo the last answer and judge its probe again."""
        if self.attempt(self.study.undo):
            self.become(self.round.back())

    def action_again(self) -> None:
        """Ask the probes again that were not known."""
        self.become(self.round.again())
