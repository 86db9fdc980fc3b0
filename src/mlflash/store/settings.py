"""The reader's settings: a TOML file, every key checked, every fault said in one line."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from mlflash.errors import MlflashError
from mlflash.scheduler.schedule import WEIGHT_BOUNDS, Parameters
from mlflash.scheduler.study_day import WEEKDAYS
from mlflash.store.files import locked_directory, make_private, read_regular, reason, write_atomically
from mlflash.store.setting_parsers import calendar_date, number, one_of, several, text, truth, whole

MAX_BYTES = 1_000_000


class InterviewDate(NamedTuple):
    """A date to be ready for; `sections` weigh sections against each other, empty means all alike."""

    on: date
    name: str = ""
    sections: tuple[tuple[str, float], ...] = ()


class Settings(NamedTuple):
    """What the reader can set. `SETTINGS` says what each field means and takes."""

    new_per_day: int = 10
    reviews_per_day: int = 200
    minutes: float = 20.0
    minutes_by_day: tuple[tuple[str, float], ...] = ()
    days_off: tuple[date, ...] = ()
    interviews: tuple[InterviewDate, ...] = ()
    stance: str = "cover"
    retention: float = 0.9
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    maximum_interval: int = 36_500
    fuzz: bool = True
    weights: tuple[float, ...] = ()
    rollover: int = 4
    timezone: str = ""
    learn_ahead: int = 20
    tick_grades: tuple[int, ...] = (1, 1, 2, 3, 3)
    easy_seconds: int = 15
    confidence: bool = False
    typed: bool = False
    keep_typed: bool = False
    cram_counts_fails: bool = False
    banks: tuple[str, ...] = ()
    bundled: bool = True
    theme: str = "mlflash-dark"
    home_row: bool = False
    welcome: bool = True
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> Parameters:
        """What the schedule depends on."""
        return Parameters(
            self.weights or None,
            self.retention,
            self.learning_steps,
            self.relearning_steps,
            self.maximum_interval,
            self.fuzz,
        )


class Setting(NamedTuple):
    """How a setting is read and what it means: `parse` raises ValueError with what is expected."""

    parse: Callable[[Any], Any]
    about: str


def _zone(value: Any) -> str:
    name = text(value)
    if name:
        time_zone(name)
    return name


def _weekdays(value: Any) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict) or set(value) - set(WEEKDAYS):
        raise ValueError(f"a table with keys of {', '.join(WEEKDAYS)}")
    minutes = number(0, 1440)
    return tuple((day, minutes(value[day])) for day in WEEKDAYS if day in value)


def _interview(value: Any) -> InterviewDate:
    if not isinstance(value, dict) or "on" not in value or set(value) - {"on", "name", "sections"}:
        raise ValueError("a table with on, and name and sections if wished")
    sections = value.get("sections", {})
    if isinstance(sections, list) and all(isinstance(section, str) for section in sections):
        sections = dict.fromkeys(sections, 1.0)
    weight = number(0, 1000)
    if not isinstance(sections, dict):
        raise ValueError("sections: a list of ids, or a table of weights")
    weights = tuple((str(name), weight(w)) for name, w in sections.items())
    return InterviewDate(calendar_date(value["on"]), text(value.get("name", "")), weights)


def _keys(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError("a table of action = key")
    return tuple(sorted(value.items()))


def _weights(value: Any) -> tuple[float, ...]:
    weights: tuple[float, ...] = several(number(0, 100), 21, 0, 21)(value)
    for place, (weight, (low, high)) in enumerate(zip(weights, WEIGHT_BOUNDS, strict=False)):
        if not low <= weight <= high:
            raise ValueError(f"weight {place} from {low:g} to {high:g}")
    return weights


SETTINGS: Mapping[str, Setting] = {
    "new_per_day": Setting(whole(0, 9999), "new questions a day at most"),
    "reviews_per_day": Setting(whole(0, 99_999), "reviews a day at most"),
    "minutes": Setting(number(1, 1440), "minutes a day for the plan to the interview"),
    "minutes_by_day": Setting(_weekdays, "other minutes on some weekdays, e.g. { sat = 45, sun = 0 }"),
    "days_off": Setting(several(calendar_date, 1000), "days without drill, e.g. [2027-01-01]"),
    "interviews": Setting(
        several(_interview, 50), "dates to be ready for: [[interviews]] with on, name, sections"
    ),
    "stance": Setting(one_of("cover", "core"), "cover: meet every question; core: secure the likely ones"),
    "retention": Setting(number(0.7, 0.97), "share of reviews to be recalled, without an interview date"),
    "learning_steps": Setting(several(number(0.1, 720), 10), "minutes between a new question's first reviews"),
    "relearning_steps": Setting(several(number(0.1, 720), 10), "minutes before a forgotten question comes again"),
    "maximum_interval": Setting(whole(1, 36_500), "longest interval, in days"),
    "fuzz": Setting(truth, "spread intervals a little, so that questions learned together part"),
    "weights": Setting(_weights, "FSRS-6 parameters; `mlflash optimize` writes them"),
    "rollover": Setting(whole(0, 12), "the hour at which a new study day begins"),
    "timezone": Setting(_zone, "IANA name such as Asia/Singapore; empty: the machine's"),
    "learn_ahead": Setting(
        whole(0, 720), "minutes by which learning questions may come early when nothing else waits"
    ),
    "tick_grades": Setting(several(whole(1, 4), 5, 5), "grade suggested for 0, 1, 2, 3 and 4 lines of four"),
    "easy_seconds": Setting(whole(0, 600), "all lines within so many seconds suggests Easy; 0: never"),
    "confidence": Setting(truth, "y says sure or unsure before the reveal"),
    "typed": Setting(truth, "type the lines before the reveal"),
    "keep_typed": Setting(truth, "keep what was typed in the journal"),
    "cram_counts_fails": Setting(truth, "a fail in cram, or in more before it is due, counts as a review"),
    "banks": Setting(several(text, 100), "files or folders of questions of your own"),
    "bundled": Setting(truth, "use the bundled bank"),
    "theme": Setting(text, "mlflash-dark, mlflash-light or a Textual theme"),
    "home_row": Setting(truth, "grade with j k l ; as well"),
    "welcome": Setting(truth, "show the welcome at the first start"),
    "keys": Setting(_keys, "other keys for actions: [keys] with action = key"),
}


def time_zone(name: str) -> Any:
    """The time zone of that name, None (the machine's own) for the empty one; raises ValueError."""
    if not name:
        return None
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except Exception:
        raise ValueError("a time zone such as Europe/Paris") from None


def parse_settings(raw: Mapping[str, Any], where: str) -> Settings:
    """Settings from a TOML table; raises `MlflashError` naming the first key that is wrong."""
    values = {}
    for key, value in raw.items():
        field = SETTINGS.get(key)
        if field is None:
            from difflib import get_close_matches

            near = get_close_matches(key[:60], SETTINGS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise MlflashError(f"{where}: {_named(key)}: is not a setting{hint}")
        try:
            values[key] = field.parse(value)
        except ValueError as error:
            raise MlflashError(f"{where}: {key}: found {_shown(value)}, expected {error}") from None
    return Settings(**values)


def _named(key: str) -> str:
    return key if key.isprintable() and len(key) <= 60 else _shown(key)


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def read_settings(path: Path) -> Settings:
    """The settings in a file, defaults where there is none; raises `MlflashError`."""
    try:
        data = read_regular(path, MAX_BYTES, follow=True)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise MlflashError(f"cannot read {path}: {reason(error)}") from None
    import tomllib

    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MlflashError(f"{path}: not readable as TOML: {' '.join(str(error).split())}") from None
    return parse_settings(raw, str(path))


def change_settings(
    path: Path, changes: Mapping[str, Any], *, before_writing: Callable[[Settings], object] | None = None
) -> Settings:
    """Set keys in the file (None removes one), keeping its comments and order; raises `MlflashError`.

    Nothing is written unless the changed file is valid and `before_writing`, called with its settings, returns.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    make_private(path.parent)
    try:
        path = Path(os.path.realpath(path))  # a link, as those who keep their settings elsewhere have, stays one
        with locked_directory(path.parent):
            read_settings(path)
            try:
                text = read_regular(path, MAX_BYTES).decode("utf-8-sig")
            except FileNotFoundError:
                text = ""
            document = tomlkit.parse(text)
            for key, value in changes.items():
                if value is None:
                    document.pop(key, None)
                else:
                    document[key] = list(value) if isinstance(value, tuple) else value
            settings = parse_settings(document.unwrap(), str(path))
            if before_writing is not None:
                before_writing(settings)
            write_atomically(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise MlflashError(f"cannot write {path}: {reason(error)}") from None
    except (TOMLKitError, RecursionError) as error:
        raise MlflashError(f"{path}: cannot be changed: {' '.join(str(error).split())}") from None
    return settings


def clock_from_environment() -> Callable[[], datetime]:
    """The clock: the machine's, or one that starts at `MLFLASH_NOW` (an ISO instant) and runs on from there."""
    text = os.environ.get("MLFLASH_NOW")
    if not text:
        return lambda: datetime.now(UTC)
    try:
        start = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MlflashError(
            f"MLFLASH_NOW: found {text!r}, expected an instant like 2027-01-31T08:00Z", code=2
        ) from None
    begun = datetime.now(UTC)
    return lambda: start + (datetime.now(UTC) - begun)
