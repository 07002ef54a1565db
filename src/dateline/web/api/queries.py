"""The filter of records as it stands in the address of a call, checked value by value."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dateline.model.filters import KIND_KEYS, MAX_LENGTH, STATES, RecordFilter
from dateline.model.records import SourceType
from dateline.web.api.sources import CURSOR, MOST

_KINDS, _STATES = "|".join(KIND_KEYS), "|".join(STATES)
_FRACTION = r"(\.[0-9]{1,6})?"
_LON = rf"-?(1[0-7][0-9]|[0-9]{{1,2}}){_FRACTION}"
_LAT = rf"-?[0-8]?[0-9]{_FRACTION}"
_Text = Annotated[str | None, Field(min_length=1, max_length=MAX_LENGTH)]
_NOT_FILTERS = {"limit", "cursor"}


class RecordQuery(BaseModel):
    """Which records are asked for. Lists are joined by commas."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    country: Annotated[str | None, Field(pattern="^[A-Z]{2}$")] = None
    """ISO 3166-1 alpha-2."""
    admin1: _Text = None
    """First-level region, as the gazetteer writes it."""
    box: Annotated[str | None, Field(pattern=rf"^{_LON},{_LAT},{_LON},{_LAT}$")] = None
    """west,south,east,north in degrees; north is not below south."""
    actor: _Text = None
    """An `actor_id`, or a name in small letters."""
    first: date | None = None
    """Not before this day."""
    last: date | None = None
    """Not after this day; it is not before `first`."""
    kind: Annotated[str | None, Field(pattern=rf"^({_KINDS})(,({_KINDS}))*$", max_length=MAX_LENGTH)] = None
    """battles, explosions, violence, protests, riots, developments, figure, statement, control."""
    source: _Text = None
    """The outlet."""
    source_type: SourceType | None = None
    coder: _Text = None
    """The coder that proposed it."""
    state: Annotated[str | None, Field(pattern=rf"^({_STATES})(,({_STATES}))*$", max_length=MAX_LENGTH)] = None
    """Without it, all that count: not the rejected or superseded ones."""
    q: _Text = None
    """Words of the report."""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str | None, Field(pattern=CURSOR)] = None
    """`next` of the page before; without it, the first page."""

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        """Raises ValueError where two values do not go together."""
        if self.first and self.last and self.first > self.last:
            raise ValueError("the first day comes after the last")
        if self.box is not None:
            _, south, _, north = (float(side) for side in self.box.split(","))
            if south > north:
                raise ValueError("the box ends south of where it begins")
        return self

    def to_filter(self) -> RecordFilter:
        """Raises WrongCallError for values that no record can have."""
        given = self.model_dump(mode="json", exclude=_NOT_FILTERS, exclude_none=True)
        return RecordFilter.from_query(given)
