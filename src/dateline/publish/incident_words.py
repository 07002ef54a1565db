"""An incident in words: who did what to whom, where and when, what it cost, and what is told differently."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence

from dateline.base.resources import load_yaml
from dateline.model.actors import ActorRef
from dateline.model.incidents import IncidentSummary, SourceTotal, TollRange, Voice
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import CasualtyMeasure, Event
from dateline.publish.wordings import SOURCE_TYPE_WORDS, say_interval, say_number, say_range

MEASURES: dict[CasualtyMeasure, str] = {
    "killed": "killed",
    "injured": "injured",
    "casualties": "killed or injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "missing": "missing",
    "displaced": "displaced",
}
_COMMON_NAMES = {
    "Civilians": "civilians",
    "Protesters": "protesters",
    "Unidentified Armed Group": "unidentified armed men",
}
_WITH_ARTICLE = frozenset(
    (
        "army", "force", "police", "coalition", "guard", "service", "government", "ministry", "militia", "mission",
        "front", "party", "brigade", "taliban", "peshmerga", "gendarmerie", "navy", "corps", "union", "command",
        "movement", "council", "observatory", "office", "agency", "committee", "directorate", "authority",
        "administration", "organisation", "organization", "network", "cell", "hospital",
    )
)  # fmt: skip
_PLURAL_FORCES = frozenset({"forces", "units", "guards", "brigades", "militias", "fighters", "officers"})
_BARE = frozenset({"hamas", "reuters"})


def say_headline(event: Event, place: Place | None, time: Interval | None) -> str:
    """Who did what to whom, where and when, without the toll: "A attacked the B at C on 2 December 2021"."""
    where_and_when = "".join(f" {words}" for words in (say_where(place), say_when(time)) if words)
    return capitalize(f"{_say_deed(event)}{where_and_when}")


def say_total_words(low: int | None, high: int | None, *, is_open: bool, is_approximate: bool = False) -> str:
    """ "10", "7 to 13", "at least 7", "7 to 13 or more", "up to 27", "none"."""
    if low is None or high is None or low == high:
        return say_range(low, None if is_open and low is not None else high, approximate=is_approximate)
    about = "about " if is_approximate else ""
    return f"{about}{say_number(low)} to {say_number(high)}{' or more' if is_open else ''}"


def say_toll(toll: TollRange) -> str:
    """ "7 to 13 killed, best 10"; the sides' own claims where nobody else gives a number."""
    measure = MEASURES[toll.measure]
    if toll.low is None and toll.high is None:
        claims = [f"{say_voice(total.voice)} claims {say_total(total)} {measure}" for total in toll.claimed]
        return "; ".join(claims) or f"number {measure} not known"
    words = say_total_words(toll.low, toll.high, is_open=toll.is_open, is_approximate=toll.is_approximate)
    if toll.low == toll.high == 0 and not toll.is_open:
        return f"nobody {measure}"
    best = f", best {say_number(toll.best)}" if toll.best is not None and toll.low != toll.high else ""
    return f"{words} {measure}{best}"


def say_total(total: SourceTotal) -> str:
    """One source's number: "7", "7 to 9", "at least 7", "number not known"."""
    approximate = any(part.approximate for part in total.parts)
    is_open = total.high is None and total.low is not None
    return say_total_words(total.low, total.high, is_open=is_open, is_approximate=approximate)


def say_voice(voice: Voice) -> str:
    """Who says it, as a name in a sentence: "the Ministry of Peshmerga", "a witness"."""
    if voice.name:
        return with_article(voice.name) if voice.source_type != "outlet" else voice.name
    if voice.source_type in (None, "outlet"):
        return "a report"
    if voice.source_type == "unnamed":
        return "a source not named"
    return f"a source of the type: {SOURCE_TYPE_WORDS[voice.source_type]}"


def say_voices(voices: Iterable[Voice]) -> str:
    """ "The A", "The A and the B", "The A, the B and 4 more"."""
    return join_names([say_voice(voice) for voice in voices])


def join_names(names: Sequence[str], at_most: int = 4) -> str:
    shown = list(dict.fromkeys(names))
    if len(shown) > at_most:
        shown = [*shown[: at_most - 1], f"{len(shown) - at_most + 1} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def say_side(actors: Sequence[ActorRef]) -> str:
    """The actors of one side as they stand in a sentence."""
    return join_names([_COMMON_NAMES.get(actor.name) or with_article(actor.name) for actor in actors])


def with_article(name: str) -> str:
    """ "the Iraqi Army", "the Houthis", but "Islamic State" and "residents"."""
    head = _head_of(name)
    if not head or not name[0].isupper() or name.casefold().startswith("the "):
        return name
    return f"the {name}" if head.casefold() in _WITH_ARTICLE or _is_plural_name(name, head) else name


def are_several(voices: Sequence[Voice]) -> bool:
    """Whether they say, rather than says: "The A and the B", "residents", "Yemeni officials", "the Houthis"."""
    if len(voices) > 1:
        return True
    name, head = voices[0].name, _head_of(voices[0].name)
    is_one = voices[0].source_type in ("outlet", "media") or name.casefold().startswith(("a ", "an ", "another "))
    if is_one or not head:
        return False
    return _is_plural_name(name, head) or (head[0].islower() and _ends_plural(head))


def _head_of(name: str) -> str:
    """The noun of a name: "Observatory" of "Syrian Observatory for Human Rights"."""
    for link in (" of ", " for ", " in ", " from ", " at "):
        name = name.split(link)[0]
    return (name.split() or [""])[-1]


def _is_plural_name(name: str, head: str) -> bool:
    """A force in the plural, or one word in the plural; persons' names end in an s too."""
    return head.casefold() in _PLURAL_FORCES or (name == head and head[0].isupper() and _ends_plural(head))


def _ends_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and word.casefold() not in _BARE


def say_where(place: Place | None) -> str:
    """ "at Tel Rim", "near Tel Rim", "in Nineveh"; empty where it is not known."""
    if place is None:
        return ""
    return f"{({1: 'at', 2: 'near', 3: 'in'})[place.geo_precision]} {place.name}"


def say_when(time: Interval | None) -> str:
    """ "on 2 December 2021", "in December 2021", "since 2 December 2021"; empty where it is not known."""
    words = say_interval(time)
    if time is None or words == "not known":
        return ""
    if time.start is None or time.end is None:
        return words
    last_day = monthrange(time.end.year, time.end.month)[1]
    return f"in {words}" if time.start.day == 1 and time.end.day == last_day else f"on {words}"


def say_corroboration(summary: IncidentSummary) -> str:
    """ "3 independent sources: government, armed group"; what they are, where they are known."""
    count = len(summary.asserting)
    if not count:
        return "no source says that it happened"
    kinds = [_OUTLETS if kind == "outlet" else SOURCE_TYPE_WORDS[kind] for kind in summary.source_types]
    words = "1 source" if count == 1 else f"{count} independent sources"
    return f"{words}: {join_names(kinds, at_most=12)}" if kinds else words


_OUTLETS = "outlets in their own words"


def capitalize(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def say_noun(sub_event_type: str) -> str:
    """What a source tells of: "an armed clash"; the type's own name where the lexicon has none."""
    row = load_yaml("lexicons/deed_words.yaml").get(sub_event_type)
    return str(row["noun"]) if row else sub_event_type


def _say_deed(event: Event) -> str:
    doers, targets = say_side(event.actor1), say_side(event.actor2)
    deed = load_yaml("lexicons/deed_words.yaml").get(event.sub_event_type, {}).get("deed")
    if event.modality == "happened" and deed and doers and targets:
        return f"{doers} {str(deed).format(targets)}"
    noun = event.event_type if event.sub_event_type == "Other" else event.sub_event_type
    by = f" by {doers}" if doers else ""
    against = f" against {targets}" if targets else ""
    modality = "" if event.modality == "happened" else f" ({event.modality})"
    return f"{noun}{by}{against}{modality}"
