"""The readable summary of an evidence pack, as plain text and as a page without scripts, out of the same blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill

from dateline.model.custody import CustodyCheck, say_moment, say_verdict
from dateline.model.decisions import Decision
from dateline.model.stores import StoredRecord
from dateline.publish.cards import say_headline, say_label
from dateline.publish.incidents import IncidentView
from dateline.publish.review_words import say_done

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDTH_CHARS = 100
_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1c1a;background:#fff}"
    "table{border-collapse:collapse;font:14px/1.4 sans-serif}th,td{border-bottom:1px solid #ccc;"
    "padding:4px 12px 4px 0;text-align:start;vertical-align:top}h2{margin-top:2rem}"
    "h3{margin:1.5rem 0 .25rem;font-size:1rem}"
    "ul{margin:.25rem 0;padding-inline-start:1.5rem}"
)


@dataclass(frozen=True, slots=True)
class PackedReport:
    """A report as the summary tells it: its folder in the pack, and whether its source meets the minimum."""

    folder: str
    title: str
    publisher: str
    published: str
    checks: tuple[CustodyCheck, ...]


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """A record of the incident, and the folder of its report."""

    folder: str
    row: StoredRecord


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the summary: a heading ("h1" to "h3"), a paragraph ("p"), a list ("ul"), or a table."""

    kind: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def make_blocks(
    view: IncidentView, reports: Sequence[PackedReport], records: Sequence[PackedRecord], standing: str
) -> list[Block]:
    """The summary. In: `standing`, what the pack says of the checkpoint."""
    return [
        Block("h1", (view.line.headline,)),
        Block("p", (f"Incident {view.line.incident_id}. {view.line.counted}. {view.corroboration}.",)),
        Block("p", (f"Accounts: {view.line.review}.",)),
        *_list_differences(view),
        Block("h2", ("What they say",)),
        _make_table(view),
        Block("h2", ("Words that it rests on, and who decided what",)),
        *(block for record in records for block in _tell_record(record)),
        Block("h2", ("Sources",)),
        *(block for report in reports for block in _tell_source(report)),
        Block("h2", ("How to check this",)),
        Block("p", (f"{standing} README.txt tells how to check every file without Dateline.",)),
    ]


def render_text(blocks: Iterable[Block]) -> str:
    """The blocks as plain text, without characters that would steer a terminal."""
    parts = []
    for block in blocks:
        if block.kind == "table":
            head, *rows = block.rows
            parts.append("\n\n".join("\n".join(_label_cells(head, row)) for row in rows))
        elif block.kind == "ul":
            parts.append("\n".join(_wrap(line, "  - ", "    ") for line in block.lines))
        else:
            under = {"h1": "=", "h2": "-"}.get(block.kind)
            text = _wrap(" ".join(block.lines))
            parts.append(f"{text}\n{under * min(len(text), _WIDTH_CHARS)}" if under else text)
    return "\n\n".join(part for part in parts if part) + "\n"


def render_html(blocks: Iterable[Block]) -> str:
    """The blocks as a page that loads and runs nothing, even opened from a disk."""
    body = "\n".join(_render_block(block) for block in blocks)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Evidence pack</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _list_differences(view: IncidentView) -> list[Block]:
    if not view.differences:
        return []
    return [Block("h2", ("Told differently",)), Block("ul", view.differences)]


def _make_table(view: IncidentView) -> Block:
    rows = [
        (
            f"{row.name} ({row.type_words}; {row.stances}; in {', '.join(row.carried_by) or 'no outlet named'})",
            *(cell.words + (" [told differently]" if cell.differs else "") for cell in row.cells),
        )
        for row in view.table.rows
    ]
    if not rows:
        return Block("p", ("No account of this incident stands.",))
    return Block("table", rows=(("Source", *view.table.columns), *rows))


def _tell_record(packed: PackedRecord) -> Iterable[Block]:
    row = packed.row
    made = f"made by hand by {row.made_by}" if row.made_by else f"proposed by {row.coder} {row.coder_version}"
    yield Block("h3", (f"{say_label(row.record)}: {say_headline(row.record)}",))
    yield Block("p", (f"Record {row.record_id}, {made}; now {row.state}.",))
    quotes = [
        f"“{piece.quote}” ({packed.folder}text.txt, characters {piece.start} to {piece.end})"
        for piece in row.record.evidence
    ]
    yield Block("ul", tuple(quotes))
    decided = tuple(_say_decision(decision) for decision in row.decisions)
    yield Block("p", ("Decided:" if decided else "Nobody has decided on it.",))
    if decided:
        yield Block("ul", decided)


def _say_decision(row: Decision) -> str:
    done = f"took back decision {row.supersedes}" if row.kind == "undo" else say_done(row)
    return f"{say_moment(row.when)}, {row.who}: {done} [decision {row.seq}]"


def _tell_source(report: PackedReport) -> Iterable[Block]:
    yield Block("h3", (f"{report.folder}: {report.publisher}, {report.published}: {report.title}",))
    yield Block("p", (f"Custody: {say_verdict(report.checks)}.",))
    marks = {True: "there", False: "missing"}
    yield Block("ul", tuple(f"{row.requirement}, {marks[row.met]}: {row.words}" for row in report.checks))


def _clean(text: str) -> str:
    return _UNSEEN.sub(" ", text).replace("\n", " ").encode("utf-8", "replace").decode()


def _wrap(text: str, first: str = "", later: str = "") -> str:
    return fill(_clean(text), _WIDTH_CHARS, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def _label_cells(head: Sequence[str], row: Sequence[str]) -> list[str]:
    cells = [_wrap(f"{name}: {words}", "  ", "    ") for name, words in zip(head[1:], row[1:], strict=True) if words]
    return [_wrap(row[0]), *cells]


def _render_block(block: Block) -> str:
    if block.kind == "ul":
        return "<ul>" + "".join(f"<li><bdi>{_escape(line)}</bdi></li>" for line in block.lines) + "</ul>"
    if block.kind == "table":
        head, *rows = block.rows
        heads = "".join(f'<th scope="col">{_escape(name)}</th>' for name in head)
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(map(_render_row, rows))}</tbody></table>"
    return f"<{block.kind}>{_escape(' '.join(block.lines))}</{block.kind}>"


def _render_row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{_escape(words)}</td>" for words in row[1:])
    return f'<tr><th scope="row">{_escape(row[0])}</th>{cells}</tr>'


def _escape(text: str) -> str:
    return escape(_clean(text))
