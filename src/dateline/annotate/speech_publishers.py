"""Press notes: what a body itself publishes is said by that body wherever no other source speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from dateline.annotate.actor_nouns import load_adjectives, load_state_names
from dateline.annotate.speech_sources import SOURCE_TYPE_OF
from dateline.base.resources import load_yaml
from dateline.base.words import split_words
from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ResolvedActor, SpeechMention
from dateline.model.drafts import ACTORS, SENTENCES, Draft
from dateline.model.records import SourceType
from dateline.model.spans import Span

_PRESS_NOTE = re.compile(
    r"\b(?:press (?:office|note|release|statement|communiqu[eé])|communiqu[eé]|"
    r"media (?:office|cell|wing|directorate)|"
    r"public (?:affairs|relations|information)|media (?:centre|center|section|operations|department)|"
    r"directorate of (?:communications?|orientation)|situation report|war bulletin)\b",
    re.IGNORECASE,
)
_FORCES: frozenset[ActorCategory] = frozenset(("state_force", "police", "coalition", "mission"))
_GROUPS: frozenset[ActorCategory] = frozenset(("armed_group", "militia"))
_PARTISAN_WORDS = 2
_QUOTED = re.compile(r"[“\"][^”\"]{0,600}[”\"]")


def say_for_publisher(draft: Draft) -> list[SpeechMention]:
    """One row over the whole text of a press note, for its body; empty for other reports and unknown bodies.

    The row gives attribution only: narrower sayings go before it, and it is no statement.
    """
    report = draft.report
    publisher = report.publisher or ""
    told = " | ".join((publisher, report.title or "", *report.tags))
    official = bool(_office_words().search(publisher))
    partisan = is_partisan(f"{report.title or ''}\n{draft.text}")
    noted = _PRESS_NOTE.search(told) or _NOTE_TITLE.match(report.title or "")
    if not (official or partisan or noted):
        return []
    source = _source_of(draft, official=official, partisan=partisan)
    if source is None:
        return []
    actor, kind = source
    whole = Span(0, len(draft.text))
    return [
        SpeechMention(
            span=whole,
            source_span=None,
            source=actor,
            source_role=None,
            source_type=kind,
            stance="says",
            act="announces",
            cue="",
            content=(whole,),
            quoted=False,
            addressee=None,
            is_statement=False,
        )
    ]


def is_press_office(publisher: str) -> bool:
    """Whether the publisher's name is that of a press office, or of an office of the state."""
    return bool(_press_words().search(publisher) or _office_words().search(publisher))


def is_partisan(text: str) -> bool:
    """Whether a text speaks for a fighting side: of "our fighters", "apostates", "the enemy", outside quotations."""
    found = {match.group().lower() for match in _partisan().finditer(_QUOTED.sub(" ", text))}
    return len(found) >= _PARTISAN_WORDS


def _source_of(draft: Draft, *, official: bool, partisan: bool) -> tuple[ActorRef, SourceType] | None:
    """The body that the publisher's name holds, else that of the title or the lead, else the office itself."""
    publisher, actors = draft.report.publisher or "", draft.get(ACTORS)
    row = _body_in(publisher, actors)
    if row is not None:
        return row.actor, SOURCE_TYPE_OF[row.category]
    if _JOINT_FORCE.search(publisher) and (alliance := _main_body(actors, "coalition", None)) is not None:
        return ActorRef(name=alliance), "state_force"
    if not official and (titled := _body_of_title(draft)) is not None:
        return titled
    if partisan and (own := _WE_THE.search(draft.text)) is not None:
        return ActorRef(name=own["body"]), "armed_group"
    if partisan and _speaks_of_caliphate(draft):
        return _caliphate_of(actors), "armed_group"
    if official and (office := _office_of(publisher, actors)) is not None:
        return office
    row = _body_of_lead(draft, partisan=partisan)
    if row is not None:
        return row.actor, SOURCE_TYPE_OF[row.category]
    name = _without_press_words(publisher)
    own_office = name != publisher and _PRESS_NOTE.search(publisher)
    return (ActorRef(name=name), "armed_group" if partisan else "government") if own_office else None


def _body_in(publisher: str, actors: Sequence[ResolvedActor]) -> ResolvedActor | None:
    """The force of the text that the publisher's own name holds ("Kenyan Army Press Office", "ABC Media Centre")."""
    folded, words = publisher.lower(), set(re.findall(r"[\w’'-]+", publisher))
    for row in actors:
        if row.actor.actor_id is None or row.category not in _FORCES | _GROUPS | {"government"}:
            continue
        said = row.actor.mention or ""
        if row.actor.name.lower() in folded or (
            row.mention.form == "named" and said in words and said != said.lower()
        ):
            return row
    return None


def _body_of_title(draft: Draft) -> tuple[ActorRef, SourceType] | None:
    """The force or group that the title names as the one that speaks: "ABC: statement on", "ABC communiqué"."""
    title = draft.report.title or ""
    note = _NOTE_TITLE.match(title)
    if note is None and not is_partisan(draft.text):
        return None
    told = note["body"] if note is not None else title
    for row in draft.get(ACTORS):
        fits = row.actor.actor_id is not None and row.category in _FORCES | _GROUPS and row.mention.form == "named"
        if fits and any(told.lower().startswith(name.lower()) for name in (row.actor.name, row.actor.mention or "-")):
            return row.actor, SOURCE_TYPE_OF[row.category]
    named = note is not None and not _KIND_OF_NOTE.match(told)
    return (ActorRef(name=told), "armed_group") if named else None


def _speaks_of_caliphate(draft: Draft) -> bool:
    """Whether it is a note of the caliphate itself; its foes call it by other names."""
    if re.search(r"\b(?:Daesh|ISIS|ISIL)\b", draft.text):
        return False
    return _caliphate().search(f"{draft.report.publisher} {draft.report.title} {draft.text}") is not None


def _caliphate_of(actors: Sequence[ResolvedActor]) -> ActorRef:
    rows = (row.actor for row in actors if row.category in _GROUPS and row.actor.name.startswith("Islamic State"))
    return next(rows, ActorRef(name="Islamic State", actor_id="is"))


def _office_of(publisher: str, actors: Sequence[ResolvedActor]) -> tuple[ActorRef, SourceType] | None:
    """An office by its own name; that of the government or army where the name tells no more than that."""
    kind = next((kind for kind, pattern in _kinds() if pattern.search(publisher)), None)
    if kind is None:
        return None
    name = _without_press_words(publisher)
    body = None
    if kind == "government" and _HEAD_OF_STATE.search(publisher):
        body = _government_of(publisher) or _main_body(actors, "government", None)
    elif kind == "state_force" and not _LOCAL.search(name) and not _has_own_name(name):
        body = _main_body(actors, "state_force", _country_of(publisher))
    return ActorRef(name=body or name), kind


def _has_own_name(publisher: str) -> bool:
    """Whether an office bears a name of its own ("Wrath of the River Operations Room"), not only its trade."""
    words = _trade_words().sub(" ", publisher)
    capitals = re.findall(r"\b[A-Z][\w’'-]+", words)
    return " of " in words and len(capitals) > 1 and _country_of(publisher) is None


def _main_body(actors: Sequence[ResolvedActor], category: ActorCategory, country: str | None) -> str | None:
    """The body of this category that the text names most; of the country, where one is told."""
    rows = [row for row in actors if row.category == category and row.actor.actor_id]
    here = [row for row in rows if country and (row.actor.actor_id or "").startswith(f"{country}.")]
    names = Counter(row.actor.name for row in here or rows)
    return names.most_common(1)[0][0] if names else None


def _country_of(publisher: str) -> str | None:
    """The country whose name, people or capital stands in a publisher's name."""
    words = [word.key for word in split_words(publisher)]
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            key = tuple(words[at : at + length])
            code = load_adjectives().get(key) or load_state_names().get(key, (None, ""))[0]
            if code:
                return code
    return None


def _government_of(publisher: str) -> str | None:
    code = _country_of(publisher)
    return next((body for other, body in load_state_names().values() if other and other == code), None)


def _without_press_words(publisher: str) -> str:
    """The body's own name: "Karsa Police, Media Section" is the Karsa Police."""
    english = _lexicon()["english"]
    for foreign, name in english.items():
        if foreign in publisher.lower():
            return str(name)
    name = re.sub(r"\([^)]*\)", "", publisher)
    name = _press_words().sub("", name)
    name = re.sub(r"^(?:of|for)\s+(?:the\s+)?", "", name.strip(" ,-–—/"), flags=re.IGNORECASE)
    return name.split(",")[0].strip(" ,-–—/") or publisher


def _body_of_lead(draft: Draft, *, partisan: bool) -> ResolvedActor | None:
    """The force that the first paragraph names first; a group only where the note speaks of "our" fighters."""
    lead = [sentence.span for sentence in draft.get(SENTENCES) if sentence.paragraph == 0]
    end = lead[-1].end if lead else 0
    wanted = _FORCES | _GROUPS if partisan or _OURS.search(draft.text) else _FORCES
    rows = (row for row in draft.get(ACTORS) if row.span.end <= end and row.actor.actor_id is not None)
    known = [row for row in rows if row.category in wanted and row.mention.form != "pronoun"]
    groups = [row for row in known if partisan and row.category in _GROUPS]
    return next(iter(groups or known), None)


_NOTE_TITLE = re.compile(
    r"(?:Translation:\s)?(?P<body>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,4})"
    r"(?::\s(?:[a-z]+\s){0,2}|\s)(?:statement|communiqu[eé]|situation report|bulletin)\b"
)
_WE_THE = re.compile(r"\b[Ww]e, the (?P<body>[^,.;]{4,60}),")
_OURS = re.compile(r"\b[Oo]ur (?:\w+ )?(?:forces|fighters|troops|units|comrades|men|soldiers|mujahideen)\b")
_KIND_OF_NOTE = re.compile(
    r"(?:(?:Official|Military|Government|Morning|Noon|Midday|Evening|Night|Daily|Weekly|Monthly|Security|Press|Media|"
    r"Situation|War|News|Joint|Final|First|Second|Special|Full|New|Latest|Public|Emergency|Field|Health)\b\s*)+$"
)
"""Words that tell what sort of note it is, and not whose."""
_JOINT_FORCE = re.compile(r"\b(?:(?:combined )?joint task force|coalition|alliance)\b", re.IGNORECASE)
_HEAD_OF_STATE = re.compile(r"\b(?:presidency|présidence|presidencia|government|gouvernement)\b", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:police|gendarmerie|governorate|prefecture)\b", re.IGNORECASE)


@cache
def _lexicon() -> Mapping[str, Any]:
    lexicon: Mapping[str, Any] = load_yaml("lexicons/publishers.yaml")
    return lexicon


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


@cache
def _office_words() -> re.Pattern[str]:
    return _any_of(_lexicon()["office_words"])


@cache
def _trade_words() -> re.Pattern[str]:
    lexicon = _lexicon()
    return _any_of([*lexicon["office_words"], *lexicon["press_office"], *lexicon["kinds"]["state_force"]])


@cache
def _press_words() -> re.Pattern[str]:
    return _any_of(_lexicon()["press_office"])


@cache
def _partisan() -> re.Pattern[str]:
    return _any_of(_lexicon()["partisan"])


@cache
def _caliphate() -> re.Pattern[str]:
    return _any_of(_lexicon()["caliphate"])


@cache
def _kinds() -> Sequence[tuple[SourceType, re.Pattern[str]]]:
    return [(kind, _any_of(words)) for kind, words in _lexicon()["kinds"].items()]
