from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from dateline.model.outlines import Sighting
from dateline.publish.alerts import AlertList, list_alerts, say_chance, say_coverage
from dateline.publish.tallies import ALL_ACTORS, count_lately, count_weeks, learn_delays, tally

AS_OF = date(2024, 6, 30)  # a Sunday
END = AS_OF.toordinal()
NORTH, SOUTH = ("XA", "North"), ("XA", "South")


def sighting(
    name: str, day: int, *, incident: str = "", region: tuple[str, str] = NORTH, days: int = 0, late: int | None = 0
) -> Sighting:
    """An event of `day` days before the end, published `late` days after its last one."""
    start = END - day
    published = None if late is None else start + days + late
    return Sighting(name, incident or name, *region, start, start + days, published)


def two_years(region: tuple[str, str] = NORTH, lately: int = 1) -> Iterator[Sighting]:
    """An incident a week, in the last three weeks `lately` of them."""
    for week in range(104):
        for number in range(lately if week < 3 else 1):
            yield sighting(f"{region[1]}-{week}-{number}", 7 * week + 2 + number % 3, region=region)


def alerts_of(rows: list[Sighting], parts: list[tuple[str, str]], as_of: date = AS_OF) -> AlertList:
    return list_alerts(tally(rows, parts, as_of), as_of)


def test_an_incident_of_many_reports_counts_once_by_its_most_precise_day() -> None:
    rows = [sighting(f"r{number}", 40 + number, incident="i", days=number) for number in range(5)]
    tallies = tally(rows, [("r0", "front"), ("r3", "front"), ("gone", "front")], AS_OF)
    assert tallies.actor.tolist() == [ALL_ACTORS, 0]
    assert tallies.middle.tolist() == [END - 40, END - 40]
    assert tallies.published.tolist() == [END - 40, END - 40]


def test_what_was_published_later_is_not_known_yet() -> None:
    rows = [sighting("a", 40), sighting("b", 40, late=20), sighting("c", 40, late=None)]
    assert len(tally(rows, [], AS_OF - timedelta(days=30)).middle) == 2
    assert len(tally(rows, [], AS_OF).middle) == 3


def test_what_is_told_months_later_is_not_counted() -> None:
    rows = [*two_years(), sighting("back", 100, late=80)]
    (counts,) = count_weeks(tally(rows, [], AS_OF), AS_OF, 169, 5)
    assert counts.rows.sum() == 104 - 1, "the first week is not whole"


def test_a_series_begins_with_the_country_s_record_after_its_last_long_silence() -> None:
    rows = [sighting("old", 900), *two_years(), *(sighting(f"s{n}", 10 + n, region=SOUTH) for n in range(6))]
    (counts,) = count_weeks(tally(rows, [], AS_OF), AS_OF, 169, 5)
    assert counts.first == date(2022, 7, 11)
    assert counts.rows.shape == (2, 103)
    (short,) = count_weeks(tally(rows, [], AS_OF), AS_OF, 20, 5)
    assert short.rows.shape == (2, 20)


def test_a_region_that_triples_is_found_with_the_actor_who_does_it() -> None:
    rows = [*two_years(lately=6), *two_years(SOUTH)]
    parts = [(row.record_id, "front") for row in rows if row.admin1 == "North"]
    parts += [(row.record_id, "army") for row in rows]
    found = alerts_of(rows, parts)
    assert {(alert.region, alert.actor) for alert in found.alerts} == {
        (NORTH, None),
        (NORTH, "front"),
        (NORTH, "army"),
    }
    assert found.series == found.tested == 5
    assert found.false_per_year == pytest.approx(5 * 0.33)
    alert = found.alerts[0]
    assert alert.assessment.verdict == "rise"
    assert alert.weeks[-4:] == (1, 6, 6, 6)
    assert sum(alert.months[-2:]) == 24
    assert alert.by_chance < 0.1
    assert say_chance(alert).endswith("of all the series would be as far out by accident.")
    assert "5 series of weekly incidents tested" in say_coverage(found)


def test_no_fall_is_told_of_a_country_that_nobody_writes_about_any_more() -> None:
    rows = [row for region in (NORTH, SOUTH) for k in range(3) for row in many(region, k) if row.end_day < END - 60]
    elsewhere = [row._replace(country="XB") for row in two_years(("XB", "West"))]
    assert alerts_of([*rows, *elsewhere], []).alerts == ()
    told = [*rows, sighting("last", 8, region=SOUTH)]
    assert {alert.region for alert in alerts_of([*told, *elsewhere], []).alerts} == {NORTH, SOUTH}


def many(region: tuple[str, str], copy: int) -> Iterator[Sighting]:
    for row in two_years(region):
        yield row._replace(record_id=f"{row.record_id}/{copy}", incident_id=f"{row.incident_id}/{copy}")


def test_chance_alone_makes_as_few_alerts_as_are_told() -> None:
    generator = np.random.default_rng(5)
    rows = [
        sighting(f"{region}-{week}-{number}", 7 * week + int(generator.integers(7)), region=("XA", f"R{region}"))
        for region in range(60)
        for week in range(150)
        for number in range(generator.poisson(1.0))
    ]
    found = alerts_of(rows, [])
    assert found.tested == 60
    assert len(found.alerts) <= 3


def test_delays_are_learnt_from_incidents_first_reports() -> None:
    rows = [sighting(f"a{n}", 100 + n % 50, incident=f"i{n}", late=3) for n in range(200)]
    rows += [sighting(f"b{n}", 100 + n % 50, incident=f"i{n}", late=9) for n in range(200)]
    delays = learn_delays(tally(rows, [], AS_OF), AS_OF)
    assert delays.find_share(2) < 0.2
    assert delays.find_share(3) > 0.95
    assert delays.weight == 220


def test_nothing_kept_is_nothing_tested() -> None:
    found = alerts_of([], [])
    assert found.alerts == ()
    assert "nothing was tested" in say_coverage(found)
    first, counts = count_lately(tally([], [], AS_OF), (0, ALL_ACTORS), "month", AS_OF, 13)
    assert (first, sum(counts)) == (date(2023, 6, 1), 0)
