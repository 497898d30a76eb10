"""What may stand in an address: filters, order, place in a list. A view is its address."""

from __future__ import annotations

import base64
import re
from datetime import date as Date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dragoman.model import ArchiveError
from dragoman.store import Filter

Code = Annotated[str, Field(max_length=120)]
# Of days at the ends of the calendar there is none a year before or after.
Day = Annotated[Date, Field(ge=Date(1000, 1, 1), le=Date(2999, 12, 31))]
Several = Annotated[list[Code], Field(default_factory=list, max_length=30)]
MANY = ("actor", "recipient", "party", "event", "mode", "context", "status", "reported_by",
        "sector", "country", "publication")  # fmt: skip
Sort = Literal["-day", "day", "-confidence", "confidence"]
PAGE = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Asked(BaseModel):
    """Which events are wanted; of several values of one name any will do."""

    model_config = ConfigDict(frozen=True)

    actor: Several
    recipient: Several
    party: Several
    event: Several
    mode: Several
    context: Several
    status: Several
    reported_by: Several
    sector: Several
    country: Several
    publication: Several
    quad: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(default_factory=list)]
    since: Day | None = None
    until: Day | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    reviewed: Literal["yes", "no"] | None = None
    words: Annotated[str | None, Field(max_length=200)] = None

    @field_validator("since", "until", "reviewed", "words", mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        """A field of a form that was left empty says nothing."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("since", "until", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        """A number, which could be seconds since 1970, is no day."""
        if isinstance(value, str) and value.strip() and not _DAY.fullmatch(value):
            raise ValueError("a day has the form YYYY-MM-DD")
        return value

    @field_validator(*MANY, "quad", mode="before")
    @classmethod
    def _without_empty(cls, value: Any) -> Any:
        return [one for one in value if one != ""] if isinstance(value, list) else value

    def filter(self) -> Filter:
        """The filter that the archive takes."""
        return Filter(
            **{name: tuple(getattr(self, name)) for name in MANY},
            quad=tuple(self.quad),
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            min_confidence=self.min_confidence,
            reviewed=None if self.reviewed is None else self.reviewed == "yes",
        )

    def pairs(self) -> list[tuple[str, str]]:
        """What is asked for, as name and value, in a fixed order."""
        found = []
        for name, value in self.model_dump(mode="json", exclude_defaults=True).items():
            values = value if isinstance(value, list) else [value]
            found += [(name, str(one)) for one in values if one not in (None, "")]
        return found


class AskedList(Asked):
    """The same, as a list with an order and a place in it."""

    sort: Sort = "-day"
    after: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=500)] = PAGE

    def listed(self) -> list[tuple[str, str]]:
        """Without the place in the list."""
        return [pair for pair in self.pairs() if pair[0] not in {"after", "limit"}]


def query(pairs: list[tuple[str, str]], **more: object) -> str:
    """Pairs as the part of an address behind the question mark, with it; "" for none. What is
    given by name takes the place of what the pairs tell.

    >>> query([("actor", "USA"), ("since", "2021-01-01")], since="2021-03-01")
    '?actor=USA&since=2021-03-01'
    """
    kept = [pair for pair in pairs if more.get(pair[0]) is None]
    told = [*kept, *((name, str(value)) for name, value in more.items() if value is not None)]
    return f"?{urlencode(told)}" if told else ""


def cursor(*parts: object) -> str:
    """A place in a list, for the next page."""
    told = "\n".join("" if part is None else str(part) for part in parts)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place(told: str, order: str) -> tuple[str, str]:
    """The key and the id out of a cursor that was made as ``cursor(order, key, id)``.

    Raises ArchiveError for what was never made for this order.
    """
    try:
        plain = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
        own, key, id_ = plain.split("\n")
    except ValueError:  # of base64, of UTF-8, of the number of parts
        own = ""
    if own != order:
        raise ArchiveError("'after' is no place in this list; leave it out to begin anew")
    return key, id_
