"""What the annotate and resolve stages find in a text: small frozen rows, each with its span.

Annotations never leave the pipeline; records are made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import CasualtyMeasure, SourceType, SpeechAct, Stance
from dateline.model.reports import DayBounds
from dateline.model.spans import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `index` counts in the report, `paragraph` the paragraph it stands in (both from 0)."""

    span: Span
    index: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks; the span includes the marks. A quote may run over sentences."""

    span: Span


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name a force, group, institution or category of people.

    `form`: "named" (ISIS, the Iraqi army), "generic" (gunmen, the group, villagers), "pronoun" (they, it, we).
    `head`: the lower-case head noun of a generic or pronoun ("gunmen", "they"); for named the canonical words.
    `category` is what the words alone say; the resolver may know better. `country`: ISO alpha-2 that the words
    themselves give ("Nigerian soldiers": NG). `plural` is True for more than one.
    """

    span: Span
    form: Literal["named", "generic", "pronoun"]
    head: str
    category: ActorCategory
    country: str | None = None
    plural: bool = True


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person who speaks or acts in a role: "Col. Tariq Nadir, commander of the river brigade".

    `span` covers title and name (not the apposition); `name` is the fullest form of the name in the report,
    without rank; `surname_only` is True for "Nadir added". `role` is the text of the role, as in "commander
    of the Iraqi Army's 14th Division"; later short mentions carry the role of the first. Unnamed speakers have
    their words as name ("a senior police officer"). `affiliation` is the canonical name of the force or body
    that the role belongs to, where known.
    """

    span: Span
    name: str
    rank: str | None
    role: str | None
    source_type: SourceType
    affiliation: str | None = None
    surname_only: bool = False


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place; `span` is the name alone ("Erbil" in "60 km southwest of Erbil")."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression with TimeML's TIMEX3 type and value ("2018-07", "P2W", "PAST_REF")."""

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str


@dataclass(frozen=True, slots=True)
class ReportDays:
    """What a report's own words tell of its days, beside the date of its publication.

    `period`: the first and last day that its heading says it covers. `bounds`: between which days a report without a
    date came out. `if_first`, `if_last`: its time expressions as they read had it come out on the first or the last
    of these days; empty for an open side.
    """

    period: tuple[date, date] | None = None
    bounds: DayBounds | None = None
    if_first: tuple[Timex, ...] = ()
    if_last: tuple[Timex, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: "some 300 ISIS militants", "dozens", "30 square kilometres".

    `low`/`high`/`approximate` as in the codebook. `unit`: lower-case head noun or unit that follows
    ("militants", "km2"), None where none follows. `unit_span` covers those words; `span` the number with its
    modifiers ("at least 7").
    """

    span: Span
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None = None
    unit_span: Span | None = None


@dataclass(frozen=True, slots=True)
class SpeechMention:
    """Someone says something: source, cue and content, as in the attribution corpora.

    `source_span` is the speaker's words; `source` who that is (resolved through report-level coreference:
    "Nadir" gives "Tariq Nadir"; a body gives its canonical name), `source_role` the role as told.
    `content` are the spans of what is said (quote parts or the clause). `cue` is the verb or "according to".
    `addressee` where the words name one. `reported` is True for any saying (also "according to"): such rows
    give attribution; those that `is_statement` also give a statement record, with `act`.
    """

    span: Span
    source_span: Span | None
    source: ActorRef
    source_role: str | None
    source_type: SourceType
    stance: Stance
    act: SpeechAct
    cue: str
    content: tuple[Span, ...]
    quoted: bool
    addressee: ActorRef | None = None
    is_statement: bool = True


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an event: "ambushed", "air strike", "protesters gathered".

    `family` is the lexicon's row (assault, air_strike, arrest, …), `sub_event_type` what it means by itself.
    `voice`: "active" (actor before, target after), "passive" (target before, actor behind "by"), "noun".
    `words` are the trigger's own, in lower case.
    """

    span: Span
    family: str
    sub_event_type: str
    voice: Literal["active", "passive", "noun"]
    words: str


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """An actor mention and who it is; `category` as known after resolution."""

    span: Span
    mention: ActorMention
    actor: ActorRef
    category: ActorCategory


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A toponym, with the spatial words around it (`phrase`), and the place that it names.

    `event_place` is False for metonyms ("Baghdad rejected"), demonyms, parts of names ("the Basra police
    chief" may stay True) and origins ("hired hands from Sokoto"). `phrase` covers "60 km southwest of Erbil"
    or "a village near Makhmour in Erbil province". Where two names stand for one stretch ("the A-B road", "between A
    and B"), the first carries it as `place`, the second is no event place, and `end` is what the name alone means.
    """

    span: Span
    phrase: Span
    place: Place
    event_place: bool = True
    end: Place | None = None


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time expression and the interval that it names; None where it names none ("recently")."""

    span: Span
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Toll:
    """People counted as killed, injured, …: "killing [three soldiers]". `group_span` covers whom it counts."""

    span: Span
    measure: CasualtyMeasure
    low: int | None
    high: int | None
    approximate: bool
    group_span: Span | None
