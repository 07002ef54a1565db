"""The words that report a saying, read from the lexicon and found in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from dateline.base.resources import load_yaml
from dateline.model.records import SourceType, SpeechAct, Stance

LEXICON = "lexicons/speech_verbs.yaml"
Frame = Literal["clause", "object", "party"]
_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:[-'’.]\w+)*['’]?|\S")
_ACCORDING = "according to"
_COUNTS = frozenset(
    ("figures", "tally", "count", "counts", "account", "accounts", "estimates", "estimate", "reckoning")
)
_ENDS = frozenset('.,;:()”"')
_NAMES_LIKE_WORDS = frozenset(("IS", "US", "IT", "WHO", "AS"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark with its offsets in the report's text; `lower` is the word in lower case."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A row of the lexicon: what a verb of saying means and which words must follow it."""

    lemma: str
    frame: Frame
    act: SpeechAct | None = None
    stance: Stance = "says"
    invert: bool = False
    strict: bool = True
    needs: frozenset[str] = frozenset()
    after: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying in a sentence: the verb and its token's place in the sentence."""

    verb: CueVerb
    index: int
    participle: bool


BY_COUNT_OF = CueVerb("by the count of", "clause", strict=True)
ACCORDING_TO = CueVerb(_ACCORDING, "clause", strict=False)


def split_tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of `text[start:end]`."""
    return [Token(m.start(), m.end(), m.group(), _lower(m.group())) for m in _WORD.finditer(text, start, end)]


def _lower(word: str) -> str:
    """The word in lower case; capitals that would make a small word of a name stay ("IS", "US")."""
    return word if word in _NAMES_LIKE_WORDS else word.lower()


def find_cues(text: str, tokens: Sequence[Token], masked: Sequence[bool]) -> Iterator[Cue]:
    """The cues of a sentence in order; `masked` marks the tokens inside quotations, which are never cues."""
    verbs = cue_verbs()
    for index, token in enumerate(tokens):
        if masked[index]:
            continue
        if token.lower == "according" and index + 1 < len(tokens) and tokens[index + 1].lower == "to":
            yield Cue(ACCORDING_TO, index, participle=False)
        if token.lower == "by" and count_after(tokens, index) is not None:
            yield Cue(BY_COUNT_OF, index, participle=False)
        for verb in verbs.get(token.lower, ()):
            if _fits(verb, text, tokens, index):
                yield Cue(verb, index, participle=token.lower.endswith("ing"))
                break


def count_after(tokens: Sequence[Token], index: int) -> int | None:
    """ "by the ministry's figures": where the count stands that ends the words after token `index`."""
    for at in range(index + 2, min(index + 9, len(tokens))):
        if tokens[at].lower in _COUNTS and at + 1 < len(tokens) and tokens[at + 1].lower == "of":
            return at if at == index + 2 else None  # "by the count of a union"
        if tokens[at].lower in _COUNTS:
            return at if at + 1 == len(tokens) or tokens[at + 1].text in _ENDS else None
        if tokens[at].text in _ENDS:
            return None
    return None


def _fits(verb: CueVerb, text: str, tokens: Sequence[Token], index: int) -> bool:
    if verb.after is not None:
        follows = text[tokens[index].end : tokens[-1].end].lstrip()
        return verb.after.match(follows) is not None
    if not verb.needs:
        return True
    return any(token.lower in verb.needs for token in tokens[index + 1 : index + 9])


@cache
def cue_verbs() -> dict[str, tuple[CueVerb, ...]]:
    """Every form of every verb of the lexicon; the rows with conditions stand first."""
    rows = load_yaml(LEXICON)
    found: dict[str, list[CueVerb]] = {}
    for row in rows["phrases"]:
        verb = _cue_verb(row, re.compile(row["after"]))
        for form in rows["irregular"].get(verb.lemma) or regular_forms(verb.lemma):
            found.setdefault(form, []).append(verb)
        found.setdefault(verb.lemma, []).append(verb)
    for row in rows["verbs"]:
        verb = _cue_verb(row, None)
        for form in {verb.lemma, *(row.get("forms") or regular_forms(verb.lemma))}:
            found.setdefault(form, []).append(verb)
    return {form: tuple(verbs) for form, verbs in found.items()}


def _cue_verb(row: dict[str, object], after: re.Pattern[str] | None) -> CueVerb:
    needs = cast(list[str], row.get("needs") or [])
    return CueVerb(
        lemma=str(row["lemma"]),
        frame=cast(Frame, row["frame"]),
        act=cast("SpeechAct | None", row.get("act")),
        stance=cast(Stance, row.get("stance") or "says"),
        invert=bool(row.get("invert")),
        strict=bool(row.get("strict")) or after is not None,
        needs=frozenset(needs),
        after=after,
    )


def regular_forms(lemma: str) -> list[str]:
    """Third person, past and -ing of a regular verb."""
    if lemma.endswith("e"):
        return [lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return [third, lemma + "ed", lemma + "ing"]


@cache
def source_nouns() -> dict[str, SourceType]:
    """Head nouns that can say something, singular and plural, with the kind of source that they name."""
    found: dict[str, SourceType] = {}
    for noun, kind in load_yaml(LEXICON)["sources"].items():
        source_type = cast(SourceType, kind)
        found[noun] = source_type
        found[_plural(noun)] = source_type
    return found


@cache
def role_nouns() -> frozenset[str]:
    """The single words for what people are ("teacher", "gunmen"), whether they are met as sources or not."""
    rows = load_yaml("lexicons/roles.yaml")["strong"]
    return frozenset(noun for nouns in rows.values() for noun in nouns if " " not in noun)


@cache
def noun_verbs() -> frozenset[str]:
    """The lemmas whose bare form may be a noun ("claim"): they need a plural subject to be read as verbs."""
    return frozenset(load_yaml(LEXICON)["noun_verbs"])


@cache
def body_nouns() -> frozenset[str]:
    """The head nouns that name a body, singular and plural."""
    nouns = load_yaml(LEXICON)["bodies"]
    return frozenset((*nouns, *(_plural(noun) for noun in nouns)))


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch")) else "s")
