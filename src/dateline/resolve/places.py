"""Places: what each toponym means, and the point and precision that the words around it give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dateline.base.text import fold_name
from dateline.model.annotations import ResolvedPlace, Toponym
from dateline.model.drafts import PLACES, SENTENCES, TOPONYMS, Additions, Draft, Layer
from dateline.model.places import GazetteerEntry, Place
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span
from dateline.resolve.place_frontiers import Frontier, lay_frontiers
from dateline.resolve.place_mentions import PlaceMention, link_mentions, read_mentions
from dateline.resolve.place_plausibility import drop_namesakes, find_parts_of_towns, is_plausible
from dateline.resolve.place_points import FALLBACK_KINDS, METROPOLIS, locate_mentions
from dateline.resolve.place_ranking import CountryVotes, choose_entry, salience, weigh_votes
from dateline.resolve.place_roles import is_aim_or_source, is_state_itself, names_a_bearer
from dateline.resolve.place_stretches import find_stretches
from dateline.resolve.place_surroundings import Surroundings
from dateline.resolve.spatial_phrases import is_metonym
from dateline.resolve.stretch_points import LaidStretches, lay_stretches

_DATELINE_PART = re.compile(r"[^,/()–—]+")
_MAIN_SHARE = 0.5


class PlaceStage:
    """PLACES: one row for each toponym, with what it means."""

    name = "places"
    version = "1"
    requires: tuple[Layer[Any], ...] = (SENTENCES, TOPONYMS)
    provides: tuple[Layer[Any], ...] = (PLACES,)

    def __init__(self, gazetteer: Gazetteer, *, strict: bool = True) -> None:
        """`strict` is off for texts of any kind, which name far places as often as near ones."""
        self._gazetteer = gazetteer
        self._strict = strict

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [{PLACES: self._resolve(draft)} for draft in batch]

    def _resolve(self, draft: Draft) -> tuple[ResolvedPlace, ...]:
        sentences = [sentence.span for sentence in draft.get(SENTENCES)]
        return resolve_toponyms(
            draft.text, draft.get(TOPONYMS), sentences, self._gazetteer, draft.report.title, draft.report.dateline,
            strict=self._strict,
        )  # fmt: skip


def resolve_toponyms(
    text: str,
    toponyms: Sequence[Toponym],
    sentences: Sequence[Span],
    gazetteer: Gazetteer,
    title: str | None = None,
    dateline: str | None = None,
    *,
    strict: bool = False,
) -> tuple[ResolvedPlace, ...]:
    """The places of a text's toponyms, in order. Sentences are spans in order.

    `strict`: for reports of one conflict, where a lesser place far from all others is rather an unknown village.
    """
    names = [toponym.name for toponym in toponyms]
    votes = weigh_votes(gazetteer, text, title, dateline, names)
    countries = votes.shares
    mentions = read_mentions(text, toponyms, sentences, gazetteer)
    link_mentions(text, mentions)
    stretches = find_stretches(text, mentions, sentences)
    _choose_entries(mentions, votes, _home(gazetteer, dateline, votes))
    if strict:
        drop_namesakes(text, mentions, votes)
    filed_from = _dateline_entry(gazetteer, dateline, votes)
    places = locate_mentions(mentions, countries, filed_from, find_parts_of_towns(text, mentions))
    laid = lay_stretches(stretches, mentions, places, countries, gazetteer)
    rows = [
        ResolvedPlace(
            mention.toponym.span,
            _whole_phrase(mention, mentions),
            place,
            _is_event_place(text, mention, sentences, place),
        )
        for mention, place in zip(mentions, places, strict=True)
    ]
    frontiers = lay_frontiers(text, mentions, sentences, countries, gazetteer) if strict else {}
    return tuple(
        _with_stretch(row, index, laid)
        if index in laid.places or index in laid.silent
        else _with_frontier(row, frontiers.get(index))
        for index, row in enumerate(rows)
    )


def _with_frontier(row: ResolvedPlace, frontier: Frontier | None) -> ResolvedPlace:
    """The row of a country of which the border is told: something was done there, not in the country behind it."""
    if frontier is None:
        return row
    phrase = Span(min(row.phrase.start, frontier.span.start), max(row.phrase.end, frontier.span.end))
    return ResolvedPlace(row.span, phrase, frontier.place, frontier.is_alone)


def _with_stretch(row: ResolvedPlace, index: int, laid: LaidStretches) -> ResolvedPlace:
    """The row of a mention, with the stretch that it begins; its other end is no place of an event."""
    if index in laid.silent:
        return replace(row, event_place=False)
    if (place := laid.places.get(index)) is None:
        return row
    stretch = laid.stretches.get(index)
    if stretch is None:
        return replace(row, place=place, end=row.place)
    phrase = Span(min(row.phrase.start, stretch.span.start), max(row.phrase.end, stretch.span.end))
    return ResolvedPlace(row.span, phrase, place, True, row.place)


def _dateline_entry(gazetteer: Gazetteer, dateline: str | None, votes: CountryVotes) -> GazetteerEntry | None:
    """The place that the story is filed from, where that is no country and lies in a country of the story."""
    for part in _DATELINE_PART.findall(dateline or ""):
        entry = choose_entry(gazetteer.find(part.strip()), votes)
        near = entry is not None and entry.population < METROPOLIS and entry.kind in FALLBACK_KINDS
        if entry is not None and near and votes.shares.get(entry.country or "", 0.0) > _MAIN_SHARE:
            return entry
    return None


def _home(gazetteer: Gazetteer, dateline: str | None, votes: CountryVotes) -> list[GazetteerEntry]:
    """Where a text comes from, by its dateline: the place and the region that holds it, where both are told."""
    parts = [part.strip() for part in _DATELINE_PART.findall(dateline or "")]
    if len(parts) < 2:
        return []
    region = choose_entry(gazetteer.find(parts[1]), votes, "admin1")
    place = choose_entry(gazetteer.find(parts[0]), votes, None, region, name=parts[0])
    return [entry for entry in (place, region) if entry is not None and entry.kind != "country"]


def _choose_entries(
    mentions: Sequence[PlaceMention], votes: CountryVotes, home: Sequence[GazetteerEntry] = ()
) -> None:
    """First alone, then in the light of the others and of `home`; a name means one place all through a report."""
    around = Surroundings({fold_name(mention.toponym.name): mention.entries for mention in mentions}, salience)
    for mention in mentions:
        mention.entry = _choose(mention, votes, around)
    _drop_unlikely_anchors(mentions, votes)
    sure = [mention.entry for mention in mentions if mention.entry and mention.entry.kind not in ("country", "sea")]
    sure.extend(home)
    written_from = {fold_name(entry.name): entry for entry in home[:1]}
    chosen: dict[tuple[str, str | None], GazetteerEntry | None] = {}
    for mention in sorted(mentions, key=lambda mention: mention.container is None):  # told where it lies: first
        anchor = mentions[mention.container] if mention.container is not None else None
        container = anchor.entry if anchor is not None else None
        key = (fold_name(mention.toponym.name), mention.phrase.type_wanted)
        if key not in chosen and key[1] is None and container is None and key[0] in written_from:
            chosen[key] = written_from[key[0]]
        if key not in chosen:
            chosen[key] = _choose(mention, votes, around, container, sure)
        mention.entry = chosen[key]
        if mention.entry is not None and not is_plausible(mention, mention.entry, anchor, votes.shares):
            mention.entry = None


def _drop_unlikely_anchors(mentions: Sequence[PlaceMention], votes: CountryVotes) -> None:
    """A district that is known as a far village only ("Gulariya in Bardiya") says nothing of what lies in it."""
    anchors = {mention.container for mention in mentions if mention.container is not None}
    for mention in (mentions[index] for index in sorted(anchors)):
        if mention.entry is not None and not is_plausible(mention, mention.entry, None, votes.shares):
            mention.entry = None


def _choose(
    mention: PlaceMention,
    votes: CountryVotes,
    around: Surroundings,
    container: GazetteerEntry | None = None,
    others: Sequence[GazetteerEntry] = (),
) -> GazetteerEntry | None:
    wanted, name = mention.phrase.type_wanted, mention.toponym.name
    return choose_entry(mention.entries, votes, wanted, container, others, name, around)


# --- what it is to the event


def _whole_phrase(mention: PlaceMention, mentions: Sequence[PlaceMention]) -> Span:
    span = mention.phrase.span
    if mention.container is not None:
        container = mentions[mention.container].phrase.span
        return replace(span, end=max(span.end, container.end))
    return span


def _is_event_place(text: str, mention: PlaceMention, sentences: Sequence[Span], place: Place) -> bool:
    if mention.carrier is not None or mention.contains_other or mention.phrase.relation == "origin":
        return False
    sentence = sentences[mention.sentence] if sentences else Span(0, len(text))
    if is_aim_or_source(text, mention.toponym.span, sentence) or names_a_bearer(text, mention.toponym.span):
        return False
    if (
        mention.entry is not None
        and mention.entry.kind == "country"
        and is_state_itself(text, mention.phrase.span, sentence)
    ):
        return False
    may_be_metonym = mention.entry is not None and (mention.entry.kind == "country" or place.geo_precision == 1)
    return not (may_be_metonym and is_metonym(text, mention.toponym.span, sentence))
