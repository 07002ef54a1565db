"""The text of a report, cut at every boundary of evidence, so that overlapping evidence can be marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.model.spans import Span

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same evidence throughout; `slugs` are the records that rest on it.

    `opens` and `closes` name the pieces of evidence (slug, number of the piece from 1) that begin and end here.
    """

    text: str
    slugs: tuple[str, ...] = ()
    opens: tuple[tuple[str, int], ...] = ()
    closes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The segments of one paragraph; the break after it is kept in `gap`, so that nothing of the text is lost."""

    segments: tuple[Segment, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class _Piece:
    slug: str
    number: int
    span: Span


def cut_segments(text: str, evidence: Mapping[str, Sequence[Span]]) -> list[Segment]:
    """Cut `text` at all boundaries of `evidence` (slug to spans in code points); the joined segments are `text`.

    Spans that reach outside the text are clipped; empty ones are left out.
    """
    pieces = _clip_pieces(evidence, len(text))
    bounds = sorted({0, len(text), *(p.span.start for p in pieces), *(p.span.end for p in pieces)})
    starts: dict[int, list[_Piece]] = {}
    for piece in pieces:
        starts.setdefault(piece.span.start, []).append(piece)
    open_pieces: list[_Piece] = []
    segments = []
    for start, end in itertools.pairwise(bounds):
        opening = starts.get(start, [])
        open_pieces = [piece for piece in open_pieces if piece.span.end > start] + opening
        segments.append(_make_segment(text[start:end], open_pieces, opening, end))
    return segments


def cut_paragraphs(text: str, evidence: Mapping[str, Sequence[Span]]) -> list[Paragraph]:
    """The segments of `text` by paragraph (parted by a blank line); all segments and gaps joined are `text`."""
    breaks = [Span(*match.span()) for match in _PARAGRAPH_BREAK.finditer(text)]
    edges = [Span(0, 0), *breaks, Span(len(text), len(text))]
    paragraphs = []
    for before, after in itertools.pairwise(edges):
        inside = Span(before.end, after.start)
        segments = cut_segments(inside.text_in(text), _evidence_inside(evidence, inside))
        paragraphs.append(Paragraph(_renumber(segments, evidence, inside), after.text_in(text)))
    return paragraphs


def _clip_pieces(evidence: Mapping[str, Sequence[Span]], length: int) -> list[_Piece]:
    pieces = []
    for slug, spans in evidence.items():
        for number, span in enumerate(spans, start=1):
            clipped = Span(max(0, span.start), min(length, span.end))
            if clipped.start < clipped.end:
                pieces.append(_Piece(slug, number, clipped))
    return pieces


def _make_segment(text: str, pieces: Sequence[_Piece], opening: Sequence[_Piece], end: int) -> Segment:
    return Segment(
        text=text,
        slugs=tuple(dict.fromkeys(piece.slug for piece in pieces)),
        opens=tuple((piece.slug, piece.number) for piece in opening),
        closes=tuple((piece.slug, piece.number) for piece in pieces if piece.span.end == end),
    )


def _evidence_inside(evidence: Mapping[str, Sequence[Span]], inside: Span) -> dict[str, list[Span]]:
    """The evidence as seen from one paragraph; pieces elsewhere become empty, so that numbers stay."""
    length = inside.end - inside.start
    return {
        slug: [
            Span(min(length, max(0, span.start - inside.start)), min(length, max(0, span.end - inside.start)))
            for span in spans
        ]
        for slug, spans in evidence.items()
        if any(span.overlaps(inside) for span in spans)
    }


def _renumber(
    segments: Sequence[Segment], evidence: Mapping[str, Sequence[Span]], inside: Span
) -> tuple[Segment, ...]:
    """Evidence that runs over a paragraph break opens and closes once, not once a paragraph."""

    def opens_here(slug: str, number: int) -> bool:
        return evidence[slug][number - 1].start >= inside.start

    def closes_here(slug: str, number: int) -> bool:
        return evidence[slug][number - 1].end <= inside.end

    return tuple(
        Segment(
            segment.text,
            segment.slugs,
            tuple(piece for piece in segment.opens if opens_here(*piece)),
            tuple(piece for piece in segment.closes if closes_here(*piece)),
        )
        for segment in segments
    )
