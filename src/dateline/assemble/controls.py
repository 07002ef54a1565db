"""Control: who holds, shares, leaves or lacks an area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, cast

from dateline.assemble.circumstances import event_places, find_time, first_place
from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.control_times import find_control_time
from dateline.assemble.modalities import modality_of_words
from dateline.assemble.place_choices import choose_place
from dateline.assemble.sources import find_attribution
from dateline.assemble.time_choices import choose_time
from dateline.assemble.weighing import THRESHOLDS, tells_of_conflict, weigh_holders
from dateline.base.resources import load_yaml
from dateline.base.text import trim_span
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import ResolvedActor, Sentence
from dateline.model.drafts import CONTROL, Additions, Draft
from dateline.model.places import Place
from dateline.model.records import Control, ControlRelation
from dateline.model.reports import read_day
from dateline.model.spans import Span

HolderSide = Literal["subject", "adjacent", "object", "owner", "none"]
_HOLDERS = ARMED | {"government", "political", "community", "other"}
_MAX_AREA_WORDS = 14


@dataclass(frozen=True, slots=True)
class _Cue:
    relation: ControlRelation
    holder: HolderSide
    needs_area: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    rows: tuple[tuple[_Cue, re.Pattern[str]], ...]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    area: re.Pattern[str]


class ControlStage:
    """Turns assertions about who holds which ground into control records."""

    name = "control"
    version = "1"
    requires = NEEDED
    provides = (CONTROL,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{CONTROL: tuple(assemble_control(Context.of(draft)))} for draft in batch]


def assemble_control(context: Context) -> Iterator[Control]:
    """The control records of one report; one for each relation and holder in a sentence."""
    if not tells_of_conflict(context):
        return
    for sentence in context.sentences:
        seen: set[tuple[str, tuple[str, ...], str]] = set()
        cues = list(_all_cues(context, sentence))
        gap_told = any(cue.relation == "gap" for cue, _ in cues)
        for cue, span in cues:
            if gap_told and cue.relation == "present":
                continue  # the gap is what is said; that somebody uses it follows
            holder = _holder(context, sentence, cue, span)
            key = (cue.relation, tuple(ref.name for ref in holder), _key_area(context, sentence, cue, span))
            if key in seen or not _is_assertion(context, sentence, cue, span, holder):
                continue
            seen.add(key)
            record = _control(context, sentence, cue, span, holder)
            yield record
            yield from _listed(context, sentence, cue, span, record)


def _listed(context: Context, sentence: Sentence, cue: _Cue, span: Span, record: Control) -> Iterator[Control]:
    """ "holds A, B and C": a record for each further place of the list."""
    if cue.relation not in ("controls", "withdrew") or record.area_places:
        return
    rows = [row for row in event_places(context, sentence.index) if row.span.start >= span.end]
    for one, other in pairwise(rows):
        if record.place is None or not _LISTED.fullmatch(context.text[one.span.end : other.span.start]):
            break
        if one is rows[0] and one.place.name != record.place.name:
            break
        yield record.model_copy(update={"area": other.span.text_in(context.text), "place": other.place})


_LISTED = re.compile(r"(?:,|,? and|,? or)\s+(?:the (?:[\w-]+ ){0,3}(?:of |at |in )?|(?:in|of|from) )?")


def _key_area(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> str:
    """What tells two holdings of one side in a sentence apart: the place, or the words of the area."""
    if cue.relation == "present":
        return ""
    place = _place(context, sentence, span)
    return place.name if place is not None else _area(context, sentence, cue, span).text_in(context.text)


def _all_cues(context: Context, sentence: Sentence) -> list[tuple[_Cue, Span]]:
    """The lexicon's cues, and those that the encoder adds."""
    found = list(_find_cues(context, sentence))
    if context.reading is None:
        return found
    for run in context.reading.labelled("control", THRESHOLDS.control_from, sentence.span):
        if not any(span.overlaps(run.span) for _, span in found):
            relation = cast(ControlRelation, run.label)
            found.append((_Cue(relation, "none" if relation == "gap" else "subject"), run.span))
    return sorted(found, key=lambda row: row[1])


def _find_cues(context: Context, sentence: Sentence) -> Iterator[tuple[_Cue, Span]]:
    """In the order of the lexicon's rows; words that an earlier row has taken belong to it."""
    lexicon, taken = _lexicon(), list[Span]()
    for cue, pattern in lexicon.rows:
        for match in pattern.finditer(context.text, sentence.span.start, sentence.span.end):
            span = Span(match.start(), match.end())
            if any(span.overlaps(other) for other in taken) or not _tells(context, sentence, cue, span):
                continue
            taken.append(span)
            yield cue, span


def _tells(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> bool:
    """Whether the words around leave the cue its sense."""
    lexicon = _lexicon()
    before = context.text[max(sentence.span.start, span.start - 24) : span.start]
    denied = cue.relation != "present" and lexicon.not_before.search(before) and not _ASSESSED.search(before)
    if denied or lexicon.not_after.match(context.text, span.end):
        return False
    if cue.needs_area and not _area_follows(context, sentence, cue, span):
        return False
    return not _is_target(context, cue, span) and not (cue.taken and _is_past(context, span))


def _is_target(context: Context, cue: _Cue, span: Span) -> bool:
    """ "stormed a post of the brigade": what is attacked is no news of who is there."""
    before = context.text[max(0, span.start - 40) : span.start]
    return cue.relation == "present" and _ATTACKED.search(before) is not None


_ATTACKED = re.compile(
    r"\b(?:fire on|fire at|fired (?:up)?on|into|against|struck|overran|overrun|"
    r"(?:attack|storm|raid|hit|shell|bomb|target|destroy|loot|burn|seiz|clear|rocket|strike)\w*)"
    r"\s+(?:on\s+|at\s+)?(?:an?|the|two|three|several|its|their)?\s*(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)


def _is_past(context: Context, span: Span) -> bool:
    """Whether it was taken long before the report: who holds it now is not told."""
    told, day = find_time(context, span), read_day(context.report.published)
    if told is None or told.end is None or day is None:
        return False
    return (day - told.end).days > _NEWS_DAYS


_NEWS_DAYS = 31


def _area_follows(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> bool:
    """Whether a place or a kind of area is named right behind the words, in the same phrase."""
    stops = _TAKEN_END if cue.taken else _PHRASE_END
    stop = stops.search(context.text, span.end, sentence.span.end)
    end = min(stop.start() if stop else sentence.span.end, span.end + _AREA_REACH)
    named = any(span.end <= row.span.start < end and row.event_place for row in event_places(context, sentence.index))
    return bool(
        named or _POINTED_AT.match(context.text, span.end) or _lexicon().area.search(context.text, span.end, end)
    )


_POINTED_AT = re.compile(r"\s+(?:it|them)\b(?! (?:as|to|up|hard|that|is|was|on))")
_AREA_REACH = 45
_PHRASE_END = re.compile(r"[,.;:”\"()—]|\s(?:and|but|from|after|before|when|while|who|which|that|with|for|by)\s")
_TAKEN_END = re.compile(rf"{_PHRASE_END.pattern}|\s(?:at|in|on|near|off|into|to|outside|around|during|over)\s")


_ASSESSED = re.compile(
    r"\b(?:assessed|believed|said|thought|known|reported|understood|continues?|began|begun|started|starting|"
    r"refuses?d?) to\s+$"
)


def _holder(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> tuple[ActorRef, ...]:
    proposed = propose_holders(context, sentence, cue, span)
    if cue.holder == "none" or context.reading is None:
        return _refs(proposed)
    return _refs(weigh_holders(context, span, proposed))


def propose_holders_at(context: Context, span: Span) -> list[ResolvedActor]:
    """The holders by word order of whatever cue stands at the words; of its subject where no lexicon row fits."""
    sentence = context.sentence_at(span.start)
    cues = [(cue, found) for cue, found in _find_cues(context, sentence) if found.overlaps(span)]
    cue, found = cues[0] if cues else (_Cue("controls", "subject"), span)
    return propose_holders(context, sentence, cue, found)


def _refs(rows: Sequence[ResolvedActor]) -> tuple[ActorRef, ...]:
    return tuple({row.actor.name: row.actor for row in rows}.values())


def propose_holders(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> list[ResolvedActor]:
    """Who holds it by word order: the cue's subject, object or owner."""
    rows = [row for row in context.actors.get(sentence.index, ()) if row.category in _HOLDERS]
    if cue.holder == "none":
        return []
    if cue.holder == "object":
        behind = [row for row in rows if span.end <= row.span.start and row.span.start - span.end < 60]
        return _joined(context, behind)
    if cue.holder == "adjacent":
        return [row for row in rows if _ADJACENT.fullmatch(context.text[row.span.end : span.start])][-1:]
    if cue.holder == "owner":
        return [row for row in rows if 0 <= span.start - row.span.end <= 12][-1:]
    clause = context.clause_of(span)
    left = [row for row in rows if row.span.end <= span.start]
    inside = [row for row in left if clause.contains(row.span)] or left
    return inside[-1:]


_ADJACENT = re.compile(r"\s*(?:\([^)]{1,12}\))?,?\s*(?:(?:who|which|had|have|has|also|then|later|and)\s+){0,2}")
_JOINED = re.compile(r"[\s(]*(?:[A-Z]+\))?\)?\s*(?:,|and|or|, and|\()?\s*(?:the\s+)?")


def _joined(context: Context, rows: Sequence[ResolvedActor]) -> list[ResolvedActor]:
    chosen: list[ResolvedActor] = []
    for row in rows:
        gap = context.text[chosen[-1].span.end : row.span.start] if chosen else ""
        if chosen and not _JOINED.fullmatch(gap):
            break
        chosen.append(row)
    return chosen


def _is_assertion(context: Context, sentence: Sentence, cue: _Cue, span: Span, holder: Sequence[ActorRef]) -> bool:
    """It names a holder (a gap has none), and a place or at least a kind of area."""
    if cue.relation not in ("gap", "contested") and not holder:
        return False
    if cue.relation == "gap":
        return True
    has_place = any(row.event_place for row in context.places.get(sentence.index, ()))
    has_place = cue.holder == "owner" or (
        has_place
        or bool(_POINTED_AT.match(context.text, span.end))
        or bool(_POINTS_BACK.match(sentence.span.text_in(context.text)))
    )
    words = sentence.span.text_in(context.text)
    if cue.relation == "contested" and not (holder or has_place):
        return False
    return has_place or _lexicon().area.search(words) is not None


_POINTS_BACK = re.compile(r"[“\"]?(?:It|There|They|This|That)\b")


def _control(context: Context, sentence: Sentence, cue: _Cue, span: Span, holder: tuple[ActorRef, ...]) -> Control:
    area = _area(context, sentence, cue, span)
    return Control(
        holder=holder,
        relation=cue.relation,
        area=area.text_in(context.text),
        area_places=_stretch(context, sentence),
        place=_place(context, sentence, area if area.start >= span.end else span),
        time=choose_time(context, "control", [span], find_control_time(context, span)),
        modality=modality_of_words(context, span),
        attribution=find_attribution(context, span),
        evidence=(context.evidence(_segment(context, span)),),
    )


def _segment(context: Context, span: Span) -> Span:
    segment = context.segment_of(span)
    return Span(*trim_span(context.text, segment.start, segment.end))


_AREA_END = re.compile(
    r"[,.;:”\"—]|\s(?:said|says|and (?:have|has|that|it|they)|which|who|that|since|after|when|where)\s"
)


def _area(context: Context, sentence: Sentence, cue: _Cue, span: Span) -> Span:
    """The words of the area: behind a verb, before "under the control of"; else the nearest place's phrase."""
    places = [row.phrase for row in context.places.get(sentence.index, ()) if row.event_place]
    if cue.holder == "subject" and cue.relation != "present":
        stop = _AREA_END.search(context.text, span.end, sentence.span.end)
        end = stop.start() if stop else sentence.span.end
        start, end = trim_span(context.text, span.end, end)
        if start < end and len(context.text[start:end].split()) <= _MAX_AREA_WORDS:
            return Span(start, end)
    if places:
        return min(places, key=lambda phrase: phrase.distance_chars(span))
    match = _lexicon().area.search(context.text, sentence.span.start, sentence.span.end)
    return Span(match.start(), match.end()) if match else span


_FROM_TO = re.compile(r"\bfrom\b.*\bto\b|\bbetween\b.*\band\b", re.IGNORECASE | re.DOTALL)


def _stretch(context: Context, sentence: Sentence) -> tuple[str, ...] | None:
    """The ends of a stretch ("from A to B")."""
    rows = context.places.get(sentence.index, [])
    if len(rows) >= 2 and _FROM_TO.search(sentence.span.text_in(context.text)):
        return tuple(dict.fromkeys((row.end or row.place).name for row in rows))
    return None


def _place(context: Context, sentence: Sentence, span: Span) -> Place | None:
    return choose_place(context, "control", span, _place_told(context, sentence, span))


def _place_told(context: Context, sentence: Sentence, span: Span) -> Place | None:
    """The event place nearest to the words, else of the sentences just before."""
    rows = event_places(context, sentence.index)
    if rows:
        return min(rows, key=lambda row: row.span.distance_chars(span)).place
    return next((place for index in _just_before(sentence) if (place := first_place(context, [index]))), None)


def _just_before(sentence: Sentence) -> range:
    return range(sentence.index - 1, max(-1, sentence.index - 12), -1)


@cache
def _lexicon() -> _Lexicon:
    rows = load_yaml("lexicons/control.yaml")
    cues = []
    for row in rows["rows"]:
        cue = _Cue(row["relation"], row["holder"], row.get("area", False), row.get("taken", False))
        words = "|".join(sorted(row["words"], key=len, reverse=True))
        opens = "" if cue.holder == "owner" else r"(?<!\w)"
        cues.append((cue, re.compile(rf"{opens}(?:{words})(?!\w)", re.IGNORECASE)))
    return _Lexicon(
        rows=tuple(cues),
        not_before=re.compile(rf"\b(?:{'|'.join(rows['not_before'])})\s+$", re.IGNORECASE),
        not_after=re.compile(rf"\s+(?:{'|'.join(rows['not_after'])})\b", re.IGNORECASE),
        area=re.compile(rf"\b(?:{'|'.join(rows['areas'])})\b", re.IGNORECASE),
    )
