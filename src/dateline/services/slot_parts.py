"""The parts of a record that several fields make up: actors, times, tolls. Places: `slot_places`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dateline.base.text import fold_name, squeeze_spaces
from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval, TimePrecision
from dateline.model.ports import ActorRegistry
from dateline.model.records import Casualty
from dateline.services.slot_values import Values

_LENGTHS: tuple[tuple[int, TimePrecision], ...] = (
    (1, "day"), (10, "week"), (45, "month"), (120, "season"), (400, "year"),
)  # fmt: skip


class ActorReader:
    """Reads actors: one that was chosen from the registry keeps its id, one that was typed has none."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry

    def read(self, row: Mapping[str, str], old: Sequence[ActorRef], text: str) -> ActorRef:
        """The actor of a row with a name. In: those that the slot held, and the report's text."""
        name = squeeze_spaces(row.get("name", ""))
        same = next(
            (ref for ref in old if ref.name == name and (ref.actor_id or "") == row.get("actor_id", "")), None
        )
        if same is not None:
            return same
        actor_id = self._find_id(name, row.get("actor_id", ""))
        actor = self._registry.get(actor_id) if actor_id else None
        told = (name, squeeze_spaces(row.get("mention", "")))
        mention = next((words for words in told if words and words in text), None)
        return ActorRef(name=actor.name if actor else name, mention=mention, actor_id=actor_id)

    def _find_id(self, name: str, given: str) -> str | None:
        """The id that was chosen, as long as the name is that actor's; else that of the only actor of this name."""
        found = [actor.actor_id for actor in self._registry.find(name)]
        chosen = self._registry.get(given) if given else None
        if chosen is not None and (chosen.actor_id in found or fold_name(chosen.name) == fold_name(name)):
            return chosen.actor_id
        return found[0] if len(found) == 1 else None


def read_time(values: Values, old: Interval | None) -> Interval | None:
    """The days of a form; None for none. Of one day known to the day, the last day may be left out."""
    start, end = values.day("time.start"), values.day("time.end")
    told = values.code("time.precision") if values.raw("time.precision") else None
    if start is None and end is None:
        return None
    if start and end is None and told == "day" and values.kind != "control":
        end = start
    if start and end and end < start:
        values.problems.add("time.end", "before the first day")
        return None
    if old is not None and (old.start, old.end) == (start, end) and told in (None, old.precision):
        return old
    return Interval.model_validate({"start": start, "end": end, "precision": told or _guess_precision(start, end)})


def _guess_precision(start: date | None, end: date | None) -> TimePrecision:
    """How well an interval is known by its length, where the form does not say."""
    days = (end - start).days + 1 if start and end else 1
    return next((precision for most, precision in _LENGTHS if days <= most), "longer")


def read_toll(name: str, values: Values) -> Casualty | None:
    """One row of tolls; None where something is not right."""
    low, high = values.whole(f"{name}.low"), values.whole(f"{name}.high")
    if low is not None and high is not None and low > high:
        values.problems.add(f"{name}.high", "less than the lowest number")
    measure = values.code(f"{name}.measure")
    if measure is None:
        return None
    row = {
        "measure": measure,
        "group": values.text(f"{name}.group"),
        "low": low,
        "high": high,
        "said_by": values.text(f"{name}.said_by"),
        "approximate": values.flag(f"{name}.approximate"),
        "as_of": values.day(f"{name}.as_of"),
    }
    return Casualty.model_validate(row)
