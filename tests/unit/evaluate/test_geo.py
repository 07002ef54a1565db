"""The suite `geo`: reading articles and counting pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.geo import FARTHEST_KM, read_geo_corpus, score_geo, score_given
from dateline.model.errors import ReadError

ARTICLES = """<articles><article docid="7"><text>From Mopti to Gao.</text><toponyms>
<toponym><start>5</start><end>10</end><gaztag><lat>14.49</lat><lon>-4.18</lon></gaztag></toponym>
<toponym><start>14</start><end>17</end><gaztag><lat>16.27</lat><lon>-0.04</lon></gaztag></toponym>
</toponyms></article></articles>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "small.xml"
    path.write_text(ARTICLES, encoding="utf-8")
    return path


def test_scores_count_the_missed_as_wrong(corpus: Path) -> None:
    documents = list(read_geo_corpus(corpus))
    rows: list[dict[str, float | None]] = [
        {"start": 5, "end": 10, "lat": 14.5, "lon": -4.2},
        {"start": 0, "end": 4, "lat": None, "lon": None},
    ]
    scores = score_geo(documents, {"7": rows}).to_json()
    assert (scores["precision"], scores["recall"], scores["strict_f1"]) == (0.5, 0.5, 0.5)
    assert (scores["accuracy_161km_matched"], scores["accuracy_161km_all"]) == (1.0, 0.5)
    assert scores["median_error_km_all"] > FARTHEST_KM / 3


def test_a_row_without_a_point_is_as_far_as_can_be(corpus: Path) -> None:
    rows: list[dict[str, float | None]] = [{"start": 5, "end": 12, "lat": None, "lon": None}]
    assert score_geo(list(read_geo_corpus(corpus)), {"7": rows}).errors_km == (FARTHEST_KM,)


def test_missing_predictions_are_told(corpus: Path) -> None:
    with pytest.raises(ReadError, match="7"):
        score_geo(list(read_geo_corpus(corpus)), {})


@pytest.mark.parametrize("text", ["no xml", "<articles></articles>"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError):
        list(read_geo_corpus(path))


def test_given_spans_and_ceiling_are_over_all_gold_with_a_point(corpus: Path) -> None:
    documents = list(read_geo_corpus(corpus))
    placed: list[dict[str, float | None]] = [{"lat": 14.5, "lon": -4.2}, {"lat": 0.0, "lon": 0.0}]
    points = [[(14.5, -4.2)], [(0.0, 0.0), (16.3, 0.0)]]
    scores = score_given(documents, {"7": placed}, {"7": points}).to_json()
    assert (scores["accuracy_161km_given_spans"], scores["gazetteer_ceiling_161km"]) == (0.5, 1.0)


def test_a_span_that_slips_is_moved_onto_its_phrase(tmp_path: Path) -> None:
    path = tmp_path / "slip.xml"
    toponym = "<toponym><start>8</start><end>13</end><phrase>Mopti</phrase></toponym>"
    path.write_text(
        f"<articles><article><text>From Mopti to Gao.</text><toponyms>{toponym}</toponyms></article></articles>",
        encoding="utf-8",
    )
    (document,) = read_geo_corpus(path)
    assert document.toponyms[0][0].text_in(document.text) == "Mopti"
