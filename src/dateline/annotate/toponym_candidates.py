"""Candidates among the capitalised names of a text, and which of them are toponyms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.annotate.toponym_contexts import is_introduced_as_place, is_listed_with, stands_in, word_class, words_of
from dateline.annotate.toponym_offices import judge_neighbours
from dateline.annotate.toponym_pairs import divide_pairs
from dateline.annotate.toponym_runs import POSSESSIVE, Word, trim_joints
from dateline.base.text import fold_name
from dateline.model.places import GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span

_MAX_WORDS = 6
_STRONG_KINDS = frozenset({"country", "admin1", "admin2", "region", "mountain", "sea", "lake", "river", "island"})
_STRONG_POPULATION = 50_000
_LOCAL_POPULATION = 1_000
_MAX_ACRONYM_CHARS, _MIN_SPELT_CHARS = 6, 4
_HEAD_GOES_ON = re.compile(r",|:| ?[-–—]+ | \(| [A-Z][a-z]")


class CandidateSearch:
    """Candidates of one text; known names first, for they tell the countries that weak ones must fit."""

    def __init__(
        self,
        text: str,
        gazetteer: Gazetteer,
        sentence_starts: frozenset[int],
        told: Sequence[str],
        surnames: frozenset[str] | None = None,
    ) -> None:
        """`surnames` of the text where places are looked for widely, None elsewhere."""
        self._surnames = surnames
        self._told = {fold_name(name) for name in told}
        self._text = text
        self._gazetteer = gazetteer
        self._starts = sentence_starts
        self._strong: list[Span] = []
        self._weak: list[tuple[Span, Sequence[GazetteerEntry]]] = []
        self._unknown: list[Span] = []
        self._countries: set[str] = set()
        self._joined: set[int] = set()
        """Offsets beside the dash of "the A-B road": what stands there is a place."""

    def read_run(self, run: list[Word]) -> None:
        names = divide_pairs(self._text, run, self._gazetteer)
        if len(names) > 1:
            self._joined |= {names[0][-1].end, names[1][0].start}
        for words in names:
            self._read_names(words)

    def _read_names(self, run: list[Word]) -> None:
        run = self._without_opening_word([part for word in run for part in self._halves(word)])
        index, rest = 0, 0
        while index < len(run):
            length = self._match_at(run, index)
            if length:
                self._keep_unknown(run[rest:index])
                index += length
                rest = index
            else:
                index += 1
        self._keep_unknown(run[rest:])

    def _halves(self, word: Word) -> list[Word]:
        """Both names of "Russia-Turkey ties"; other words as they are."""
        head, mark, tail = word.text.partition("-")
        if not mark or "-" in tail or not tail[:1].isupper() or not self._is_pair(word.text, head, tail):
            return [word]
        middle = word.start + len(head)
        return [Word(word.start, middle, head, True), Word(middle + 1, word.end, tail, True)]

    def _is_pair(self, whole: str, head: str, tail: str) -> bool:
        if self._surnames is None:
            return self._is_country(head)
        find = self._gazetteer.find
        return not find(whole) and bool(find(head)) and bool(find(tail) or find(f"{tail} County"))

    def _is_country(self, name: str) -> bool:
        entries = self._gazetteer.find(name)
        return bool(entries) and entries[0].kind == "country"

    def decide(self) -> list[Span]:
        """The spans that are toponyms, in no order."""
        found = list(self._strong)
        for span, entries in self._weak:
            fits = self._fits(entries)
            if self._is_introduced(span, known=fits) or (fits and not self._opens_sentence(span)):
                found.append(span)
        found += [span for span in self._unknown if self._is_introduced(span, known=False)]
        names = self._told | {fold_name(span.text_in(self._text)) for span in found}
        rest = [span for span in self._unknown if span not in found]
        found += [span for span in rest if fold_name(span.text_in(self._text)) in names]
        for span in rest:
            if is_listed_with(self._text, span, found):
                found.append(span)
        return [span for span in found if not self._is_somebodys(span)]

    def _is_introduced(self, span: Span, *, known: bool) -> bool:
        ends_pair = span.start in self._joined or span.end in self._joined
        return ends_pair or is_introduced_as_place(self._text, span, known=known)

    def _is_somebodys(self, span: Span) -> bool:
        """Whether an unknown or lesser name is a surname of the text, and does not stand behind "in" or "at" here."""
        name = span.text_in(self._text)
        if not self._surnames or name.rpartition(" ")[2] not in self._surnames or "-" in name:
            return False
        entries = self._gazetteer.find(name)
        if entries and (entries[0].kind in ("country", "admin1") or " " in name):
            return False
        return not stands_in(self._text, span)

    def _fits(self, entries: Sequence[GazetteerEntry]) -> bool:
        """Whether a small place lies in a country of the story; local papers need not name theirs."""
        if any(entry.country in self._countries for entry in entries):
            return True
        return self._surnames is not None and entries[0].population >= _LOCAL_POPULATION

    def _without_opening_word(self, run: list[Word]) -> list[Word]:
        titled = False
        while run and word_class(run[0].text) == "not_place" and not self._is_name_start(run):
            titled = word_class(run[0].text, titles=True) == "title"
            run = trim_joints(run[1:])
        if titled:  # "President Talmar" is a person
            return []
        return run

    def _is_name_start(self, run: list[Word]) -> bool:
        """ "New York", "Old Fangak": the words together are a name."""
        return len(run) > 1 and bool(self._entries(run, 0, 2) or (len(run) > 2 and self._entries(run, 0, 3)))

    def _match_at(self, run: list[Word], index: int) -> int:
        """Number of words of the longest known name at `index`; it is kept with its strength. 0 where none is."""
        if not run[index].capital and run[index].text not in ("al", "el"):
            return 0
        for length in range(min(_MAX_WORDS, len(run) - index), 0, -1):
            if not run[index + length - 1].capital:
                continue
            entries = self._entries(run, index, length)
            if entries:
                if self._keep_known(run, index, length, entries):
                    return length
                return 0
        return 0

    def _entries(self, run: list[Word], index: int, length: int) -> Sequence[GazetteerEntry]:
        first, last = run[index], run[index + length - 1]
        if length == 1 and _is_acronym(first.text) and not self._is_spelt_in_capitals(first):
            entries = self._gazetteer.find(first.text)
            return entries if entries and entries[0].kind == "country" else ()
        if length == 1 and word_class(first.text) in ("not_place", "direction", "demonym"):
            return ()
        return self._gazetteer.find(POSSESSIVE.sub("", self._text[first.start : last.end]))

    def _is_spelt_in_capitals(self, word: Word) -> bool:
        """ "NEWARK, N.J." at the head of a story is no acronym."""
        if self._surnames is None or len(word.text) < _MIN_SPELT_CHARS:
            return False
        return bool(_HEAD_GOES_ON.match(self._text, word.end))

    def _keep_known(self, run: list[Word], index: int, length: int, entries: Sequence[GazetteerEntry]) -> bool:
        before, after = _neighbour(run, index - 1), _neighbour(run, index + length)
        if self._surnames is not None:
            return self._keep_widely(self._span(run[index : index + length]), entries, before, after)
        if before and word_class(before) not in ("type", "direction", "body", "demonym"):
            return False
        if before and word_class(before, titles=True) == "title":
            return False
        if after and word_class(after) not in ("type", "direction", "body"):
            return False
        span = self._span(run[index : index + length])
        if is_strong(entries) and not self._is_common(span):
            self._strong.append(span)
            self._countries.update(entry.country for entry in entries[:1] if entry.country)
        else:
            self._weak.append((span, entries))
        return True

    def _keep_widely(self, span: Span, entries: Sequence[GazetteerEntry], before: str, after: str) -> bool:
        """In texts of any kind: a name may open that of an office, and is no place where it is somebody's."""
        ordinary = self._is_common(span) and span.text_in(self._text).lower() not in words_of("common_surnames")
        if ordinary and not is_introduced_as_place(self._text, span, known=True):
            return False
        verdict = judge_neighbours(self._text, span, before, after, entries, self._surnames or frozenset())
        if verdict == "no":
            return False
        if verdict == "yes" or (is_strong(entries) and not self._is_common(span)):
            self._strong.append(span)
            self._countries.update(entry.country for entry in entries[:1] if entry.country)
        else:
            self._weak.append((span, entries))
        return True

    def _keep_unknown(self, words: list[Word]) -> None:
        words = [*words]
        while words and self._is_no_name_start(words):
            words = words[1:]
        while words and (word_class(words[-1].text) in ("not_place", "body", "type") or not words[-1].capital):
            words = words[:-1]
        words = trim_joints(words)
        if not words or len(words) > 4 or (len(words) == 1 and words[0].text.isupper()):
            return
        if any(word_class(word.text) in ("outlet", "demonym") for word in words):
            return
        self._unknown.append(self._span(words))

    def _is_no_name_start(self, words: Sequence[Word]) -> bool:
        """Directions may open a name ("West Shewa"), though not with the sentence."""
        kind = word_class(words[0].text)
        if kind == "direction":
            return len(words) == 1 or words[0].start in self._starts
        return kind in ("not_place", "demonym")

    def _span(self, words: Sequence[Word]) -> Span:
        name = POSSESSIVE.sub("", self._text[words[0].start : words[-1].end])
        return Span(words[0].start, words[0].start + len(name))

    def _is_common(self, span: Span) -> bool:
        return span.text_in(self._text).lower() in words_of("common")

    def _opens_sentence(self, span: Span) -> bool:
        return span.start in self._starts or self._is_common(span)


def _neighbour(run: Sequence[Word], index: int) -> str:
    """The capitalised word at `index` of a run; empty where there is none, or a joint ("of") stands there."""
    return run[index].text if 0 <= index < len(run) and run[index].capital else ""


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _MAX_ACRONYM_CHARS


def is_strong(entries: Sequence[GazetteerEntry]) -> bool:
    return any(
        entry.kind in _STRONG_KINDS
        or entry.population >= _STRONG_POPULATION
        or entry.gazetteer_id.startswith("dateline:")
        for entry in entries
    )
