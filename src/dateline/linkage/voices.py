"""Voices: who says something in a report, under a key that is the same wherever the same source speaks.

Two reports of one text have one voice, that of the outlet that had the text first. A source with a name is one
source, whoever quotes it. One without ("residents") is another in each text; `many_of_a_kind` of the rules says
for which types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from rapidfuzz import fuzz

from dateline.base.resources import load_yaml
from dateline.base.words import name_key
from dateline.linkage.toll_rules import TollRule
from dateline.model.incidents import Account, Voice
from dateline.model.ports import ActorRegistry
from dateline.model.records import OUTLET, Attribution, SourceType, Stance

TextGroups = Mapping[str, str]
"""The group of equal texts that a report belongs to, by report id; a report that is not in it is its own."""

_ARTICLES = frozenset({"a", "an", "the", "another", "one"})
_FACELESS: frozenset[SourceType] = frozenset({"witness", "unnamed"})
_SHORT = 3
_NAME = "name:"
_NEAR_PERCENT = 80


def sort_accounts(accounts: Iterable[Account]) -> list[Account]:
    """By the day of publication as written, undated ones last; then by ids, so that the order is always the same."""
    return sorted(accounts, key=lambda row: (row.report.published or "9999", row.report.id, row.record_id))


def attributions_of(account: Account) -> tuple[Attribution, ...]:
    """Who says so; where nobody is named, the report does."""
    return account.event.attribution or (OUTLET,)


class VoiceBook:
    """The voices of an incident's accounts. A voice is named, and its type is, as it was first told.

    In: `actors`, by whose names for one body ("SDF", "Syrian Democratic Forces") its voices are known as one.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        text_groups: TextGroups,
        rule: TollRule,
        actors: ActorRegistry | None = None,
    ) -> None:
        self._rule = rule
        self._groups = text_groups
        self._actors = actors
        self._spellings: dict[str, str] = {}
        self._first_publishers = self._find_first_publishers(sort_accounts(accounts))
        self._known: dict[str, Voice] = {}
        for account in sort_accounts(accounts):
            for attribution in attributions_of(account):
                self._learn(self._attributed(account, attribution))
        for account in sort_accounts(accounts):
            for said_by in (casualty.said_by for casualty in account.event.casualties):
                self._learn(self._said(account, said_by))

    def voice_of(self, account: Account, attribution: Attribution) -> Voice:
        """Whom an attribution of an account names."""
        return self._voice(self._attributed(account, attribution))

    def speaker_of(self, account: Account, said_by: str | None) -> Voice:
        """Who gives a toll of an account."""
        return self._voice(self._said(account, said_by))

    def stances_of(self, account: Account, voice: Voice) -> set[Stance]:
        """What a voice does in an account."""
        rows = attributions_of(account)
        return {row.stance for row in rows if self.voice_of(account, row).key == voice.key}

    def group_of(self, account: Account) -> str:
        return self._groups.get(account.report.id, account.report.id)

    def _voice(self, said: Voice) -> Voice:
        return self._known[self._spellings[said.key]]

    def _learn(self, voice: Voice) -> None:
        if voice.key not in self._spellings:
            self._spellings[voice.key] = self._find_spelling(voice)
        key = self._spellings[voice.key]
        known = self._known.setdefault(key, voice)
        if known.source_type is None and voice.source_type is not None:
            self._known[key] = Voice(known.key, known.name, voice.source_type)

    def _find_spelling(self, voice: Voice) -> str:
        """The key under which a source was first told: its own, or that of another spelling of its name.

        An outlet has one spelling, and outlets' names differ by little.
        """
        if voice.source_type == "outlet":
            return voice.key
        others = (key for key, other in self._known.items() if other.source_type != "outlet")
        return next((key for key in others if _spell_alike(voice.key, key)), voice.key)

    def _find_first_publishers(self, accounts: Sequence[Account]) -> dict[str, str]:
        publishers: dict[str, str] = {}
        for account in accounts:
            if account.report.publisher:
                publishers.setdefault(self.group_of(account), account.report.publisher)
        return publishers

    def _attributed(self, account: Account, attribution: Attribution) -> Voice:
        if attribution.source_type == "outlet":
            return self._outlet_of(account)
        return self._named(account, attribution.source or "", attribution.source_type)

    def _said(self, account: Account, said_by: str | None) -> Voice:
        if said_by in (None, "outlet"):
            return self._outlet_of(account)
        named = [row for row in account.event.attribution if row.source and _mean_the_same(row.source, str(said_by))]
        if named:
            return self._attributed(account, named[0])
        known = self._known.get(self._spellings.get(self._key_by_name(str(said_by)), ""))
        return known or self._named(account, str(said_by), None)

    def _outlet_of(self, account: Account) -> Voice:
        publisher = self._first_publishers.get(self.group_of(account))
        if publisher is None:
            return Voice(f"text:{self.group_of(account)}", "", "outlet")
        return Voice(f"{_NAME}{' '.join(_body_words(publisher))}", publisher, "outlet")

    def _named(self, account: Account, name: str, source_type: SourceType | None) -> Voice:
        tied = source_type is None or source_type in self._rule.many_of_a_kind
        if not name or (tied and not _is_proper_name(name, source_type)):
            words = " ".join(source_words(name)) or str(source_type)
            return Voice(f"text:{self.group_of(account)}:{words}", name, source_type)
        return Voice(self._key_by_name(name), name, source_type)

    def _key_by_name(self, name: str) -> str:
        found = self._actors.find(name) if self._actors else ()
        return f"{_NAME}{' '.join(source_words(found[0].name if found else name))}"


def source_words(name: str) -> tuple[str, ...]:
    """The words that a source is known by, without an article before them."""
    words = name_key(name)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def _is_proper_name(name: str, source_type: SourceType | None) -> bool:
    """ "Syrian Observatory for Human Rights" and not "Yemeni officials", "residents", "Residents"."""
    words = [word for word in name.replace("-", " ").split() if len(word) > _SHORT]
    if any(word[0].islower() for word in words) or not any(letter.isupper() for letter in name):
        return False
    return len(name.split()) > 1 or name.isupper() or source_type not in _FACELESS


def words_of(voice: Voice) -> tuple[str, ...]:
    """The words of the name that a voice is known by."""
    return tuple(voice.key.removeprefix(_NAME).split()) if voice.key.startswith(_NAME) else source_words(voice.name)


def _mean_the_same(name: str, other: str) -> bool:
    """Whether two names of one report mean one source: "SDF" and "Syrian Democratic Forces", "ministry" and more."""
    mine, theirs = source_words(name), source_words(other)
    if not mine or not theirs:
        return False
    letters = ("".join(word[0] for word in words) for words in (mine, theirs))
    return (
        set(mine) <= set(theirs)
        or set(theirs) <= set(mine)
        or (next(letters) == "".join(theirs) or next(letters) == "".join(mine))
    )


def _spell_alike(key: str, other: str) -> bool:
    """Whether two names are one in two spellings: "Moammar al-Eryani" and "Moammar Al-Iryani"."""
    if not (key.startswith(_NAME) and other.startswith(_NAME)):
        return False
    pairs = list(zip_longest(key.removeprefix(_NAME).split(), other.removeprefix(_NAME).split(), fillvalue=""))
    return all(mine == theirs or _are_near(mine, theirs) for mine, theirs in pairs)


def _are_near(word: str, other: str) -> bool:
    is_long = min(len(word), len(other)) > _SHORT and (word + other).isalpha()
    return is_long and fuzz.ratio(word, other) >= _NEAR_PERCENT


def _body_words(publisher: str) -> tuple[str, ...]:
    """A ministry's press office is the ministry."""
    words = source_words(publisher)
    for office in _press_offices():
        if len(words) > len(office) and words[-len(office) :] == office:
            return words[: -len(office)]
    return words


@cache
def _press_offices() -> tuple[tuple[str, ...], ...]:
    """Longest first, so that "press office of" is not cut in the middle."""
    rows = load_yaml("lexicons/publishers.yaml")["press_office"]
    several = {name_key(str(row)) for row in rows if len(name_key(str(row))) > 1}
    return tuple(sorted(several, key=lambda words: (-len(words), words)))
