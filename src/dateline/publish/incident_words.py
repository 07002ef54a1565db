"""An incident in words: who did what to whom, where and when, what it cost, and what is told differently."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence

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
_VERBS = {
    "Armed clash": "attacked",
    "Government regains territory": "retook ground from",
    "Non-state actor overtakes territory": "took ground from",
    "Air/drone strike": "struck from the air",
    "Shelling/artillery/missile attack": "shelled",
    "Remote explosive/landmine/IED": "hit with an explosive device",
    "Suicide bomb": "sent a suicide bomber against",
    "Grenade": "threw a grenade at",
    "Chemical weapon": "used a chemical weapon against",
    "Attack": "attacked",
    "Abduction/forced disappearance": "abducted",
    "Sexual violence": "committed sexual violence against",
    "Agreement": "made an agreement with",
    "Arrests": "arrested",
    "Disrupted weapons use": "destroyed positions or weapons of",
    "Looting/property destruction": "looted or destroyed property of",
    "Non-violent transfer of territory": "took over ground from",
}
"""What one side did to the other; a deed without a verb is named by its noun."""
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
_BARE = frozenset({"hamas"})


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
    head = name.split(" of ")[0].split(" for ")[0].split()[-1:]
    if not head or not name[0].isupper() or name.casefold().startswith("the "):
        return name
    word = head[0].casefold()
    plural = word.endswith("s") and not word.endswith("ss") and head[0][0].isupper() and word not in _BARE
    return f"the {name}" if plural or word in _WITH_ARTICLE else name


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


def _say_deed(event: Event) -> str:
    doers, targets = say_side(event.actor1), say_side(event.actor2)
    noun = event.event_type if event.sub_event_type == "Other" else event.sub_event_type
    verb = _VERBS.get(event.sub_event_type)
    if event.modality == "happened" and verb and doers and targets:
        return f"{doers} {verb} {targets}"
    by = f" by {doers}" if doers else ""
    against = f" against {targets}" if targets else ""
    modality = "" if event.modality == "happened" else f" ({event.modality})"
    return f"{noun}{by}{against}{modality}"
