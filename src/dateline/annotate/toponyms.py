"""Toponyms: capitalised names that the gazetteer knows, and unknown ones where the words around speak of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.annotate.toponym_contexts import (
    abbreviated_states,
    is_behind_locative,
    is_introduced_as_place,
    is_listed_with,
    lower_case_names,
    stands_in,
    toponym_name,
    word_class,
    words_of,
)
from dateline.annotate.toponym_features import find_features
from dateline.annotate.toponym_offices import judge_neighbours
from dateline.annotate.toponym_persons import find_surnames
from dateline.base.text import fold_name
from dateline.model.annotations import PersonMention, Toponym
from dateline.model.drafts import ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, TOPONYMS, Additions, Draft, Layer
from dateline.model.places import GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'‘ʿʻ`\-–][^\W_]+)*")
_ARTICLE_NAME = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az|ez|es|ed|er|et)[-–][A-ZÀ-Þ]")
_DATELINE_PART = re.compile(r"[^,/()–—]+")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_COMPOUND = re.compile(
    r"[-–](?:based|led|backed|wide|born|brokered|sponsored|supported|allied|made|held|controlled|funded|trained|bound)$"
)
_JOINTS = frozenset(
    [
        "of",
        "the",
        "de",
        "del",
        "la",
        "las",
        "los",
        "al",
        "el",
        "ez",
        "az",
        "as",
        "ash",
        "ar",
        "ad",
        "an",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "le",
        "sur",
        "en",
        "i",
        "e",
    ]
)
_MAX_WORDS = 6
_SHORT_LEADS = frozenset({"St", "Mt", "Ft", "Ste"})
_STRONG_KINDS = frozenset({"country", "admin1", "admin2", "region", "mountain", "sea", "lake", "river", "island"})
_STRONG_POPULATION = 50_000
_LOCAL_POPULATION = 1_000
_MAX_ACRONYM_CHARS, _MIN_SPELT_CHARS = 6, 4
_HEAD_GOES_ON = re.compile(r",|:| ?[-–—]+ | \(| [A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    capital: bool


class ToponymStage:
    """TOPONYMS of a report; spans inside persons and named actors are left out."""

    name = "toponyms"
    version = "1"
    requires: tuple[Layer[Any], ...] = (SENTENCES, ACTOR_MENTIONS, PERSON_MENTIONS)
    provides: tuple[Layer[Any], ...] = (TOPONYMS,)

    def __init__(self, gazetteer: Gazetteer, *, wide: bool = False) -> None:
        """`wide`: for texts of any kind, where "Dublin City Council" and "a Dublin woman" name Dublin too."""
        self._gazetteer = gazetteer
        self._wide = wide

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [{TOPONYMS: self._find(draft)} for draft in batch]

    def _find(self, draft: Draft) -> tuple[Toponym, ...]:
        persons = [self._span_of(mention, draft.text) for mention in draft.get(PERSON_MENTIONS)]
        blocked = [span for span in persons if not self._is_rather_place(draft.text, span)]
        if not self._wide:
            blocked += [mention.span for mention in draft.get(ACTOR_MENTIONS) if mention.form == "named"]
        starts = frozenset(sentence.span.start for sentence in draft.get(SENTENCES))
        told = _DATELINE_PART.findall(draft.report.dateline or "")
        names = [part.strip() for part in told]
        return find_toponyms(draft.text, self._gazetteer, blocked, starts, names, wide=self._wide)

    def _span_of(self, mention: PersonMention, text: str) -> Span:
        """The words that no place is looked for in; widely, only the name: "York County Sheriff Ann Doe"."""
        span = mention.span
        if self._wide and mention.name.rpartition(" ")[2].islower():  # "Ontario farmers"
            return Span(span.end, span.end)
        named = self._wide and span.text_in(text).endswith(mention.name)
        return Span(span.end - len(mention.name), span.end) if named else span

    def _is_rather_place(self, text: str, span: Span) -> bool:
        """A single name taken for a surname that stands behind "in" or "to" and is well known as a place."""
        name = span.text_in(text)
        if " " in name or not is_behind_locative(text, span):
            return False
        return _is_strong(self._gazetteer.find(name))


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    blocked: Iterable[Span] = (),
    sentence_starts: frozenset[int] = frozenset(),
    told: Sequence[str] = (),
    *,
    wide: bool = False,
) -> tuple[Toponym, ...]:
    """All toponyms of `text`, in order; none overlaps a `blocked` span.

    `sentence_starts` are offsets; `told` are names known to be places, as those of the dateline. With `wide`, places
    inside the names of offices count ("Dublin City Council"), and names of persons are told by the text itself.
    """
    features = list(_longest(find_features(text))) if wide else []
    taken = sorted([*blocked, *features])
    runs = list(_capital_runs(text))
    search = _Search(text, gazetteer, sentence_starts, told, find_surnames(text) if wide else None)
    for run in runs:
        if not _overlaps_any(Span(run[0].start, run[-1].end), taken):
            search.read_run(run)
        else:
            free = [word for word in run if not _overlaps_any(Span(word.start, word.end), taken)]
            for part in _unbroken(free, run):
                search.read_run(part)
    toponyms = {span: Toponym(span, span.text_in(text)) for span in search.decide()}
    for span in features:
        toponyms[span] = Toponym(span, toponym_name(span.text_in(text)))
    for start, end in lower_case_names(text):
        toponyms[Span(start, end)] = Toponym(Span(start, end), text[start:end])
    for start, end, name in abbreviated_states(text):
        span = Span(start, end)
        toponyms = {other: row for other, row in toponyms.items() if not other.overlaps(span)}
        toponyms[span] = Toponym(span, name)
    return tuple(toponyms[span] for span in sorted(toponyms))


def _longest(spans: Iterable[Span]) -> Iterable[Span]:
    """The spans without those that overlap a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if not _overlaps_any(span, kept):
            kept.append(span)
    return kept


def _overlaps_any(span: Span, taken: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in taken)


def _unbroken(free: Sequence[_Word], run: Sequence[_Word]) -> list[list[_Word]]:
    """The free words of a run in stretches that follow each other, with no joint at an end."""
    parts: list[list[_Word]] = []
    places = {word.start: index for index, word in enumerate(run)}
    for word in free:
        if parts and places[word.start] == places[parts[-1][-1].start] + 1:
            parts[-1].append(word)
        else:
            parts.append([word])
    trimmed = [_trim_joints(part) for part in parts]
    return [part for part in trimmed if part]


def _trim_joints(part: list[_Word]) -> list[_Word]:
    while part and not part[0].capital and part[0].text not in ("al", "el"):
        part = part[1:]
    while part and not part[-1].capital:
        part = part[:-1]
    return part


def _capital_runs(text: str) -> Iterable[list[_Word]]:
    """Runs of words that start with a capital, joined by single spaces; small joints may stand between."""
    run: list[_Word] = []
    for match in _WORD.finditer(text):
        word_text = match.group()
        capital = word_text[0].isupper() or bool(_ARTICLE_NAME.match(word_text))
        if compound := _COMPOUND.search(word_text):
            word_text = word_text[: compound.start()]
        word = _Word(match.start(), match.start() + len(word_text), word_text, capital)
        follows = bool(run) and _goes_on(text, run[-1], word) and not _POSSESSIVE.search(run[-1].text)
        if run and not (follows and (capital or word_text in _JOINTS)):
            if part := _trim_joints(run):
                yield part
            run = []
        if capital or word_text in _JOINTS:
            run.append(word)
    if part := _trim_joints(run):
        yield part


def _goes_on(text: str, word: _Word, other: _Word) -> bool:
    """One space between them, or the point of "St. Petersburg"."""
    between = text[word.end : other.start]
    return between == " " or (between == ". " and word.text in _SHORT_LEADS)


class _Search:
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

    def read_run(self, run: list[_Word]) -> None:
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

    def _halves(self, word: _Word) -> list[_Word]:
        """Both names of "Russia-Turkey ties"; other words as they are."""
        head, mark, tail = word.text.partition("-")
        if not mark or "-" in tail or not tail[:1].isupper() or not self._is_pair(word.text, head, tail):
            return [word]
        middle = word.start + len(head)
        return [_Word(word.start, middle, head, True), _Word(middle + 1, word.end, tail, True)]

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
            if is_introduced_as_place(self._text, span, known=fits) or (fits and not self._opens_sentence(span)):
                found.append(span)
        found += [span for span in self._unknown if is_introduced_as_place(self._text, span, known=False)]
        names = self._told | {fold_name(span.text_in(self._text)) for span in found}
        rest = [span for span in self._unknown if span not in found]
        found += [span for span in rest if fold_name(span.text_in(self._text)) in names]
        for span in rest:
            if is_listed_with(self._text, span, found):
                found.append(span)
        return [span for span in found if not self._is_somebodys(span)]

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

    def _without_opening_word(self, run: list[_Word]) -> list[_Word]:
        titled = False
        while run and word_class(run[0].text) == "not_place" and not self._is_name_start(run):
            titled = word_class(run[0].text, titles=True) == "title"
            run = _trim_joints(run[1:])
        if titled:  # "President Talmar" is a person
            return []
        return run

    def _is_name_start(self, run: list[_Word]) -> bool:
        """ "New York", "Old Fangak": the words together are a name."""
        return len(run) > 1 and bool(self._entries(run, 0, 2) or (len(run) > 2 and self._entries(run, 0, 3)))

    def _match_at(self, run: list[_Word], index: int) -> int:
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

    def _entries(self, run: list[_Word], index: int, length: int) -> Sequence[GazetteerEntry]:
        first, last = run[index], run[index + length - 1]
        if length == 1 and _is_acronym(first.text) and not self._is_spelt_in_capitals(first):
            entries = self._gazetteer.find(first.text)
            return entries if entries and entries[0].kind == "country" else ()
        if length == 1 and word_class(first.text) in ("not_place", "direction", "demonym"):
            return ()
        return self._gazetteer.find(_POSSESSIVE.sub("", self._text[first.start : last.end]))

    def _is_spelt_in_capitals(self, word: _Word) -> bool:
        """ "NEWARK, N.J." at the head of a story is no acronym."""
        if self._surnames is None or len(word.text) < _MIN_SPELT_CHARS:
            return False
        return bool(_HEAD_GOES_ON.match(self._text, word.end))

    def _keep_known(self, run: list[_Word], index: int, length: int, entries: Sequence[GazetteerEntry]) -> bool:
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
        if _is_strong(entries) and not self._is_common(span):
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
        if verdict == "yes" or (_is_strong(entries) and not self._is_common(span)):
            self._strong.append(span)
            self._countries.update(entry.country for entry in entries[:1] if entry.country)
        else:
            self._weak.append((span, entries))
        return True

    def _keep_unknown(self, words: list[_Word]) -> None:
        words = [*words]
        while words and self._is_no_name_start(words):
            words = words[1:]
        while words and (word_class(words[-1].text) in ("not_place", "body", "type") or not words[-1].capital):
            words = words[:-1]
        words = _trim_joints(words)
        if not words or len(words) > 4 or (len(words) == 1 and words[0].text.isupper()):
            return
        if any(word_class(word.text) in ("outlet", "demonym") for word in words):
            return
        self._unknown.append(self._span(words))

    def _is_no_name_start(self, words: Sequence[_Word]) -> bool:
        """Directions may open a name ("West Shewa"), though not with the sentence."""
        kind = word_class(words[0].text)
        if kind == "direction":
            return len(words) == 1 or words[0].start in self._starts
        return kind in ("not_place", "demonym")

    def _span(self, words: Sequence[_Word]) -> Span:
        name = _POSSESSIVE.sub("", self._text[words[0].start : words[-1].end])
        return Span(words[0].start, words[0].start + len(name))

    def _is_common(self, span: Span) -> bool:
        return span.text_in(self._text).lower() in words_of("common")

    def _opens_sentence(self, span: Span) -> bool:
        return span.start in self._starts or self._is_common(span)


def _neighbour(run: Sequence[_Word], index: int) -> str:
    """The capitalised word at `index` of a run; empty where there is none, or a joint ("of") stands there."""
    return run[index].text if 0 <= index < len(run) and run[index].capital else ""


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _MAX_ACRONYM_CHARS


def _is_strong(entries: Sequence[GazetteerEntry]) -> bool:
    return any(
        entry.kind in _STRONG_KINDS
        or entry.population >= _STRONG_POPULATION
        or entry.gazetteer_id.startswith("dateline:")
        for entry in entries
    )
