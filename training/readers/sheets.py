"""Our own corpus: reports with records, and the spans that the rules would offer the heads as candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.assemble.contexts import Context
from dateline.assemble.event_types import STATE
from dateline.assemble.speakers import resolve_first_person
from dateline.base.text import fold_name
from dateline.model.drafts import ACTORS, PERSON_MENTIONS, PLACES, TIMES, TOLLS, Draft
from dateline.model.readings import PROPOSALS
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.pipeline.stages import Stage
from dateline.resolve.registries import YamlRegistry, make_actor_registry
from training.corpus.building import Row
from training.examples import UNKNOWN, Example, Pair, TextWords, WordRange
from training.heads import PAIR_ROLES, WORD_HEADS
from training.proposals import Proposals, propose

MAX_REACH_WORDS = 160
"""A span farther from its anchor than this is never offered."""

ACTOR_ROLES = ("actor1", "actor2", "source", "speaker", "addressee", "about", "by", "holder")
ROLES_OF_KIND = {
    "events": {"actor1", "actor2", "toll", "place", "time", "source"},
    "figures": {"about", "by", "place", "time", "source"},
    "statements": {"speaker", "addressee", "place", "time"},
    "control": {"holder", "place", "time", "source"},
}
ANCHOR_FIELD = {"events": "trigger", "figures": "words", "statements": "cue", "control": "cue"}
LABEL_FIELD = {"events": "sub_event_type", "figures": "measure", "statements": "act", "control": "relation"}
ACTOR_FIELDS = {"actor1": "actor1", "actor2": "actor2", "about": "about", "by": "by", "holder": "holder"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that the rules found: what it may be, and the names that it goes by."""

    span: Span
    roles: frozenset[str]
    names: frozenset[str]


def read_reports(coded: Iterable[Row], stages: Sequence[Stage]) -> Iterator[Example]:
    """An example a report; `stages` are those of the coder, of which all before the assembling are run."""
    for row in coded:
        yield read_report(row, annotate(row["report"], stages))


def annotate(report: Row, stages: Sequence[Stage]) -> Draft:
    """The report with the layers that the candidates come from."""
    fields = {name: report[name] for name in ("publisher", "title", "published", "dateline", "text")}
    draft = Draft(Report(id=report["id"], language="en", **fields))
    for stage in stages:
        if stage.name in ("events", "figures", "statements", "control"):
            break
        draft = draft.plus(stage.run([draft])[0])
    return draft


def find_candidates(draft: Draft) -> list[Candidate]:
    """Every span that may take part in something, with the roles that its kind allows."""
    actor_roles = frozenset(ACTOR_ROLES)
    named = [(row.span, row.actor.name) for row in (*draft.get(ACTORS), *resolve_first_person(draft))]
    named += [(row.span, row.name) for row in draft.get(PERSON_MENTIONS)]
    found = [Candidate(span, actor_roles, _names(name, draft, span)) for span, name in named]
    places = [(row.span, row.place.name) for row in draft.get(PLACES)]
    found += [Candidate(span, frozenset({"place"}), _names(name, draft, span)) for span, name in places]
    found += [Candidate(row.span, frozenset({"time"}), frozenset()) for row in draft.get(TIMES)]
    found += [Candidate(row.span, frozenset({"toll"}), frozenset()) for row in draft.get(TOLLS)]
    return found


def _names(name: str, draft: Draft, span: Span) -> frozenset[str]:
    return frozenset({fold_name(name), fold_name(span.text_in(draft.text))})


def read_report(row: Row, draft: Draft) -> Example:
    """The labels that a report's records give its words, and the roles of the candidates around each anchor."""
    text_words = TextWords.of(draft.text)
    example = text_words.example()
    for head in ("events", "statements", "control", "tolls", "figures", "parties"):
        example.tag(head)
    example.tags["modalities"] = [UNKNOWN] * len(example.words)
    example.mark_window("relevance", ["conflict"] if row["events"] or row["figures"] else [])
    candidates = [(one, words) for one in find_candidates(draft) if (words := _range(text_words, one.span))]
    context = Context.of(draft)
    for kind in ("figures", "control", "statements", "events"):
        for record in row[kind]:
            proposals = propose(context, kind, record)
            _read_record(example, text_words, kind, record, candidates, proposals)
            _read_parties(example, text_words, record)
    return example


def _read_parties(example: Example, text_words: TextWords, record: Row) -> None:
    for field in ACTOR_FIELDS.values():
        for actor in record.get(field) or ():
            words = _anchor(text_words, record, actor["mention"])
            if words is not None:
                example.mark("parties", _party_of(_option(actor["name"])), words)


def _party_of(name: str) -> str:
    if fold_name(name) in _CIVILIANS:
        return "civilians"
    if name.startswith("Unidentified"):
        return "unknown"
    known = _registry().find(name)
    category = known[0].category if known else "other"
    return "state" if category in STATE else "armed" if category in _IRREGULARS else "others"


_CIVILIANS = frozenset({"civilians", "protesters", "residents", "journalists", "aid workers", "refugees", "people"})
_IRREGULARS = frozenset({"armed_group", "militia", "unidentified_armed"})


@cache
def _registry() -> YamlRegistry:
    return make_actor_registry()


def _range(text_words: TextWords, span: Span) -> WordRange | None:
    return text_words.range_of(span.start, span.end)


def _read_record(
    example: Example,
    text_words: TextWords,
    kind: str,
    record: Row,
    candidates: list[tuple[Candidate, WordRange]],
    proposals: Proposals,
) -> None:
    anchor = _anchor(text_words, record, record.get(ANCHOR_FIELD[kind]))
    if anchor is not None:
        example.mark(kind, _option(record[LABEL_FIELD[kind]]), anchor)
        if kind == "events":
            modality = WORD_HEADS["modalities"].index(_option(record["modality"]))
            example.tags["modalities"][anchor[0] : anchor[1]] = [modality] * (anchor[1] - anchor[0])
        example.pairs.extend(_pairs(anchor, kind, record, candidates, proposals))
    for toll in record.get("casualties", ()):
        words = _anchor(text_words, record, toll.get("words"))
        if words is not None:
            example.mark("tolls", toll["measure"], words)


def _option(value: Any) -> str:
    return str(value["any_of"][0] if isinstance(value, dict) else value)


def _anchor(text_words: TextWords, record: Row, words: str | None) -> WordRange | None:
    found = record["anchors"].get(str(words)) if words else None
    return text_words.range_of(found["start"], found["end"]) if found else None


def _pairs(
    anchor: WordRange,
    kind: str,
    record: Row,
    candidates: list[tuple[Candidate, WordRange]],
    proposals: Proposals,
) -> Iterator[Pair]:
    for candidate, words in candidates:
        known = candidate.roles & ROLES_OF_KIND[kind]
        if not known or abs(words[0] - anchor[0]) > MAX_REACH_WORDS:
            continue
        held = {role for role in known if _holds(candidate, role, record)}
        proposal = PROPOSALS.index(proposals.get(candidate.span, "none"))
        yield Pair(anchor, words, _indices(held), _indices(known), proposal)


def _indices(roles: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(map(PAIR_ROLES.index, roles)))


def _holds(candidate: Candidate, role: str, record: Row) -> bool:
    if role == "toll":
        return any(_overlaps(candidate, record, toll.get("words")) for toll in record["casualties"])
    if role == "place":
        return bool(record["place"]) and bool(candidate.names & _folded(record["place"]["name"]))
    if role == "time":
        return _overlaps(candidate, record, record["when"])
    if role == "source":
        return any(_is_named(candidate, record, source["source"], None) for source in record["attribution"])
    if role in ("speaker", "addressee"):
        actor = record[role]
        return actor is not None and _is_named(candidate, record, actor["name"], actor["mention"])
    return any(_is_named(candidate, record, actor["name"], actor["mention"]) for actor in record[ACTOR_FIELDS[role]])


def _overlaps(candidate: Candidate, record: Row, words: str | None) -> bool:
    found = record["anchors"].get(str(words)) if words else None
    return found is not None and candidate.span.overlaps(Span(found["start"], found["end"]))


def _is_named(candidate: Candidate, record: Row, name: Any, mention: str | None) -> bool:
    """It is the mention itself, or goes by the name within the evidence."""
    if _overlaps(candidate, record, mention):
        return True
    if name is None or not candidate.names & _folded(name):
        return False
    return any(candidate.span.overlaps(Span(quote["start"], quote["end"])) for quote in record["evidence"])


def _folded(name: Any) -> frozenset[str]:
    return frozenset(fold_name(str(one)) for one in (name["any_of"] if isinstance(name, dict) else [name]))
