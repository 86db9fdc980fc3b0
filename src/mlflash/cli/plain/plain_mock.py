"""`mlflash mock --plain`: a mock interview in lines of text; the time used is printed at each card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import randrange

from mlflash.amounts import count_of
from mlflash.cli.opened_study import back_up, opened_study
from mlflash.cli.output import one_line
from mlflash.cli.plain.one_card import HELP, parse_lines
from mlflash.cli.plain.prompt import DrillEnd, end_signals_handled, read
from mlflash.cli.plain.speech import formula, paragraph
from mlflash.errors import MlflashError
from mlflash.scheduler.line_ticks import line_label
from mlflash.study.launch import LaunchOptions
from mlflash.study.mock.interview import MockInterview
from mlflash.study.mock.mock_run import MockPhase
from mlflash.study.mock.scorecard import Scorecard
from mlflash.study.study import Study

SEEDS = 1_000_000_000
"""The number of different interviews that can be drawn."""


def run(options: LaunchOptions, minutes: float, seed: int | None) -> int:
    """Hold an interview until its cards or its time end, or the reader quits; then print the scorecard."""
    with end_signals_handled(), opened_study(options) as study:
        seed = randrange(SEEDS) if seed is None else seed
        interview = MockInterview(study, minutes, seed, options.chosen, options.limit)
        count = count_of(len(interview.run.asks), "card")
        print(f"{count} in about {minutes:g} minutes. Say each answer aloud; q ends the interview.")
        with DrillEnd() as end:
            while interview.run.phase is not MockPhase.OVER:
                _ask(study, interview)
        interview.stop()
        _sum_up(study, interview.scorecard)
        if interview.scorecard is not None:
            back_up(study)
    return end.code


def _ask(study: Study, interview: MockInterview) -> None:
    """Ask one card, its lines and its probes."""
    card, ask = interview.card, interview.run.current
    assert card is not None and ask is not None
    section = one_line(study.catalog.section_title(ask.section))
    print(
        f"\nCard {interview.run.at + 1} of {len(interview.run.asks)}. {section}. {ask.seconds} seconds to answer."
    )
    paragraph(card.question)
    while read("Enter when you have answered: "):
        print("Enter shows the answer; q ends the interview")
    interview.reveal()
    print(f"{interview.run.spent:.0f} seconds of {ask.seconds}.")
    for number, line in enumerate(interview.lines, 1):
        paragraph(line, "   ", f"{line_label(number)}. ")
    if card.formula:
        formula(card.formula)
    while interview.run.phase is MockPhase.TICKS:
        typed = read("Lines you said, Enter for none: ")
        hit = () if typed == "" else parse_lines(typed, len(interview.lines))
        if hit is None:
            print(HELP["lines"].partition(";")[0])
        else:
            ticks = [n in hit for n in range(1, len(interview.lines) + 1)]
            _until_saved(partial(interview.judge, ticks))
    probes = {probe.hash: probe for probe in card.probes}
    while interview.run.probe is not None and interview.card is card:
        probe = probes[interview.run.probe]
        paragraph(probe.question, "   ", "Probe: ")
        read("Enter for the answer: ")
        interview.show_probe()
        paragraph(probe.answer, "   ")
        while (typed := read("Did you know it, y or n: ")) not in ("y", "n"):
            print("y, you knew it; n, you did not")
        _until_saved(partial(interview.answer_probe, typed == "y"))


def _until_saved(record: Callable[[], None]) -> None:
    """Record an answer, again and again until it is on disk or the reader quits."""
    while True:
        try:
            record()
            return
        except MlflashError as error:
            read(f"NOT SAVED: {one_line(str(error))}. Enter tries again, q quits: ")


def _sum_up(study: Study, card: Scorecard | None) -> None:
    """Print the scorecard: the totals, each section, and what to review tonight."""
    if card is None:
        print("Nothing was answered.")
        return
    score, answered = card.all, f"{card.all.questions} of {count_of(card.asked, 'card')} answered"
    print(f"\n{answered}, in {score.seconds:.0f} of {score.limit} seconds.")
    print(f"{score.hit} of {count_of(score.lines, 'line')}, {score.right} of {count_of(score.probes, 'probe')}.")
    for section, part in card.sections:
        title = one_line(study.catalog.section_title(section))
        print(f"{title}: {part.hit} of {count_of(part.lines, 'line')}.")
    for item in card.tonight:
        if item.card_id in study.catalog:
            paragraph(f"{study.catalog[item.card_id].question} ({item.why})", "   ", "Review tonight: ")
