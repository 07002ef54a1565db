"""Names that bear their kind: "Otter Creek", "Lake Orva", "Hill Township", "Mill Street", abbreviations of states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dateline.annotate.toponym_contexts import word_class
from dateline.base.resources import load_yaml
from dateline.model.spans import Span

_CAP = r"(?:[A-Z]\.|[A-Z0-9][\w’'-]*[\w])"
_BEHIND = (
    r"River|Creek|Brook|Lakes?|Mountains?|Hills|Valley|Canyon|Peak|Glacier|Islands?|Bay|Peninsula|Beach|Harbou?r|Sound|"
    r"Reservoir|Falls|Springs|Township|Twp\.|National Park|National Forest|State Park|State Forest|Wildlife Refuge|"
    r"Regional Park|Memorial Park|International Airport|Regional Airport|Municipal Airport|Airport|Air Force Base|"
    r"Street|Road|Avenue|Lane|Boulevard|Drive|Parkway|Turnpike|Expressway|St\.|Rd\.|Ave\.|Dr\.|Ln\.|Blvd\.|Pkwy\."
)
_KINDED = re.compile(rf"(?<![\w.'’-])(?:{_CAP} ){{1,3}}?(?:{_BEHIND})(?![\w])")
_LED = re.compile(rf"(?<![\w.'’-])(?:Lake|Mount|Mt\.|Cape|Loch|Camp|Isle of|River) {_CAP}(?![\w])")
_INITIALS = re.compile(
    r"(?<![\w.])(?:U\. ?S\. ?A\.|U\. ?S\.|U\. ?K\.|D\. ?C\.|L\. ?A\.|B\. ?C\.|R\. ?I\.|W\. ?Va\.|P\. ?E\. ?I\.|"
    r"N\. ?S\. ?W\.|N\. ?L\.|N\. ?S\.|N\. ?B\.|[NS]\. ?[CD]\.|N\. ?[HJMY]\.|E\.U\.)(?!\w|[A-Z]\.)"
    r"|(?<![\w.'’])(?:US|UK|EU|UAE|USA|DRC)(?![\w’'.]|-\d)"
    r"|(?<![\w.])(?:Mass|Calif|Conn|Penn|Fla|Ariz|Tenn|Minn|Wis|Okla|Ore|Colo|Mich|Nev|Neb|Mont|Wyo|Ala|Ont|Alta|"
    r"Sask|Que|Tex|Kan|Ky|Va|Vt)\.(?!\w)"
    r"|(?<=, )(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLA]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|"
    r"V[AT]|W[AIVY]|BC|AB|SK|MB|QC)(?!\w)"
    r"|(?<=\b[DRI]-)(?:[A-Z][a-z]+\.|[A-Z][a-z]+(?: (?:City|County|[A-Z][a-z]+))?)(?!\w)"
)


def find_features(text: str) -> Iterator[Span]:
    """Spans that are places by their own words, in no order; they may overlap."""
    for match in _INITIALS.finditer(text):
        yield Span(*match.span())
    for pattern in (_KINDED, _LED):
        for match in pattern.finditer(text):
            start = _without_lead(match.group(), match.start())
            if " " in text[start : match.end()] and not _is_titled(text, start):
                yield Span(start, match.end())
    yield from (Span(*match.span()) for match in _peoples().finditer(text))


def _without_lead(words: str, start: int) -> int:
    """Where the name begins: "The Otter River", "On Mill Street" lose their first word."""
    while True:
        first, _, rest = words.partition(" ")
        if not rest or not (word_class(first) == "not_place" and first.lower() not in _MAY_LEAD):
            return start
        start += len(first) + 1
        words = rest


_MAY_LEAD = frozenset(
    ("new", "old", "grand", "great", "first", "second", "third", "high", "red", "union", "long", "big")
)
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sgt|Officer|Judge|Coach)\.? $")


def _is_titled(text: str, start: int) -> bool:
    return _TITLE_BEFORE.search(text[max(0, start - 8) : start]) is not None


@cache
def _peoples() -> re.Pattern[str]:
    rows: dict[str, str] = load_yaml("gazetteer/spatial_words.yaml")["peoples"]
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, rows), key=len, reverse=True))})\b")
