"""Declare the reader's settings."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from mlflash.record import Record
from mlflash.scheduler.schedule import Parameters
from mlflash.store.setting_parsers import (
    InterviewDate,
    calendar_date,
    fsrs_weights,
    interview_date,
    named,
    number,
    one_of,
    several,
    table_of_texts,
    text,
    truth,
    weekdays,
    whole,
    zone,
)

STANCES = ("cover", "core")
THEMES = (
    *("mlflash-dark", "mlflash-light"),
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe"),
    *("catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki"),
    *("gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn"),
    *("rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light"),
    *("tokyo-night",),
)
"""Our own themes, and those that come with Textual."""


class Group(StrEnum):
    """The headings that settings are listed under, in this order."""

    DAY = "Each day"
    INTERVIEWS = "Interviews"
    DRILL = "In the drill"
    SCHEDULE = "Schedule"
    BANKS = "Banks"
    LOOK = "Look and keys"


class Setting(Record, frozen=True):
    """The name, help, unit, bounds, group and parser of a setting."""

    group: Group
    """The heading it is listed under."""
    parse: Callable[[Any], Any]
    """Return the value to use from the value in the file; raises ValueError with the values allowed."""
    label: str
    """Its name on screen."""
    unit: str = ""
    """What follows a value."""
    empty: str = "none"
    """What it means if it is empty or zero."""
    choices: tuple[str, ...] = ()
    """The words allowed, if it is one of a few."""
    help: str = ""
    """What it means, in a line."""


DAY, INTERVIEWS, DRILL, SCHEDULE, BANKS, LOOK = Group


class Settings(NamedTuple):
    """What the reader can set. Each is declared only here, as a field annotated with a `Setting` and its help."""

    new_per_day: Annotated[
        int,
        Setting(DAY, whole(0, 9999), "New cards a day", " cards"),
        "new cards a day at most; an interview's plan decides instead",
    ] = 10
    reviews_per_day: Annotated[
        int,
        Setting(DAY, whole(0, 99_999), "Reviews a day", " cards"),
        "reviews a day at most; an interview's plan decides instead",
    ] = 200
    minutes: Annotated[
        float,
        Setting(DAY, number(1, 1440), "Minutes a day", " min"),
        "minutes a day for the plan to the interview",
    ] = 20.0
    minutes_by_day: Annotated[
        tuple[tuple[str, float], ...],
        Setting(DAY, weekdays, "Minutes by weekday", " min", empty="the same every day"),
        "other minutes on some weekdays, e.g. { sat = 45, sun = 0 }",
    ] = ()
    days_off: Annotated[
        tuple[date, ...],
        Setting(DAY, several(calendar_date, 1000), "Days off"),
        "days without drill, e.g. [2027-01-01]",
    ] = ()
    interviews: Annotated[
        tuple[InterviewDate, ...],
        Setting(INTERVIEWS, several(interview_date, 50), "Interview dates"),
        "dates to be ready for: [[interviews]] with on, name, sections",
    ] = ()
    stance: Annotated[
        str,
        Setting(INTERVIEWS, one_of(*STANCES), "Aim of the plan", choices=STANCES),
        "cover: see every card; core: secure the likely ones",
    ] = "cover"
    retention: Annotated[
        float,
        Setting(SCHEDULE, number(0.7, 0.97), "Recall to aim for", "%"),
        "share of reviews to be recalled, without an interview date",
    ] = 0.9
    learning_steps: Annotated[
        tuple[float, ...],
        Setting(SCHEDULE, several(number(0.1, 720), 10), "Learning steps", " min"),
        "minutes between a new card's first reviews",
    ] = (1.0, 10.0)
    relearning_steps: Annotated[
        tuple[float, ...],
        Setting(SCHEDULE, several(number(0.1, 720), 10), "Relearning steps", " min"),
        "minutes before a forgotten card comes again",
    ] = (10.0,)
    maximum_interval: Annotated[
        int, Setting(SCHEDULE, whole(1, 36_500), "Longest interval", " days"), "longest interval, in days"
    ] = 36_500
    fuzz: Annotated[
        bool,
        Setting(SCHEDULE, truth, "Spread intervals"),
        "vary intervals a little, so that cards learned together come on different days",
    ] = True
    weights: Annotated[
        tuple[float, ...],
        Setting(SCHEDULE, fsrs_weights, "FSRS-6 parameters", empty="those of FSRS-6"),
        "FSRS-6 parameters; `mlflash optimize` writes them",
    ] = ()
    rollover: Annotated[
        int, Setting(DAY, whole(0, 12), "Day starts at", ":00"), "the hour at which a new study day begins"
    ] = 4
    timezone: Annotated[
        str,
        Setting(DAY, zone, "Time zone", empty="the machine's"),
        "IANA name such as Asia/Singapore; empty: the machine's",
    ] = ""
    learn_ahead: Annotated[
        int,
        Setting(DRILL, whole(0, 720), "Learn ahead by", " min"),
        "minutes by which learning cards may come early when nothing else waits",
    ] = 20
    tick_grades: Annotated[
        tuple[int, ...],
        Setting(DRILL, several(whole(1, 4), 5, 5), "Grade for ticks"),
        "grade suggested for 0, 1, 2, 3 and 4 lines of four",
    ] = (1, 1, 2, 3, 3)
    easy_seconds: Annotated[
        int,
        Setting(DRILL, whole(0, 600), "Easy for speed", " s", empty="never"),
        "all lines within this many seconds suggests Easy; 0: never",
    ] = 0
    confidence: Annotated[
        bool, Setting(DRILL, truth, "Ask how sure I am"), "y says sure or unsure before the reveal"
    ] = False
    typed: Annotated[bool, Setting(DRILL, truth, "Type answers"), "type the lines before the reveal"] = False
    keep_typed: Annotated[
        bool, Setting(DRILL, truth, "Keep typed answers"), "keep what was typed in the journal"
    ] = False
    cram_counts_fails: Annotated[
        bool,
        Setting(DRILL, truth, "Count fails in cram"),
        "a fail in cram, or in more before it is due, counts as a review",
    ] = False
    banks: Annotated[
        tuple[str, ...],
        Setting(BANKS, several(text, 100), "My question files"),
        "files or folders of questions of your own",
    ] = ()
    filters: Annotated[
        tuple[tuple[str, str], ...],
        Setting(BANKS, table_of_texts, "Saved filters"),
        'saved filters: [filters] with name = "--section trees --state due"',
    ] = ()
    bundled: Annotated[bool, Setting(BANKS, truth, "Bundled questions"), "use the bundled bank"] = True
    theme: Annotated[
        str, Setting(LOOK, named("theme", THEMES), "Theme"), "mlflash-dark, mlflash-light or a Textual theme"
    ] = "mlflash-dark"
    home_row: Annotated[bool, Setting(LOOK, truth, "Grade with j k l ;"), "grade with j k l ; as well"] = False
    welcome: Annotated[
        bool, Setting(LOOK, truth, "Welcome at the start"), "show the welcome at the first start"
    ] = True
    keys: Annotated[
        tuple[tuple[str, str], ...],
        Setting(LOOK, table_of_texts, "My keys"),
        "other keys for actions: [keys] with action = key",
    ] = ()

    @property
    def parameters(self) -> Parameters:
        """The settings that the schedule depends on."""
        return Parameters(
            weights=self.weights or None,
            retention=self.retention,
            learning_steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.maximum_interval,
            fuzz=self.fuzz,
        )


SETTINGS: Mapping[str, Setting] = {
    name: annotated.__metadata__[0]._replace(help=annotated.__metadata__[1])
    for name, annotated in Settings.__annotations__.items()
}
"""The declaration of each setting, by its name in the file."""
