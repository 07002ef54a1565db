import pytest

from dateline.model.actors import ActorRef
from dateline.publish.control_claims import SideOf
from dateline.resolve.registries import make_actor_registry
from dateline.services.sides import make_side_of


@pytest.fixture(scope="module")
def side_of() -> SideOf:
    return make_side_of(make_actor_registry())


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("Iraqi Army", "Government of Iraq", True),
        ("Iraqi Army", "Popular Mobilization Forces", True),
        ("Peshmerga", "Kurdistan Regional Government", True),
        ("Peshmerga", "Iraqi Army", False),
        ("People's Protection Units", "Syrian Democratic Forces", True),
        ("Islamic State", "Iraqi Army", False),
        ("Front of the Upper Hills", "Front of the Lower Hills", False),
        ("Front of the Upper Hills", "Front of the Upper Hills", True),
    ],
)
def test_forces_are_on_the_side_of_whom_they_belong_to(side_of: SideOf, one: str, other: str, together: bool) -> None:
    assert (side_of(ActorRef(name=one)) == side_of(ActorRef(name=other))) is together
