"""A brief as Markdown: readable as it stands, every line with links to the records that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dateline.publish.brief_parts import BriefLine, EvidenceLink, IncidentLine, LineGroup
from dateline.publish.briefs import Brief
from dateline.publish.tolls import Toll
from dateline.publish.wordings import say_date

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
_LINE_BREAKS = re.compile(r"\s+")
MAX_ROWS = 200
"""A section of more rows than this says how many are left out."""
MAX_LINKS = 12
"""A line that rests on more records than this names so many and counts the rest."""


def write_markdown(brief: Brief, base: str = "") -> str:
    """The brief as Markdown (CommonMark). `base`: what goes before the addresses of records, as "https://host"."""
    lines = [f"# {escape(brief.title)}", "", f"{say_date(brief.today)} · {brief.where}. {brief.settled_words}", ""]
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("Lately", _write_lately(brief)),
        ("Incidents", [_write_incident(line, base) for line in brief.incidents]),
        ("Tolls, lowest to highest told", [_write_line(line, base) for line in brief.tolls]),
        ("Figures as claimed", _write_groups(brief.figures, base)),
        ("Who holds what", _write_groups(brief.control, base)),
        ("Who says what to whom", _write_groups(brief.sayings, base)),
        ("What is not known", [_write_line(line, base) for line in brief.unknowns]),
        ("Sources", _write_sources(brief, base)),
    )
    for name, rows in sections:
        written = list(rows)
        left_out = len(written) - MAX_ROWS
        if written:
            more = [f"- and {left_out} more"] if left_out > 0 else []
            lines += [f"## {name}", "", *written[:MAX_ROWS], *more, ""]
    if brief.is_empty:
        lines += ["Nothing is on record for this area.", ""]
    return "\n".join(lines)


def escape(text: str) -> str:
    """Text that Markdown takes as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", _LINE_BREAKS.sub(" ", text).strip())


def say_tolls(tolls: Iterable[Toll]) -> str:
    """ "7–13 killed, Peshmerga (7 Ministry of Peshmerga; 13 Amaq)"; sources only where there are several."""
    return "; ".join(_say_toll(toll) for toll in tolls)


def _say_toll(toll: Toll) -> str:
    group = f", {toll.group}" if toll.group else ""
    sources = "; ".join(
        f"{source.value} {source.said_by}" + (f", as of {source.as_of}" if source.as_of else "")
        for source in toll.sources
    )
    best = f", best {toll.best}" if toll.best else ""
    told = f"{toll.words} {toll.measure}{group}{best}".strip() + (f" ({sources})" if len(toll.sources) > 1 else "")
    return "; ".join([told, *toll.apart])


def _write_lately(brief: Brief) -> Iterator[str]:
    if brief.is_empty:
        return
    yield from (f"- {escape(words)}" for words in brief.lately.words)
    counts = ", ".join(f"{window}: {count}" for window, count in brief.lately.counts)
    yield f"- Incidents in the last {counts}."


def _write_incident(line: IncidentLine, base: str) -> str:
    modality = f" ({line.modality})" if line.modality else ""
    parts = [f"**{escape(line.when)}**", escape(line.label) + modality, escape(line.headline), escape(line.place)]
    parts += [escape(say_tolls(line.tolls))] if line.tolls else []
    differs = f" *Told differently: {', '.join(line.differs)}.*" if line.differs else ""
    told = f"{' · '.join(part for part in parts if part)} — {escape(line.said_by)}.{differs}"
    return f"- {told}{_write_links(line.links, base)}{_write_state(line)}"


def _write_groups(groups: Iterable[LineGroup], base: str) -> Iterator[str]:
    for group in groups:
        note = f" *({escape(group.note)})*" if group.note else ""
        yield f"- **{escape(group.name)}**{note}"
        yield from (f"  {_write_line(line, base)}" for line in group.lines)


def _write_line(line: BriefLine, base: str) -> str:
    quote = f" “{escape(line.quote)}”" if line.quote else ""
    note = f" *{escape(line.note)}*" if line.note else ""
    said = f" — {escape(line.said_by)}" if line.said_by else ""
    return f"- {escape(line.text)}{quote}{said}{note}{_write_links(line.links, base)}{_write_state(line)}"


def _write_state(line: BriefLine | IncidentLine) -> str:
    """What people have decided on; all else is proposed by the machine, as the head of the brief says."""
    return f" *({escape(line.state)})*" if line.is_settled else ""


def _write_links(links: tuple[EvidenceLink, ...], base: str) -> str:
    shown = ", ".join(f"[{link.short}]({base}{link.address})" for link in links[:MAX_LINKS])
    more = f" and {len(links) - MAX_LINKS} more" if len(links) > MAX_LINKS else ""
    return f" {shown}{more}" if shown else ""


def _write_sources(brief: Brief, base: str) -> Iterator[str]:
    for line in brief.sources:
        link = f" <{line.link}>" if line.link and not re.search(r"[<>\s]", line.link) else ""
        yield (
            f"- {escape(line.publisher)}, {escape(line.published)}: "
            f"[{escape(line.title)}]({base}{line.address}){link} · {line.records} of its records"
        )
