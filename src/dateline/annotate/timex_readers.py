"""The reader of each family of time expressions.

A reader computes the TIMEX3 type and value from the parts that the pattern named and from two anchors: the day the
report was published, and the narrative's own time. See docs/decisions/0004-time-expressions.md for the rules.
"""

from __future__ import annotations

from dateline.annotate.timex_dates import (
    read_date,
    read_iso_date,
    read_month_name,
    read_named_event,
    read_numeric_date,
    read_ordinal_day,
    read_season,
    read_slash_days,
    read_span_of_days,
)
from dateline.annotate.timex_days import read_clock, read_day_part, read_deictic, read_weekday
from dateline.annotate.timex_feasts import read_holiday, read_islamic_date, read_national_day
from dateline.annotate.timex_lengths import (
    read_age,
    read_bare_duration,
    read_bare_shift,
    read_duration,
    read_relative,
    read_set,
    read_shift,
    read_year_quarter,
)
from dateline.annotate.timex_moments import Reader
from dateline.annotate.timex_years import read_bare_year, read_bc_year, read_century, read_decade, read_second_year

READERS: dict[str, Reader] = {
    "iso_date": read_iso_date,
    "numeric_date": read_numeric_date,
    "span_of_days": read_span_of_days,
    "first_day": read_date,
    "slash_days": read_slash_days,
    "islamic_date": read_islamic_date,
    "year_quarter": read_year_quarter,
    "national_day": read_national_day,
    "second_day": read_date,
    "ordinal_day": read_ordinal_day,
    "second_year": read_second_year,
    "date": read_date,
    "month": read_month_name,
    "bc_year": read_bc_year,
    "season": read_season,
    "century": read_century,
    "decade": read_decade,
    "year": read_bare_year,
    "weekday": read_weekday,
    "clock": read_clock,
    "day_part": read_day_part,
    "named_event": read_named_event,
    "holiday": read_holiday,
    "deictic": read_deictic,
    "relative": read_relative,
    "shift": read_shift,
    "bare_shift": read_bare_shift,
    "set": read_set,
    "duration": read_duration,
    "age": read_age,
    "bare_duration": read_bare_duration,
}
"""The reader of each family of `timex_patterns.SHAPES`."""
