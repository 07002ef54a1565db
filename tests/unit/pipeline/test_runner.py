from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.model.drafts import CONTROL, EVENTS, FIGURES, SENTENCES, STATEMENTS, Additions, Draft
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import Failure, check_order, run_stages


class EmptyStage:
    name = "empty"
    version = "1"
    requires = ()
    provides = (EVENTS, FIGURES, STATEMENTS, CONTROL)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        if any("poison" in draft.text for draft in batch):
            raise ValueError("poisoned")
        return [dict.fromkeys(self.provides, ()) for _ in batch]


class NeedyStage(EmptyStage):
    name = "needy"
    requires = (SENTENCES,)  # type: ignore[assignment]


def reports(*texts: str) -> list[Report]:
    return [Report(id=f"r{number}", text=text) for number, text in enumerate(texts)]


def test_runner_sets_a_failing_report_aside_and_goes_on() -> None:
    first, second, third = run_stages(reports("one", "poison", "three"), [EmptyStage()])
    assert isinstance(first, CodedReport)
    assert isinstance(third, CodedReport)
    assert isinstance(second, Failure)
    assert "r1" in str(second.error)
    assert "poisoned" in str(second.error)


def test_runner_output_does_not_depend_on_the_batch_size() -> None:
    given = reports("a", "b", "poison", "c", "d")
    by_one = [type(row).__name__ for row in run_stages(given, [EmptyStage()], batch_size=1)]
    assert by_one == [type(row).__name__ for row in run_stages(given, [EmptyStage()], batch_size=4)]


def test_check_order_names_the_missing_layer() -> None:
    with pytest.raises(ValueError, match="requires 'sentences'"):
        check_order([NeedyStage()])


def test_draft_refuses_a_layer_twice() -> None:
    draft = Draft(reports("a")[0]).plus({EVENTS: ()})
    with pytest.raises(ValueError, match="only add"):
        draft.plus({EVENTS: ()})
