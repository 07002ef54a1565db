"""The noun phrase of a speaker, before or after a verb of saying, found on the words alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dateline.annotate.speech_cues import Token, cue_verbs
from dateline.model.spans import Span


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_AUXILIARY = _word_set(
    "have has had will would did does do also then later now again since still once already long first previously "
    "earlier repeatedly meanwhile further separately even always often seldom just recently soon too "
    "himself herself themselves itself"
)
NEGATIVE = _word_set("not never neither nor cannot didn't didn’t hasn't hasn’t haven't haven’t don't don’t hadn't")
PASSIVE = _word_set("is are was were be been being am got")
_DAYS = _word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday")
_TIME_NOUNS = _word_set("day night morning evening afternoon week month year time")
_STOPS_BACK = _word_set(
    ', ; : ( ) [ ] “ ” " — – that but while as when where because although though after before if whom than since '
    "until so what"
)
_MAY_DEPEND = _word_set("that as whom since after before")
_NO_END = _word_set("a an the of in on at to by for from with under over into no any every its his her their")
RELATIVE = frozenset(("who", "which"))
_DETERMINERS = _word_set(
    "a an the this that these those one another some several many most both two three no neither his her its their "
    "he she it they we local"
)
_STOPS_FORWARD = _word_set(
    ', ; : ( ) “ ” " — – who whose which that while as at on after when during by before adding without speaking '
    "citing quoting asking in reached contacted yesterday today late early last via through was is are were had has "
    "also . ! ? said"
)
_BODIES = _word_set("police army ministry office service force forces command")
_TITLE = re.compile(r"[A-Z][a-z]{1,5}$|[A-Z]$|(?:[A-Z]\.)+[A-Z]$")
_TIME_WORDS = (
    r"(?:\d{1,2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|week|month|year|day|night|"
    r"morning|evening|afternoon|hours|days|weeks|months|years|statement|time)\b"
)
_LEAD = re.compile(
    r"(?:(?:But|And|Yet|Also|Still|Meanwhile|However|Earlier|Later|Separately|Then|Now|so|and|or|yet|then)\b,?\s+)*"
    r"(?:(?:(?:On|In|At|By|Since|Within|Late|Early|Earlier|Later|Last|That|This|The|Some|A|Two|Three|Four|Five|"
    r"Six|Seven|in|on|at|by|late|early|earlier|later|last|that|this)\s+)+(?:[\w.]+\s+){0,3}?"
    + _TIME_WORDS
    + r"(?:\s+"
    r"(?:morning|evening|afternoon|night|earlier|later|ago|\d{1,4}|before))*,?\s+)?"
)
ADVERBIAL = re.compile(
    r"(?:In|At|On|From|Of|For|By|With|To|Among|After|Before|During|Since|Earlier|Later|Also|Meanwhile|However|But|"
    r"And|Last|Late|Early|Then|Still|Yet|As|Within|Despite|Under|Across|Around|Near|Separately|[A-Z][a-z]+ing(?= ))\b"
)
_PREPOSITION = re.compile(r"(?:In|At|On|From|Of|For|By|With|To|Among|in|at|on|from|of|for|by|with|to)\s")
_LATE_START = re.compile(r"\s(?=(?:an?|the|one|another|some|several|his|her|its|their)\s)")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|do|came|went|fell|took|left|lost|"
    r"began|broke|met|ran|struck|hit|shot|got|gave|held|made|put|saw|found|fled|flew|drove|rose|stood|"
    r"(?!(?:un)?(?:armed|named|identified|united|masked|allied|alleged|suspected|retired|uniformed)\b)"
    r"[a-z]{2,}(?<!ne)(?<!hundr)ed)\b"
)


def has_verb(text: str) -> bool:
    """Whether the words look like a clause rather than a phrase."""
    return _VERB.search(text) is not None


def first_verb(text: str, start: int, end: int) -> int | None:
    """Where the first verb of the words stands."""
    found = _VERB.search(text, start, end)
    return found.start() if found else None


class PhraseFinder:
    """Finds noun phrases among the tokens of one sentence; `in_quote` says which offsets are quoted."""

    def __init__(self, text: str, tokens: Sequence[Token], in_quote: Callable[[int], bool]) -> None:
        self._text, self._tokens, self._in_quote = text, tokens, in_quote

    def skip_auxiliaries(self, at: int) -> tuple[int, bool]:
        """The last token before the verb group that ends at `at`, and whether the group is negated or passive."""
        tokens, barred = self._tokens, False
        while at >= 0:
            word = tokens[at].lower
            if word in NEGATIVE or word in PASSIVE:
                barred = True
            elif word in _DAYS and at > 0 and tokens[at - 1].lower in ("on", "late", "early"):
                at -= 1
            elif word not in _AUXILIARY and not self._is_adverb(at):
                break
            at -= 1
        return at, barred

    def _is_adverb(self, at: int) -> bool:
        word = self._tokens[at].text
        return word.endswith("ly") and word[0].islower() and len(word) > 4 and word not in ("family", "assembly")

    def before(self, at: int) -> Span | None:
        """The subject that ends at token `at`, apposition and relative clause included."""
        tokens = self._tokens
        if tokens[at].lower in RELATIVE:
            return self._antecedent(at - 1)
        if at >= 0 and tokens[at].text == ",":
            return self._before_apposition(at)
        return self._walk_back(at)

    def _antecedent(self, at: int) -> Span | None:
        """ "…, which points at X": the phrase before the relative pronoun, no further back than its preposition."""
        tokens = self._tokens
        if at >= 0 and tokens[at].text == ",":
            at -= 1
        begin = at
        while (
            begin > 0 and not self._bounds(begin, at) and tokens[begin].lower not in ("at", "to", "on", "by", "with")
        ):
            begin = self._skip_parenthesis(begin) - 1
        region = Span(tokens[begin + 1].start if begin else tokens[0].start, tokens[at].end) if at >= 0 else None
        return region if region is None or region.start < region.end else None

    def _skip_parenthesis(self, at: int) -> int:
        """The opening bracket for the closing one at `at`, else `at` itself."""
        if self._tokens[at].text != ")":
            return at
        return next((i for i in range(at, max(-1, at - 8), -1) if self._tokens[i].text == "("), at)

    def _before_apposition(self, comma: int) -> Span | None:
        """ "X, who heads the office, said": the phrase before the comma that opens the words about X."""
        tokens = self._tokens
        commas = [i for i in range(comma) if tokens[i].text == "," and not self._in_quote(tokens[i].start)]
        opening = next((i for i in commas if self._is_bare_phrase(i)), commas[-1] if commas else None)
        if opening is None:
            return self._walk_back(comma - 1)
        head = self._walk_back(opening - 1)
        return None if head is None else Span(head.start, tokens[comma - 1].end)

    def _is_bare_phrase(self, comma: int) -> bool:
        """Whether the sentence opens with a noun phrase that this comma ends ("The rebels, who …, said")."""
        words = self._text[self._tokens[0].start : self._tokens[comma].start]
        return 0 < comma <= 9 and not has_verb(words) and not ADVERBIAL.match(words)

    def _walk_back(self, at: int) -> Span | None:
        tokens = self._tokens
        begin = at
        while begin >= 0 and at - begin < 16 and not self._bounds(begin, at):
            begin = self._skip_parenthesis(begin) - 1
        if begin >= 0 and (tokens[begin].lower in _MAY_DEPEND or tokens[begin].lower in cue_verbs()):
            relative = self._relative_before(begin)
            if relative is not None:
                return self._walk_back(relative)
        if begin > 0 and tokens[begin].lower == "where":
            return self._walk_back(begin - 1)  # "a nurse at a clinic where they were brought said"
        if begin == at or tokens[at].lower in _NO_END:
            return None
        return self.without_lead(tokens[begin + 1].start, tokens[at].end)

    def _relative_before(self, at: int) -> int | None:
        """ "A man who asked that no name be used told …": the token before "who", in the same clause."""
        for i in range(at, max(-1, at - 12), -1):
            if self._tokens[i].text in (",", ";", ":") or self._in_quote(self._tokens[i].start):
                return None
            if self._tokens[i].lower in RELATIVE and i > 0:
                return i - 1
        return None

    def _bounds(self, begin: int, at: int) -> bool:
        tokens = self._tokens
        token = tokens[begin]
        following = tokens[begin + 1].lower if begin < at else ""
        if token.lower == "that" and following in _TIME_NOUNS:
            return False
        if token.text == ")" and self._skip_parenthesis(begin) < begin:
            return False
        if token.lower in _STOPS_BACK or self._in_quote(token.start):
            return True
        if token.text == ".":
            return not self.is_abbreviation(begin)
        if token.lower == "and":
            return following in _DETERMINERS and not self._joins_phrases(begin)
        if following in ("in", "by", "on") and token.lower.endswith("ed"):  # "residents quoted in a paper"
            return False
        return token.lower in cue_verbs() and token.lower.endswith(("ed", "said", "told")) and begin < at

    def _joins_phrases(self, at: int) -> bool:
        """ ", officers and a source said": a short phrase opens just before the "and"."""
        opening = next((i for i in range(at - 1, max(-1, at - 5), -1) if self._tokens[i].text == ","), None)
        start = 0 if opening is None else opening
        return at - start <= 4 and not has_verb(self._text[self._tokens[start].start : self._tokens[at].start])

    def without_lead(self, start: int, end: int) -> Span | None:
        """The phrase without the times and prepositions that stand before it."""
        lead = _LEAD.match(self._text, start, end)
        if lead is not None and lead.end() < end:
            start = lead.end()
        preposition = _PREPOSITION.match(self._text, start, end)
        if preposition:
            later = [m.end() for m in _LATE_START.finditer(self._text, preposition.end(), end)]
            start = later[-1] if later else preposition.end()
        return Span(start, end) if start < end else None

    def after(self, index: int) -> Span | None:
        """The noun phrase that starts at token `index`."""
        tokens, last = self._tokens, None
        for at in range(index, min(index + 14, len(tokens))):
            token = tokens[at]
            if token.text == "." and last is not None and self.is_abbreviation(at):
                continue
            if token.lower in _STOPS_FORWARD and not (token.lower == "in" and self._names_body(at)):
                break
            last = at
        if last is None:
            return None
        return Span(tokens[index].start, tokens[self._with_name(last)].end)

    def _with_name(self, last: int) -> int:
        """ "the group's director, X Y.": the name that follows in apposition belongs to the phrase."""
        tokens = self._tokens
        if not tokens[last].text.islower() or last + 2 >= len(tokens) or tokens[last + 1].text != ",":
            return last
        at = last + 2
        while at < len(tokens) and (tokens[at].text[0].isupper() or tokens[at].text.startswith(("al-", "el-"))):
            at += 1
        closed = at == len(tokens) or tokens[at].text in (",", ".", ";")
        return at - 1 if closed and 2 <= at - last - 2 <= 4 else last

    def is_abbreviation(self, at: int) -> bool:
        """Whether the full stop at token `at` stands inside the sentence, after a rank or an initial."""
        return at > 0 and at + 1 < len(self._tokens) and _TITLE.search(self._tokens[at - 1].text) is not None

    def _names_body(self, at: int) -> bool:
        """ "an officer in the provincial police": the body belongs to who speaks."""
        return any(token.lower in _BODIES for token in self._tokens[at + 1 : at + 5])
