"""Which place a figure is about, told on reports of our own."""

from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import Coder, make_stages


def _coded(text: str, title: str | None = None) -> CodedReport:
    coder = Coder("test", "1", tuple(make_stages(make_actor_registry(), make_gazetteer())))
    (coded,) = coder.code([Report(id="x", language="en", title=title, published="2024-05-10", text=text)])
    assert isinstance(coded, CodedReport)
    return coded


def test_figure_is_about_the_town_of_the_story_and_not_the_state_that_sent_men() -> None:
    coded = _coded(
        "Fighting in Goma entered its third week on Thursday.\n\n"
        "Rwanda sent troops, the UN said. About 12,000 people have fled their homes since April."
    )
    places = [figure.place.name for figure in coded.figures if figure.measure == "displaced" and figure.place]
    assert places == ["Goma"]
