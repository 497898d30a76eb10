"""The readers of time expressions by the name the rule tables call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dragoman.text import (
    timedates,
    timeholidays,
    timelengths,
    timeperiods,
    timerelative,
    timeshifts,
)
from dragoman.text.timewords import Reading, TimeContext

Reader = Callable[[TimeContext], Reading | None]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        reader.__name__: reader
        for reader in (
            timedates.numeric, timedates.slashed, timedates.day, timedates.day_range,
            timedates.month, timedates.bare_month, timedates.month_range, timedates.year,
            timedates.year_range, timedates.decade, timedates.century,
            timeperiods.quarter, timeperiods.that_quarter, timeperiods.year_ago_period,
            timeperiods.that_year, timeperiods.months_of_year, timeperiods.half,
            timeperiods.season,
            timerelative.near, timerelative.weekday, timerelative.weekend, timerelative.unit,
            timerelative.week_of, timerelative.unit_end, timerelative.second_day,
            timerelative.clock,
            timeshifts.shift, timeshifts.other, timeshifts.from_event,
            timeholidays.holiday, timeholidays.eve,
            timelengths.length, timelengths.each, timelengths.fixed, timelengths.vague,
        )
    }
)  # fmt: skip
