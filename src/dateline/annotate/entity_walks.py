"""A walk over the words of a text: where it stands, and the mentions that its readers make of words."""

from __future__ import annotations

from dateline.annotate.actor_names import NameIndex, joined
from dateline.annotate.actor_nouns import NounFinder, keys_of, load_adjectives
from dateline.base.words import split_words
from dateline.model.actors import Actor, ActorCategory
from dateline.model.annotations import ActorMention
from dateline.model.ports import ActorRegistry
from dateline.model.spans import Span

_SINGULAR_MEMBERS = frozenset(
    ["militant", "fighter", "soldier", "gunman", "member", "rebel", "insurgent", "suspect", "terrorist", "jihadist",
     "cell", "network", "gang", "unit", "faction", "drone"]
)  # fmt: skip

Read = tuple[int, ActorMention | None]
"""What a reader gives: the last word that it takes, and the mention; None where nothing for it begins there."""


class Walk:
    """One walk over the words of a text; what is found is never looked at again.

    `floor` is the next word to be read, `taken` the one behind the last mention; `defined` the mentions that letters
    in brackets stand for.
    """

    def __init__(self, text: str, registry: ActorRegistry, names: NameIndex, nouns: NounFinder) -> None:
        self.text = text
        self.words = split_words(text)
        self.registry = registry
        self.names = names
        self.nouns = nouns
        self.defined: dict[str, ActorMention] = {}
        self.floor = 0
        self.taken = 0
        self.after_state = False
        self.last_category: ActorCategory | None = None

    def take(self, last: int, found: ActorMention) -> None:
        """Goes on behind the last word of a mention."""
        self.floor = self.taken = last + 1
        self.last_category = found.category
        self.after_state = found.form == "named" and found.category == "government"

    def joins(self, left: int, right: int) -> bool:
        return joined(self.text, self.words[left], self.words[right])

    def words_from(self, at: int, last: int) -> str:
        return self.text[self.words[at].start : self.words[last].end]

    def past_members(self, last: int) -> tuple[int, bool]:
        """Takes in "fighters" behind a group's name, and tells whether it is more than one."""
        plural = True
        while last + 1 < len(self.words) and self.joins(last, last + 1) and not self.words[last].possessive:
            key = self.words[last + 1].key
            if key not in keys_of("members") or self.words[last + 1].text[0].isupper():
                break
            last += 1
            plural = key not in _SINGULAR_MEMBERS
        return last, plural

    def named(self, at: int, last: int, actor: Actor, plural: bool = True) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "named", actor.name, actor.category, actor.country, plural)

    def new_name(self, at: int, last: int, name: str, category: ActorCategory) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "named", name, category, self.country_in(at, last), True)

    def generic(
        self, at: int, last: int, head: str, category: ActorCategory, country: str | None, plural: bool = True
    ) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "generic", head, category, country, plural)

    def country_in(self, at: int, last: int) -> str | None:
        for index in range(at, last + 1):
            code = load_adjectives().get((self.words[index].key,))
            if code and self.words[index].text[0].isupper():
                return code
        return None
