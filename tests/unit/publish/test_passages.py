from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.spans import Span
from dateline.publish.passages import cut_paragraphs, cut_segments

TEXTS = st.text(alphabet=st.sampled_from("ab ç\n“😀"), max_size=60)
SPANS = st.builds(Span, st.integers(-3, 70), st.integers(-3, 70))
EVIDENCE = st.dictionaries(st.sampled_from(["e1", "e2", "f1", "s1"]), st.lists(SPANS, max_size=3), max_size=4)


@settings(deadline=None)
@given(TEXTS, EVIDENCE)
def test_cut_segments_joined_is_the_text(text: str, evidence: dict[str, list[Span]]) -> None:
    assert "".join(segment.text for segment in cut_segments(text, evidence)) == text


@settings(deadline=None)
@given(TEXTS, EVIDENCE)
def test_cut_segments_carries_a_record_exactly_where_its_evidence_is(
    text: str, evidence: dict[str, list[Span]]
) -> None:
    at = 0
    for segment in cut_segments(text, evidence):
        for offset in range(at, at + len(segment.text)):
            expected = {
                slug for slug, spans in evidence.items() if any(span.start <= offset < span.end for span in spans)
            }
            assert set(segment.slugs) == expected
        at += len(segment.text)


@settings(deadline=None)
@given(TEXTS, EVIDENCE)
def test_cut_paragraphs_loses_nothing(text: str, evidence: dict[str, list[Span]]) -> None:
    paragraphs = cut_paragraphs(text, evidence)
    joined = "".join("".join(segment.text for segment in row.segments) + row.gap for row in paragraphs)
    assert joined == text


@settings(deadline=None)
@given(TEXTS, EVIDENCE)
def test_cut_paragraphs_opens_and_closes_each_piece_at_most_once(text: str, evidence: dict[str, list[Span]]) -> None:
    segments = [segment for row in cut_paragraphs(text, evidence) for segment in row.segments]
    opens = [piece for segment in segments for piece in segment.opens]
    closes = [piece for segment in segments for piece in segment.closes]
    assert len(opens) == len(set(opens))
    assert len(closes) == len(set(closes))


def test_overlapping_evidence_shares_the_words_between() -> None:
    segments = cut_segments("abcdef", {"e1": [Span(0, 4)], "s1": [Span(2, 6)]})
    assert [(segment.text, segment.slugs) for segment in segments] == [
        ("ab", ("e1",)),
        ("cd", ("e1", "s1")),
        ("ef", ("s1",)),
    ]


def test_evidence_over_a_paragraph_break_opens_before_and_closes_after_it() -> None:
    first, second = cut_paragraphs("one two\n\nthree four", {"s1": [Span(4, 14)]})
    assert [segment.opens for segment in first.segments] == [(), (("s1", 1),)]
    assert [segment.closes for segment in first.segments] == [(), ()]
    assert [(segment.text, segment.closes) for segment in second.segments] == [
        ("three", (("s1", 1),)),
        (" four", ()),
    ]
