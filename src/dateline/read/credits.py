"""Who wrote a report and who else worked on it, from the lines that say so."""

from __future__ import annotations

import re
from functools import cache

from dateline.base.resources import load_yaml
from dateline.model.reports import Credit

_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_PARTICLES = "de|da|del|della|van|von|der|den|bin|ibn|bint|abu|ben|du|la|le|dos|y"
_NAME_WORD = rf"(?:{_UPPER}[\w'’.-]*|(?:al|el|ar|as|an|ad|ash)-{_UPPER}[\w'’.-]*|{_PARTICLES})"
_NAME = re.compile(rf"{_UPPER}[\w'’.-]*(?: {_NAME_WORD}){{0,5}}")
_BY = re.compile(
    r"(?:(?:story|words|text|report(?:ed)?|written|published|posted|author|reporter)\s*)?by\b[:\s]\s*"
    r"|(?:authors?|reporters?)\s*:\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|/|\band\b|\bwith\b)\s*")
_PLACE_TAIL = re.compile(r"\s+(?:in|from|at|for|reporting from)\s+.*$", re.IGNORECASE)
_AFTER_NAMES = re.compile(r"\s*(?:\||•|·|—|–|\s-\s|@|\(|<).*$")
_STAFF = re.compile(
    r"associated press|reuters|afp|agence france-presse|anadolu|bbc news|al jazeera"
    r"|(?:.* )?staff|correspondent|reporter|editor|writer"
    r"|(?:the )?\w+ (?:staff|news(?:room)?|desk|agency|correspondent|bureau)"
    r"|.*\b(?:correspondent|editor|staff writer|reporter|bureau chief)",
    re.IGNORECASE,
)
_JOB = r"(?:writers?|journalists?|reporters?|correspondents?|producers?|researchers?)"
_CONTRIBUTED = re.compile(
    rf"(?:(?:associated press|\w+) )?(?:(?:staff |news )?{_JOB} )?(?P<names>.{{3,200}}?)(?:,? also)? contributed"
    r"(?: reporting)?(?: to (?:this|the) (?:report|story|article))?(?: from .{2,60})?\.?",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[;|•]\s*|\.\s+(?=[A-Z])")
_CAPTION = re.compile(
    r"(?:photos?|photograph|picture|image)(?: credit)?\s*(?:[:|]|\bby\b)\s*"
    r"(?P<name>[^/|,()\[\]]{3,50}?)(?:/[^/]{2,40})?[)\]]?\.?$"
    r"|\((?:ap|afp|reuters|epa)(?: photo)?/(?P<behind>[^/()]{3,50})\)\.?$",
    re.IGNORECASE,
)
_LONGEST_CHARS = 400


@cache
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows: list[dict[str, str]] = load_yaml("reading/credits.yaml")["roles"]
    return tuple(
        (row["role"], re.compile(rf"(?:{row['words']})\s*(?:by\b[:\s]|:|/)\s*(?P<names>.+)", re.IGNORECASE))
        for row in rows
    )


def read_credits(line: str) -> tuple[Credit, ...]:
    """The credits where the whole line is made of them ("Translation by A", "(Reporting by B; Editing by C)")."""
    if len(line) > _LONGEST_CHARS:
        return ()
    inner = line.strip(" ()[]—–-*_").rstrip(".")
    if contributed := _CONTRIBUTED.fullmatch(inner):
        return tuple(Credit(role="reporting", name=name) for name in read_names(contributed["names"]))
    found: list[Credit] = []
    for part in _SPLIT.split(_protect_initials(inner)):
        one = _read_credit(part.replace("\0", ". "))
        if not one:
            return ()
        found.extend(one)
    return tuple(dict.fromkeys(found))


def caption_credits(caption: str) -> tuple[Credit, ...]:
    """The photographers that a caption names at its end: "… Photo: A. Name/Outlet", "… (AP Photo/A. Name)"."""
    match = _CAPTION.search(caption)
    if not match:
        return ()
    return tuple(Credit(role="photo", name=name) for name in read_names(match["name"] or match["behind"]))


def split_sign_off(paragraph: str) -> tuple[str, tuple[Credit, ...]]:
    """A paragraph without the credits in brackets at its end, and those credits."""
    start = max(paragraph.rfind("("), paragraph.rfind("["))
    if start < 0 or paragraph[-1:] not in ")]":
        return paragraph, ()
    found = read_credits(paragraph[start:])
    return (paragraph[:start].rstrip(), found) if found else (paragraph, ())


def read_byline(line: str, *, needs_by: bool = True) -> tuple[str, ...]:
    """The authors where the line is a byline ("By A and B"); without `needs_by` a line of names alone will do."""
    if len(line) > 200:
        return ()
    match = _BY.match(line)
    if needs_by and not match:
        return ()
    return read_names(line[match.end() :] if match else line)


def is_house_byline(line: str) -> bool:
    """Whether a byline names a desk or an agency and no person ("By River Herald Staff")."""
    match = _BY.match(line)
    return bool(match and len(line) < 80 and _STAFF.fullmatch(line[match.end() :].strip(" .")))


def read_names(text: str) -> tuple[str, ...]:
    """The personal names that `text` lists, without places, posts and agencies; empty where it says anything else."""
    text = _AFTER_NAMES.sub("", text.strip(" .*_"))
    names: list[str] = []
    for part in _AND.split(text):
        name = _PLACE_TAIL.sub("", part).strip()
        if not name or _STAFF.fullmatch(name):
            continue
        if not _NAME.fullmatch(name):
            return tuple(names) if names and name[:1].islower() else ()
        names.append(name)
    return tuple(dict.fromkeys(names))


def _protect_initials(text: str) -> str:
    """Keep "Zhelwan Z. Wali" in one piece when splitting at full stops."""
    return re.sub(r"(?<=\b\w)\. (?=[A-Z])", "\0", text)


def _read_credit(part: str) -> tuple[Credit, ...]:
    for role, pattern in _roles():
        if match := pattern.fullmatch(part.strip()):
            names = match["names"].split("/")[0] if role == "photo" else match["names"]  # behind it, the agency
            return tuple(Credit(role=role, name=name) for name in read_names(names))
    return ()
