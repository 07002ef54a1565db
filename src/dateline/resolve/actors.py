"""Who is meant: mentions of actors resolved by the story's country, its date and what came before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.model.actors import Actor, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.model.drafts import ACTOR_MENTIONS, ACTORS, PERSON_MENTIONS, QUOTES, SENTENCES, Additions, Draft
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.resolve.actor_memory import ARMED_GROUPS, is_named
from dateline.resolve.actor_readings import ActorReading, Found, is_home_name, missions_of
from dateline.resolve.actor_rules import resolve_noun

_DOES = re.compile(
    r"\s+(?:also |now |later |then |still |never |not )?(?:\w+ed|has|had|said|says|would|will|could|did|does|took|"
    r"takes|lost|holds?|held|carries|claims|wants|began|sent|put|gave|made|makes|calls|denies|blames|lists|keeps|kept|shot|hit|"
    r"struck|fought|withdrew|led|knew|saw|seeks|sought|accuses|rejects|controls)\b"
)
_OWNERS = frozenset(("their", "theirs", "its", "them"))
_TIED = re.compile(
    r"\b(?:linked to|tied to|ties (?:to|with)|loyal to|allegiance to|allied (?:to|with)|affiliated (?:to|with))"
    r"\s(?:the\s)?$"
)
_AFFILIATE = re.compile(
    r"(?:['’]s)?[\s-](?:[\w-]+\s){0,2}?(?:affiliates?|branch|offshoot|franchise|linked|affiliated|aligned|backed|inspired)\b"
)
_COMPOUND = re.compile(r"[-‑](?:inspired|linked|affiliated|aligned|backed|based|held|controlled|occupied|led)\b")
_PLACED = re.compile(r"\b(?:at|in|near|outside|around)\s$")
_SHORT = 5
_OWN = re.compile(r"\b(?:our|your)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_WE = frozenset(["we", "us", "our", "ours", "ourselves", "i", "me", "my"])
_ONE_PERSON = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])


class ActorStage:
    """Provides one ResolvedActor for every mention that means an actor, in order of the text."""

    name = "actors"
    version = "1"
    requires = (ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, QUOTES)
    provides = (ACTORS,)

    def __init__(self, registry: ActorRegistry, gazetteer: Gazetteer | None = None) -> None:
        self._registry = registry
        self._gazetteer = gazetteer
        self._missions = missions_of(registry)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{ACTORS: tuple(_resolve(self._read(draft)))} for draft in batch]

    def _read(self, draft: Draft) -> ActorReading:
        return ActorReading(draft, self._registry, self._gazetteer, self._missions)


def _resolve(reading: ActorReading) -> Iterator[ResolvedActor]:
    for mention in reading.mentions:
        row = _resolve_one(reading, mention)
        if row is not None:
            if not _is_a_tie(reading, mention):
                reading.memory.keep(row)
            yield row


def _is_a_tie(reading: ActorReading, mention: ActorMention) -> bool:
    """Whether the group is only named to tell of another: "al-Qaida's affiliate", "linked to IS"."""
    before = reading.text[max(0, mention.span.start - 24) : mention.span.start]
    return mention.form == "named" and bool(_TIED.search(before) or _AFFILIATE.match(reading.text, mention.span.end))


def _resolve_one(reading: ActorReading, mention: ActorMention) -> ResolvedActor | None:
    if mention.form == "named":
        return None if _COMPOUND.match(reading.text, mention.span.end) else _named(reading, mention)
    if mention.form == "pronoun":
        return _pronoun(reading, mention)
    found = _of_own_side(reading, mention) or resolve_noun(reading, mention)
    return _row(reading, mention, found) if found is not None else None


def _of_own_side(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "our fighters", "your brothers", "the mujahideen" in the word of a side itself: that side."""
    if reading.own is None or reading.is_quoted(mention):
        return None
    ours = _OWN.search(reading.before(mention)) or mention.span.text_in(reading.text).lower().startswith(
        ("our ", "your ")
    )
    if mention.head in _OWN_PRAISE or (ours and mention.head in _OWN_PEOPLE | _OWN_PRAISE):
        return reading.own
    return None


_OWN_PRAISE = frozenset(["mujahideen", "mujahidin", "mujahedeen", "freedom fighters"])
_OWN_PEOPLE = frozenset(
    ["forces", "fighters", "troops", "units", "men", "soldiers", "lions", "heroes", "comrades", "brothers", "fighter",
     "combatants", "guerrillas", "columns", "patrol", "army", "armed forces", "unit", "brothers", "teams"]
)  # fmt: skip


def _row(reading: ActorReading, mention: ActorMention, found: Found) -> ResolvedActor:
    words = mention.span.text_in(reading.text)
    if isinstance(found, Actor):
        ref = ActorRef(name=found.name, mention=words, actor_id=found.actor_id)
        return ResolvedActor(mention.span, mention, ref, found.category)
    if isinstance(found, ResolvedActor):
        ref = ActorRef(name=found.actor.name, mention=words, actor_id=found.actor.actor_id)
        return ResolvedActor(mention.span, mention, ref, found.category)
    ref = ActorRef(name=found.name, mention=words, actor_id=found.actor_id)
    return ResolvedActor(mention.span, mention, ref, mention.category)


def _named(reading: ActorReading, mention: ActorMention) -> ResolvedActor | None:
    words = mention.span.text_in(reading.text)
    known = _rows_of(reading, words)
    if not any(row.name == mention.head for row in known):  # letters that the report itself explains
        known = reading.registry.find(mention.head)
    if len(known) == 1 and known[0].name != mention.head:
        known = reading.registry.find(mention.head) or known
    if not known and mention.category == "government" and "inistry" in words:
        known = [row for row in (_ministry(reading, mention, words),) if row is not None]
    if not known:
        return _row(reading, mention, ActorRef(name=mention.head))
    actor = known[0] if known[0].category == "government" and len(known) == 1 else reading.best(known, words)
    if actor is None:
        far = _is_short(words) and all(is_home_name(words, other) for other in known)
        return None if far else _row(reading, mention, ActorRef(name=words))
    return None if _is_namesake(reading, mention, actor) else _row(reading, mention, actor)


def _ministry(reading: ActorReading, mention: ActorMention, words: str) -> Actor | None:
    """ "Ministry of Health", "Health Ministry": that of the country told of, if it has one of that name."""
    found = reading.body(mention, words.lower())
    return found if found is not None and "inistry" in found.name else None


def _rows_of(reading: ActorReading, words: str) -> Sequence[Actor]:
    """The rows of a name, with or without the words for its people behind it ("ADF fighters")."""
    parts = words.split()
    found = (reading.registry.find(" ".join(parts[:end])) for end in range(len(parts), 0, -1))
    return next((rows for rows in found if rows), ()) if words[:1].isupper() else reading.registry.find(words)


def _is_namesake(reading: ActorReading, mention: ActorMention, actor: Actor) -> bool:
    """Short capitals, or the name of a place, that a group shares of a country which the report never speaks of."""
    words = mention.span.text_in(reading.text).split()
    if actor.country is None or any(actor.is_active_in(code) for code in reading.storied):
        return False
    if len(words) == 1 and _PLACED.search(reading.before(mention)):
        return True
    short = _is_short(words[0])
    elsewhere = not any(actor.is_active_in(code) for code in reading.countries)
    return short and elsewhere and actor.name not in reading.text


def _is_short(word: str) -> bool:
    """Whether a name is no more than a few capitals, which many bodies of the world share."""
    return word.isupper() and len(word) <= _SHORT


def _pronoun(reading: ActorReading, mention: ActorMention) -> ResolvedActor | None:
    if mention.head in _WE and reading.own is not None and not reading.is_quoted(mention):
        return _row(reading, mention, reading.own)
    if mention.head in _WE or mention.head in _ONE_PERSON:
        return None
    if mention.head == "it" and not _DOES.match(reading.text, mention.span.end):
        return None
    start = mention.span.start
    if mention.plural and reading.is_quoted(mention):
        enemy = reading.memory.latest(lambda row: row.category in ARMED_GROUPS, reading.memory.sentence_of(start) - 4)
        if enemy is not None:
            return _row(reading, mention, enemy)
    test = _are_people if mention.plural else _is_body
    found = reading.memory.nearest_in_sentence(start, test) if mention.head in _OWNERS else None
    found = found or reading.memory.subject_before(start, test)
    return _row(reading, mention, found) if found else None


def _are_people(row: ResolvedActor) -> bool:
    """Whether "they" may mean the actor."""
    return row.mention.plural or (is_named(row) and row.mention.form != "pronoun")


def _is_body(row: ResolvedActor) -> bool:
    """Whether "it" may mean the actor: a body, not people."""
    return is_named(row) and row.category not in ("civilians", "protesters", "unidentified_armed")
