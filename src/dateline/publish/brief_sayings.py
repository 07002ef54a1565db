"""What each side says and to whom: statements by speaker, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from dateline.base.text import fold_name
from dateline.model.areas import AreaRecord
from dateline.model.records import Statement
from dateline.publish.brief_parts import BriefLine, LineGroup, day_of, make_links, say_state, say_when
from dateline.publish.control_claims import actor_key
from dateline.publish.wordings import say_publisher

MAX_QUOTE_CHARS = 160
_STARTS_BADLY = re.compile(
    r"(then|of|in|on|at|by|from|with|and|but|or|is|are|was|were|has|have|had|be|been|this|that|which|who)\b",
    re.IGNORECASE,
)
_ENDS_IN_PREPOSITION = re.compile(r"\b(of|in|on|at|by|from|with)\s+$", re.IGNORECASE)
_ENDS_WELL = re.compile(r"\s*([.,;:!?”\"’)]|$)")
_TO = {
    "warns": "", "threatens": "", "accuses": "", "condemns": "", "praises": "", "demands": "of ", "agrees": "with ",
}  # fmt: skip


def make_saying_groups(records: Iterable[AreaRecord]) -> tuple[LineGroup, ...]:
    """The statements by speaker; who spoke last comes first."""
    groups: dict[str, list[AreaRecord]] = {}
    for row in sorted(records, key=_order):
        groups.setdefault(actor_key(statement_of(row).speaker), []).append(row)
    return tuple(_make_group(rows) for rows in groups.values())


def statement_of(row: AreaRecord) -> Statement:
    """The statement of a row that is one."""
    assert isinstance(row.record, Statement)
    return row.record


def _order(row: AreaRecord) -> tuple[int, str]:
    return -(day_of(row) or date.min).toordinal(), row.record_id


def _make_group(rows: Sequence[AreaRecord]) -> LineGroup:
    roles = dict.fromkeys(role for row in rows if (role := statement_of(row).speaker_role))
    return LineGroup(
        name=statement_of(rows[0]).speaker.name,
        lines=tuple(_make_line(row) for row in rows),
        note="; ".join(roles),
    )


def _make_line(row: AreaRecord) -> BriefLine:
    """ "warns Iraqi Army: security gaps", with the words where they are quoted; else what the report says of it."""
    statement = statement_of(row)
    addressee = f" {_TO.get(statement.act, 'to ')}{statement.addressee.name}" if statement.addressee else ""
    topic = f": {say_topic(statement)}" if statement.topic and not _is_quoted(statement) else ""
    state, is_settled = say_state([row])
    return BriefLine(
        text=f"{statement.act}{addressee}{topic}",
        note=say_when(statement.time, row.published),
        said_by=_say_through(row),
        quote=cut_quote(statement.quote) if statement.quote else None,
        links=make_links([row]),
        state=state,
        is_settled=is_settled,
    )


def say_topic(statement: Statement) -> str:
    """What a statement is about: its topic, or where that is a piece of a sentence ("then of seven") the sentence."""
    topic = statement.topic or ""
    quotes = [row.quote for row in statement.evidence]
    source = next((quote for quote in quotes if topic in quote), None)
    if statement.quote or (source is None and not _STARTS_BADLY.match(topic)):
        return topic
    if source is not None and _stands_alone(topic, source):
        return topic
    return cut_quote(_clean(source or (quotes[0] if quotes else topic)))


def _stands_alone(topic: str, source: str) -> bool:
    """Whether the words are a clause of their own in the sentence: nothing cut off at either end."""
    start = source.index(topic)
    before, after = source[:start], source[start + len(topic) :]
    return not (_STARTS_BADLY.match(topic) or _ENDS_IN_PREPOSITION.search(before)) and bool(_ENDS_WELL.match(after))


def _clean(sentence: str) -> str:
    return " ".join(sentence.split()).rstrip(".,;")


def cut_quote(quote: str) -> str:
    """The words up to a length that a line has room for; the record has them all."""
    if len(quote) <= MAX_QUOTE_CHARS:
        return quote
    return quote[:MAX_QUOTE_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _is_quoted(statement: Statement) -> bool:
    """Whether the topic is words of the quote, so that it need not be said twice."""
    return bool(statement.quote) and fold_name(statement.topic or "") in fold_name(statement.quote or "")


def _say_through(row: AreaRecord) -> str:
    """Where it was said: the outlet, and who passed the words on, where that is not the speaker."""
    statement = statement_of(row)
    others = [line.source for line in statement.attribution if line.source and line.source != statement.speaker.name]
    return ", ".join(dict.fromkeys([*others, say_publisher(row.publisher)]))
