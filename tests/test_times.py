"""Time expressions: what is found in a sentence, and which days it means."""

# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import (
    Article,
    Block,
    BlockKind,
    Dateline,
    Document,
    Span,
    TimeExpression,
    Token,
)
from dragoman.model.errors import TableError
from dragoman.stages.times import resolve_times
from dragoman.tables.times import TimePatterns, load_times
from dragoman.text.calendar import add_months, bounds, easter, nth_weekday
from dragoman.text.timefeasts import hanukkah, hebrew_new_year, orthodox_easter

# text | day of publication | words | value granularity end kind; nothing after the day: no time.
# Several lines with the same text and day: all its expressions, in order.
TABLE = """
He spoke in Moscow on Tuesday. | 2021-12-21 | Tuesday | 2021-12-21 day - DATE
They met on Monday. | 2021-12-21 | Monday | 2021-12-20 day - DATE
Troops arrived last Tuesday. | 2021-12-21 | last Tuesday | 2021-12-14 day - DATE
The talks resume next Monday. | 2021-12-21 | next Monday | 2021-12-27 day - DATE
Ministers will meet on Friday. | 2021-12-21 | Friday | 2021-12-24 day - DATE
The summit is scheduled for Thursday. | 2021-12-21 | Thursday | 2021-12-23 day - DATE
They left on Sunday night. | 2021-12-21 | Sunday night | 2021-12-19 day - DATE
Police said early Saturday that two died. | 2021-12-21 | early Saturday | 2021-12-18 day - DATE
It was signed on Dec. 21, 2021. | 2021-12-21 | Dec. 21, 2021 | 2021-12-21 day - DATE
It was signed on 21 December 2021. | 2021-12-21 | 21 December 2021 | 2021-12-21 day - DATE
It was signed on 2021-12-21. | 2021-12-21 | 2021-12-21 | 2021-12-21 day - DATE
It was signed on December 21st, 2021. | 2021-12-21 | December 21st, 2021 | 2021-12-21 day - DATE
It was signed on Tuesday, December 21, 2021. | 2021-12-21 | Tuesday, December 21, 2021 | 2021-12-21 day - DATE
It was signed on 12/21/2021. | 2021-12-21 | 12/21/2021 | 2021-12-21 day - DATE
It was signed on 21/12/2021. | 2021-12-21 | 21/12/2021 | 2021-12-21 day - DATE
It was signed on 21.12.2021. | 2021-12-21 | 21.12.2021 | 2021-12-21 day - DATE
Elections were called for January 11. | 2021-12-21 | January 11 | 2022-01-11 day - DATE
The vote was held on 8 October. | 2021-12-21 | 8 October | 2021-10-08 day - DATE
The vote was held on the 12th of March. | 2021-12-21 | the 12th of March | 2021-03-12 day - DATE
The vote will be held on March 12. | 2021-12-21 | March 12 | 2022-03-12 day - DATE
The vote will be held on 3 January. | 2021-12-21 | 3 January | 2022-01-03 day - DATE
Exercises ran from 5-7 June. | 2021-12-21 | 5-7 June | 2021-06-05 day 2021-06-07 DATE
Exercises ran from June 5-7, 2020. | 2021-12-21 | June 5-7, 2020 | 2020-06-05 day 2020-06-07 DATE
Exercises ran from 28 December 2020 to 3 January 2021. | 2021-12-21 | 28 December 2020 to 3 January 2021 | 2020-12-28 day 2021-01-03 DATE
Exercises ran between June 5 and 7, 2019. | 2021-12-21 | June 5 and 7, 2019 | 2019-06-05 day 2019-06-07 DATE
He ruled between 2015 and 2017. | 2021-12-21 | 2015 and 2017 | 2015 year 2017-12-31 DATE
He ruled from 2015 to 2017. | 2021-12-21 | 2015 to 2017 | 2015 year 2017-12-31 DATE
The 2015-17 mission failed. | 2021-12-21 | 2015-17 | 2015 year 2017-12-31 DATE
The 1914-1918 war ended. | 2021-12-21 | 1914-1918 | 1914 year 1918-12-31 DATE
Fighting lasted from May to July. | 2021-12-21 | May to July | 2021-05 month 2021-07-31 DATE
Fighting lasted from May to July 2020. | 2021-12-21 | May to July 2020 | 2020-05 month 2020-07-31 DATE
Fighting lasted between November 2020 and February 2021. | 2021-12-21 | November 2020 and February 2021 | 2020-11 month 2021-02-28 DATE
He wants membership in 2022. | 2021-12-21 | 2022 | 2022 year - DATE
Both have been enshrined since 2019. | 2021-12-21 | 2019 | 2019 year - DATE
They seized it in mid-2014. | 2021-12-21 | mid-2014 | 2014 year - DATE
They seized it in early March. | 2021-12-21 | early March | 2021-03 month - DATE
They seized it in early March 2014. | 2021-12-21 | early March 2014 | 2014-03 month - DATE
They seized it in late November. | 2021-12-21 | late November | 2021-11 month - DATE
They seized it last month. | 2021-12-21 | last month | 2021-11 month - DATE
They seized it earlier this month. | 2021-12-21 | earlier this month | 2021-12 month - DATE
They met this year. | 2021-12-21 | this year | 2021 year - DATE
They met last year. | 2021-12-21 | last year | 2020 year - DATE
They will meet next year. | 2021-12-21 | next year | 2022 year - DATE
They will meet next week. | 2021-12-21 | next week | 2021-W52 week - DATE
They met last week. | 2021-12-21 | last week | 2021-W50 week - DATE
They met earlier this week. | 2021-12-21 | earlier this week | 2021-W51 week - DATE
They met in the 1990s. | 2021-12-21 | the 1990s | 199 decade - DATE
They met in the late 1970s. | 2021-12-21 | the late 1970s | 197 decade - DATE
They met in the nineties. | 2021-12-21 | the nineties | 199 decade - DATE
They met in the summer of 2015. | 2021-12-21 | the summer of 2015 | 2015-SU quarter 2015-08-31 DATE
They met last summer. | 2021-12-21 | last summer | 2021-SU quarter 2021-08-31 DATE
They will meet next spring. | 2021-12-21 | next spring | 2022-SP quarter 2022-05-31 DATE
They met in the third quarter of 2020. | 2021-12-21 | the third quarter of 2020 | 2020-Q3 quarter - DATE
Growth slowed in Q3 2020. | 2021-12-21 | Q3 2020 | 2020-Q3 quarter - DATE
Growth slowed in the first half of 2021. | 2021-12-21 | the first half of 2021 | 2021-H1 quarter 2021-06-30 DATE
They met today. | 2021-12-21 | today | 2021-12-21 day - DATE
They met yesterday. | 2021-12-21 | yesterday | 2021-12-20 day - DATE
They will meet tomorrow. | 2021-12-21 | tomorrow | 2021-12-22 day - DATE
They met late yesterday. | 2021-12-21 | late yesterday | 2021-12-20 day - DATE
They meet again tomorrow night. | 2021-12-21 | tomorrow night | 2021-12-22 day - DATE
Shells fell this morning. | 2021-12-21 | this morning | 2021-12-21 day - TIME
Shells fell last night. | 2021-12-21 | last night | 2021-12-20 day - TIME
They left the day before yesterday. | 2021-12-21 | the day before yesterday | 2021-12-19 day - DATE
They leave the day after tomorrow. | 2021-12-21 | the day after tomorrow | 2021-12-23 day - DATE
They met two days ago. | 2021-12-21 | two days ago | 2021-12-19 day - DATE
They met three weeks ago. | 2021-12-21 | three weeks ago | 2021-W48 week - DATE
They met six months ago. | 2021-12-21 | six months ago | 2021-06 month - DATE
They met nearly four years ago. | 2021-12-21 | nearly four years ago | 2017 year - DATE
They met a decade ago. | 2021-12-21 | a decade ago | 2011 year - DATE
They met several years ago. | 2021-12-21 | several years ago | PAST_REF vague - DATE
They met on 1 June 2020. Three weeks later they parted. | 2021-12-21 | 1 June 2020 | 2020-06-01 day - DATE
They met on 1 June 2020. Three weeks later they parted. | 2021-12-21 | Three weeks later | 2020-W26 week - DATE
They met on 1 June 2020. The next day they parted. | 2021-12-21 | 1 June 2020 | 2020-06-01 day - DATE
They met on 1 June 2020. The next day they parted. | 2021-12-21 | The next day | 2020-06-02 day - DATE
They met in 2015. The following year they parted. | 2021-12-21 | 2015 | 2015 year - DATE
They met in 2015. The following year they parted. | 2021-12-21 | The following year | 2016 year - DATE
They met on 1 June 2020 and parted two days earlier. | 2021-12-21 | 1 June 2020 | 2020-06-01 day - DATE
They met on 1 June 2020 and parted two days earlier. | 2021-12-21 | two days earlier | 2020-05-30 day - DATE
Three weeks later they parted. | 2021-12-21 | Three weeks later | - vague - DATE
Hours later they parted. | 2021-12-21 | Hours later | - vague - DATE
Membership should come in the next few years. | 2021-12-21 | the next few years | PXY vague - DURATION
It fell in recent months. | 2021-12-21 | recent months | PXM vague - DURATION
He recently resigned. | 2021-12-21 | recently | PAST_REF vague - DATE
The army is now in control. | 2021-12-21 | now | PRESENT_REF vague - DATE
Clashes broke out over the weekend. | 2021-12-21 | the weekend | 2021-12-18 day 2021-12-19 DATE
Clashes broke out last weekend. | 2021-12-21 | last weekend | 2021-12-18 day 2021-12-19 DATE
The vote will be held next weekend. | 2021-12-21 | next weekend | 2021-12-25 day 2021-12-26 DATE
He arrived on Christmas Eve. | 2021-12-21 | Christmas Eve | 2020-12-24 day - DATE
He arrived on New Year's Eve 2019. | 2021-12-21 | New Year's Eve 2019 | 2019-12-31 day - DATE
He arrived on Easter Sunday 2016. | 2021-12-21 | Easter Sunday 2016 | 2016-03-27 day - DATE
He arrived on Good Friday 2022. | 2021-12-21 | Good Friday 2022 | 2022-04-15 day - DATE
He arrived on Thanksgiving 2020. | 2021-12-21 | Thanksgiving 2020 | 2020-11-26 day - DATE
A truce for Eid al-Fitr was agreed. | 2021-12-21 | Eid al-Fitr | - vague - DATE
The attacks of 9/11 changed policy. | 2021-12-21 | 9/11 | 2001-09-11 day - DATE
The state was founded in the 19th century. | 2021-12-21 | the 19th century | 18 vague - DATE
The state was founded in 1848. | 2021-12-21 | 1848 | 1848 year - DATE
They fought for three years. | 2021-12-21 | three years | P3Y - - DURATION
A 72-hour truce took hold. | 2021-12-21 | 72-hour | PT72H - - DURATION
A two-week ceasefire took hold. | 2021-12-21 | two-week | P2W - - DURATION
It took more than two decades. | 2021-12-21 | more than two decades | P20Y - - DURATION
It took two and a half years. | 2021-12-21 | two and a half years | P2Y6M - - DURATION
It lasted half an hour. | 2021-12-21 | half an hour | PT30M - - DURATION
They talked for 90 minutes. | 2021-12-21 | 90 minutes | PT90M - - DURATION
They talked for hours. | 2021-12-21 | hours | PTXH vague - DURATION
They have fought for the past three years. | 2021-12-21 | the past three years | P3Y - - DURATION
Shelling occurs daily. | 2021-12-21 | daily | P1D - - SET
They meet every week. | 2021-12-21 | every week | P1W - - SET
They meet every two months. | 2021-12-21 | every two months | P2M - - SET
They meet every Monday. | 2021-12-21 | every Monday | XXXX-WXX-1 - - SET
He protests on Fridays. | 2021-12-21 | Fridays | XXXX-WXX-5 - - SET
Talks are held twice a year. | 2021-12-21 | twice a year | P1Y - - SET
Exports reached 300,000 barrels a day. | 2021-12-21 | a day | P1D - - SET
The deal was reached at 9 a.m. on Monday. | 2021-12-21 | 9 a.m. on Monday | 2021-12-20 day - TIME
The deal was reached at 10:35 p.m. Sunday. | 2021-12-21 | 10:35 p.m. Sunday | 2021-12-19 day - TIME
The curfew starts at noon. | 2021-12-21 | noon | 2021-12-21 day - TIME
He said in May that it was over. | 2021-12-21 | May | 2021-05 month - DATE
He resigned last May. | 2021-12-21 | last May | 2021-05 month - DATE
He resigned in March 2018. | 2021-12-21 | March 2018 | 2018-03 month - DATE
It expires by the end of the year. | 2021-12-21 | the end of the year | 2021 year - DATE
It expires by the end of this month. | 2021-12-21 | the end of this month | 2021-12 month - DATE
It expires in January this year. | 2021-12-21 | January this year | 2021-01 month - DATE
It expires in June next year. | 2021-12-21 | June next year | 2022-06 month - DATE
It expires on Monday next week. | 2021-12-21 | Monday next week | 2021-12-27 day - DATE
The plan dates from fiscal 2019. | 2021-12-21 | fiscal 2019 | 2019 year - DATE
The war of nineteen ninety-one ended. | 2021-12-21 | nineteen ninety-one | 1991 year - DATE
It happened on May 5. | 2021-12-21 | May 5 | 2021-05-05 day - DATE
It happened on 17 May, 2014. | 2021-12-21 | 17 May, 2014 | 2014-05-17 day - DATE
It happened the week of March 6, 2021. | 2021-12-21 | the week of March 6, 2021 | 2021-W09 week - DATE
In two weeks' time the mandate ends. It ends in two weeks' time. | 2021-12-21 | two weeks' time | 2022-W01 week - DATE
In two weeks' time the mandate ends. It ends in two weeks' time. | 2021-12-21 | two weeks' time | 2022-W01 week - DATE
In the coming weeks talks resume. | 2021-12-21 | the coming weeks | PXW vague - DURATION
A year earlier the army had left. | 2021-12-21 | A year earlier | 2020 year - DATE
On Monday, Dec. 20, the army left. | 2021-12-21 | Monday, Dec. 20 | 2021-12-20 day - DATE
By September 2021 the army had left. | 2021-12-21 | September 2021 | 2021-09 month - DATE
In Sept. 2021 the army left. | 2021-12-21 | Sept. 2021 | 2021-09 month - DATE
He will return this Friday. | 2021-12-21 | this Friday | 2021-12-24 day - DATE
He came back this Monday. | 2021-12-21 | this Monday | 2021-12-20 day - DATE
He met Putin on Friday, and will meet Xi on Thursday. | 2021-12-21 | Friday | 2021-12-17 day - DATE
He met Putin on Friday, and will meet Xi on Thursday. | 2021-12-21 | Thursday | 2021-12-23 day - DATE
Theresa May said she may resign. | 2021-12-21 |  |
Theresa May's cabinet met. | 2021-12-21 |  |
May I speak? | 2021-12-21 |  |
They march on Rome. | 2021-12-21 |  |
The second man left. | 2021-12-21 |  |
About 2,022 people fled. | 2021-12-21 |  |
Some 1,500 soldiers died. | 2021-12-21 |  |
The Sun reported it. | 2021-12-21 |  |
Friday prayers were cancelled. | 2021-12-21 |  |
The Sunday Times reported it. | 2021-12-21 |  |
Call 202-555-2014 for details. | 2021-12-21 |  |
UN Resolution 2254 was adopted. | 2021-12-21 |  |
They lost 3-1 to them. | 2021-12-21 |  |
A 45-year-old man was shot. | 2021-12-21 |  |
The man is 45 years old. | 2021-12-21 |  |
An F-2000 jet crashed. | 2021-12-21 |  |
It cost $2000 to build. | 2021-12-21 |  |
About 2000 people fled. | 2021-12-21 |  |
A 24-hour news channel said so. | 2021-12-21 |  |
Some 2014 dollars were found. | 2021-12-21 |  |
The million man march on the capital failed. | 2021-12-21 |  |
April Jones, his aide, resigned. | 2021-12-21 |  |
Turnout was 20.21 percent. | 2021-12-21 |  |
He lives in room 2021. | 2021-12-21 |  |
One quarter of them fled. | 2021-12-21 |  |
Just a second, he said. | 2021-12-21 |  |
He left on Friday. | 2022-02-24 | Friday | 2022-02-18 day - DATE
He left on Thursday. | 2022-02-24 | Thursday | 2022-02-24 day - DATE
He will leave on Thursday. | 2022-02-24 | Thursday | 2022-02-24 day - DATE
He will leave next Thursday. | 2022-02-24 | next Thursday | 2022-03-03 day - DATE
He left last month. | 2022-01-15 | last month | 2021-12 month - DATE
He left last week. | 2022-01-05 | last week | 2021-W52 week - DATE
He left six months ago. | 2024-08-31 | six months ago | 2024-02 month - DATE
He left yesterday. | 2024-03-01 | yesterday | 2024-02-29 day - DATE
He was killed on December 28. | 2022-01-03 | December 28 | 2021-12-28 day - DATE
The vote is due on January 5. | 2021-12-30 | January 5 | 2022-01-05 day - DATE
He left on Dec. 21, 2021. | - | Dec. 21, 2021 | 2021-12-21 day - DATE
He wants it in 2022. | - | 2022 | 2022 year - DATE
He left on Tuesday. | - | Tuesday | - day - DATE
He left on January 11. | - | January 11 | - day - DATE
He left last month. | - | last month | - month - DATE
He left in May. | - | May | - month - DATE
He fought for three years. | - | three years | P3Y - - DURATION
He left two days ago. | - | two days ago | - day - DATE
He met them in 2014; a year later he left. | - | 2014 | 2014 year - DATE
He met them in 2014; a year later he left. | - | a year later | 2015 year - DATE
He left on February 30. | 2021-12-21 | February | 2021-02 month - DATE
Profit fell in the third quarter. | 2021-11-02 | the third quarter | 2021-Q3 quarter - DATE
Profit fell in the fourth quarter. | 2022-01-20 | the fourth quarter | 2021-Q4 quarter - DATE
Profit will fall in the first quarter. | 2021-11-02 | the first quarter | 2022-Q1 quarter - DATE
Third-quarter figures are expected on Friday. | 2021-11-02 | Third-quarter | 2021-Q3 quarter - DATE
Third-quarter figures are expected on Friday. | 2021-11-02 | Friday | 2021-11-05 day - DATE
The fourth quarter will be weak. | 2021-11-02 | The fourth quarter | 2021-Q4 quarter - DATE
Growth slowed in this year's third quarter. | 2021-11-02 | this year's third quarter | 2021-Q3 quarter - DATE
Growth slowed in last year's second quarter. | 2021-11-02 | last year's second quarter | 2020-Q2 quarter - DATE
Growth slowed in the first quarter of next year. | 2021-11-02 | the first quarter of next year | 2022-Q1 quarter - DATE
Growth slowed in the year-earlier third quarter. | 2021-11-02 | the year-earlier third quarter | 2020-Q3 quarter - DATE
Growth slowed in the fiscal 2020 first quarter. | 2021-11-02 | the fiscal 2020 first quarter | 2020-Q1 quarter - DATE
Growth slowed in the fourth quarter of fiscal 2020. | 2021-11-02 | the fourth quarter of fiscal 2020 | 2020-Q4 quarter - DATE
Exports fell in the latest quarter. | 2021-11-02 | the latest quarter | 2021-Q3 quarter - DATE
Exports fell in the quarter ended June 30. | 2021-11-02 | the quarter | 2021-Q2 quarter - DATE
Exports fell in the quarter ended June 30. | 2021-11-02 | June 30 | 2021-06-30 day - DATE
Exports fell in the quarter ended Dec. 31. | 2021-11-02 | the quarter | 2020-Q4 quarter - DATE
Exports fell in the quarter ended Dec. 31. | 2021-11-02 | Dec. 31 | 2020-12-31 day - DATE
Exports rose in the third quarter, against a fall a year earlier. | 2021-11-02 | the third quarter | 2021-Q3 quarter - DATE
Exports rose in the third quarter, against a fall a year earlier. | 2021-11-02 | a year earlier | 2020-Q3 quarter - DATE
Exports rose in the third quarter; in the year-ago quarter they fell. In the year-ago quarter imports fell too. | 2021-11-02 | the third quarter | 2021-Q3 quarter - DATE
Exports rose in the third quarter; in the year-ago quarter they fell. In the year-ago quarter imports fell too. | 2021-11-02 | the year-ago quarter | 2020-Q3 quarter - DATE
Exports rose in the third quarter; in the year-ago quarter they fell. In the year-ago quarter imports fell too. | 2021-11-02 | the year-ago quarter | 2020-Q3 quarter - DATE
Exports rose 5 percent in September from a year earlier. | 2021-11-02 | September | 2021-09 month - DATE
Exports rose 5 percent in September from a year earlier. | 2021-11-02 | a year earlier | 2020-09 month - DATE
Exports rose in the first nine months from the same period last year. | 2021-11-02 | the first nine months | P9M - - DURATION
Exports rose in the first nine months from the same period last year. | 2021-11-02 | the same period last year | 2020 year - DATE
Output fell in the year-ago period. | 2021-11-02 | the year-ago period | 2020 year - DATE
Arms sales fell in the first half. | 2021-11-02 | the first half | 2021-H1 quarter 2021-06-30 DATE
The second half of last year was quiet. | 2021-11-02 | The second half of last year | 2020-H2 quarter 2020-12-31 DATE
They scored twice in the first half. | 2021-11-02 |  |
Spending rose in the year ended June 30. | 2021-11-02 | the year | 2021 year - DATE
Spending rose in the year ended June 30. | 2021-11-02 | June 30 | 2021-06-30 day - DATE
For the year, growth was flat. | 2021-11-02 | the year | 2021 year - DATE
The talks should close by year-end. | 2021-11-02 | year-end | 2021-12-31 day - DATE
Reserves shrank by the end of the quarter. | 2021-11-02 | the end of the quarter | 2021-Q4 quarter - DATE
He met them in May 2019; the previous month he had met others. | 2021-11-02 | May 2019 | 2019-05 month - DATE
He met them in May 2019; the previous month he had met others. | 2021-11-02 | the previous month | 2019-04 month - DATE
They left the previous month. | 2021-11-02 | the previous month | 2021-10 month - DATE
Talks are scheduled for Monday and Tuesday. | 2021-11-02 | Monday | 2021-11-08 day - DATE
Talks are scheduled for Monday and Tuesday. | 2021-11-02 | Tuesday | 2021-11-09 day - DATE
They met on Sunday and Monday. | 2021-11-02 | Sunday | 2021-10-31 day - DATE
They met on Sunday and Monday. | 2021-11-02 | Monday | 2021-11-01 day - DATE
They met on Oct. 7, 8 and 9. | 2021-11-02 | Oct. 7 | 2021-10-07 day - DATE
They met on Oct. 7, 8 and 9. | 2021-11-02 | 8 | 2021-10-08 day - DATE
They met on Oct. 7, 8 and 9. | 2021-11-02 | 9 | 2021-10-09 day - DATE
On the 15th he left for Rome. | 2021-11-20 | the 15th | 2021-11-15 day - DATE
The envoys will be received Friday. | 2021-11-02 | Friday | 2021-11-05 day - DATE
Results are to be released Friday. | 2021-11-02 | Friday | 2021-11-05 day - DATE
The envoy who will stay on Monday met rebels. | 2021-11-02 | Monday | 2021-11-01 day - DATE
Friday's clashes could spread. | 2021-11-02 | Friday's | 2021-10-29 day - DATE
Aides will meet ahead of Friday's summit. | 2021-11-02 | Friday's | 2021-11-05 day - DATE
Neighbours of the embassy, next to the bank, fled on Friday. | 2021-11-02 | Friday | 2021-10-29 day - DATE
He declined to speak Friday. | 2021-11-02 | Friday | 2021-10-29 day - DATE
Losses were worse-than-expected on Friday. | 2021-11-02 | Friday | 2021-10-29 day - DATE
The appointment is effective Jan. 1. | 2021-11-02 | Jan. 1 | 2022-01-01 day - DATE
The budget for the year ended Dec. 31 was spent. | 2021-11-02 | the year | 2020 year - DATE
The budget for the year ended Dec. 31 was spent. | 2021-11-02 | Dec. 31 | 2020-12-31 day - DATE
The army should leave by Feb. 1. | 2021-08-02 | Feb. 1 | 2022-02-01 day - DATE
Oil for December delivery fell. | 2021-11-02 | December | 2021-12 month - DATE
They met on Friday, and in the evening they signed. | 2021-11-02 | Friday | 2021-10-29 day - DATE
They met on Friday, and in the evening they signed. | 2021-11-02 | the evening | 2021-10-29 day - TIME
They met in the evening. | 2021-11-02 |  |
He met them on Friday and later in the day left. | 2021-11-02 | Friday | 2021-10-29 day - DATE
He met them on Friday and later in the day left. | 2021-11-02 | the day | 2021-10-29 day - DATE
Dues are paid quarterly. | 2021-11-02 | quarterly | P3M - - SET
Stocks crashed on Friday the 13th. | 2021-09-02 | Friday the 13th | 2021-08-13 day - DATE
The group marches each July. | 2021-11-02 | each July | XXXX-07 - - SET
Hours after the vote, shots were fired. | 2021-11-02 | Hours after the vote | - vague - DATE
Two days after the attack he resigned. | 2021-11-02 | Two days after the attack | - vague - DATE
A week before the summit he resigned. | 2021-11-02 | A week before the summit | - vague - DATE
He resigned the day after the election. | 2021-11-02 | the day after the election | - vague - DATE
Rebels attacked the base on 5 March 2021. Two days after the attack, it was empty. | 2021-11-02 | 5 March 2021 | 2021-03-05 day - DATE
Rebels attacked the base on 5 March 2021. Two days after the attack, it was empty. | 2021-11-02 | Two days after the attack | 2021-03-07 day - DATE
Rebels attacked the base on 5 March 2021. Two weeks before another attack, it was empty. | 2021-11-02 | 5 March 2021 | 2021-03-05 day - DATE
Rebels attacked the base on 5 March 2021. Two weeks before another attack, it was empty. | 2021-11-02 | Two weeks before another attack | - vague - DATE
Rebels attacked on 5 March and on 9 March 2021. Two days after the attack, it was empty. | 2021-11-02 | 5 March | 2021-03-05 day - DATE
Rebels attacked on 5 March and on 9 March 2021. Two days after the attack, it was empty. | 2021-11-02 | 9 March 2021 | 2021-03-09 day - DATE
Rebels attacked on 5 March and on 9 March 2021. Two days after the attack, it was empty. | 2021-11-02 | Two days after the attack | - vague - DATE
He fled on the eve of the election. | 2021-11-02 | the eve of the election | - vague - DATE
He fled on the eve of Easter 2020. | 2021-11-02 | the eve of Easter 2020 | 2020-04-11 day - DATE
He fled on the eve of Sunday's vote. | 2021-11-02 | the eve of Sunday's vote | 2021-10-30 day - DATE
He fled on the eve of June 4, 1989. | 2021-11-02 | the eve of June 4, 1989 | 1989-06-03 day - DATE
He fled on the eve of his visit. | 2021-11-02 | the eve of his visit | - vague - DATE
Rockets fell on Rosh Hashanah. | 2021-11-02 | Rosh Hashanah | 2021-09-07 day - DATE
Rockets fell on Yom Kippur 2023. | 2023-11-02 | Yom Kippur 2023 | 2023-09-25 day - DATE
Rockets fell on Passover 2024. | 2024-11-02 | Passover 2024 | 2024-04-23 day - DATE
Rockets fell on the first day of Hanukkah 2013. | 2021-11-02 | Hanukkah 2013 | 2013-11-28 day - DATE
A truce for Orthodox Easter 2022 failed. | 2022-05-02 | Orthodox Easter 2022 | 2022-04-24 day - DATE
A truce for Orthodox Christmas was declared. | 2023-01-10 | Orthodox Christmas | 2023-01-07 day - DATE
The truce holds until Lunar New Year. | 2018-01-10 | Lunar New Year | 2018-02-16 day - DATE
Fireworks marked Chinese New Year 2020. | 2021-11-02 | Chinese New Year 2020 | 2020-01-25 day - DATE
Fireworks marked Lunar New Year 1960. | 2021-11-02 | Lunar New Year 1960 | - vague - DATE
Soldiers marked Anzac Day 2015. | 2021-11-02 | Anzac Day 2015 | 2015-04-25 day - DATE
Soldiers marked Remembrance Sunday. | 2021-11-20 | Remembrance Sunday | 2021-11-14 day - DATE
They fasted during Ramadan 2015. | 2021-11-02 | Ramadan 2015 | - vague - DATE
It happened in the early 2000s. | 2021-11-02 | the early 2000s | 200 decade - DATE
He left on the eve of Christmas. | - | the eve of Christmas | - day - DATE
He left in the third quarter. | - | the third quarter | - quarter - DATE
He left by year-end. | - | year-end | - day - DATE
He left in the latest quarter. | - | the latest quarter | - quarter - DATE
He left for the year. | - | the year | - year - DATE
He vowed to speak again after the Labor Day rally. | 2016-09-15 | Labor Day | 2016-09-05 day - DATE
They decorated Christmas trees on Easter Island. | 2021-11-02 |  |
The attacks of 9/11 changed it. He spoke earlier in the day. | 2021-11-02 | 9/11 | 2001-09-11 day - DATE
The attacks of 9/11 changed it. He spoke earlier in the day. | 2021-11-02 | the day | 2021-11-02 day - DATE
He called at three o'clock in the morning. | 2021-11-02 | three o'clock in the morning | 2021-11-02 day - TIME
The truce will start on Christmas Day. | 2021-11-02 | Christmas Day | 2021-12-25 day - DATE
"""


def _cases() -> list[tuple[str, str, list[tuple[str, str]]]]:
    rows = [[cell.strip() for cell in line.split(" |")] for line in TABLE.strip().splitlines()]
    return [
        (text, day, [(row[2], row[3]) for row in some if row[2]])
        for (text, day), group in groupby(rows, key=lambda row: (row[0], row[1]))
        for some in [[[*row, "", ""] for row in group]]
    ]


@pytest.fixture(scope="module")
def patterns() -> TimePatterns:
    return load_times()


def _times(text: str, day: str, patterns: TimePatterns) -> tuple[TimeExpression, ...]:
    anchor = None if day == "-" else date.fromisoformat(day)
    return resolve_times(Document(Article(text, date=anchor)), patterns).times or ()


def _shown(item: TimeExpression) -> str:
    granularity = item.granularity.value if item.granularity else "-"
    return f"{item.value or '-'} {granularity} {item.end or '-'} {item.kind}"


@pytest.mark.parametrize(("text", "day", "expected"), _cases())
def test_table(
    text: str, day: str, expected: list[tuple[str, str]], patterns: TimePatterns
) -> None:
    assert [(t.span.of(text), _shown(t)) for t in _times(text, day, patterns)] == expected


def test_table_is_large_enough() -> None:
    assert len(_cases()) >= 240


def test_without_a_date_each_relative_expression_is_an_issue(patterns: TimePatterns) -> None:
    text = "He left on Tuesday, last month and in 2022, and two days ago."
    doc = resolve_times(Document(Article(text)), patterns)
    assert [issue.span and issue.span.of(text) for issue in doc.issues] == [
        "Tuesday", "last month", "two days ago",
    ]  # fmt: skip
    assert {(issue.stage, issue.code) for issue in doc.issues} == {("times", "no-anchor")}
    assert "“Tuesday”" in doc.issues[0].message
    assert "--date" in doc.issues[0].message


ANCHORED = """
He left on Dec. 20, 2021. | - | month day
He left on Monday. | publication | weekday, past tense, counted from the day of publication
He will leave on Friday. | publication | weekday, looks ahead, counted from the day of publication
He left last month. | publication | this unit, counted from the day of publication
He left in 2014. | - | bare year
He fought for three years. | - | length
He left hours after the vote. | - | from event, the text does not date it
"""


@pytest.mark.parametrize("row", ANCHORED.strip().splitlines())
def test_each_expression_tells_what_it_was_counted_from(row: str, patterns: TimePatterns) -> None:
    text, anchor, why = row.split(" | ")
    (found,) = _times(text, "2021-12-21", patterns)
    assert (found.anchor or "-", found.why) == (anchor, why)


def test_what_is_counted_from_a_date_before_says_so(patterns: TimePatterns) -> None:
    text = "They met on 1 June 2020. The next day they parted. They met again a week earlier."
    found = _times(text, "2021-12-21", patterns)
    assert [t.anchor for t in found] == [None, "text", "text"]
    assert found[1].why == "that unit, counted from a date before it"


def test_without_a_day_to_count_from_the_reason_says_so(patterns: TimePatterns) -> None:
    (found,) = _times("He left on Tuesday.", "-", patterns)
    assert (found.value, found.anchor) == (None, None)
    assert found.why == "weekday, no day to count from"


# dateline | day of publication | value of "on Tuesday" and what it was counted from
DATELINES = """
Dec 21 | 2021-12-23 | 2021-12-21 dateline
Dec 21 | 2021-12-21 | 2021-12-21 publication
Dec 2 | 2021-12-23 | 2021-12-21 publication
Dec 25 | 2021-12-23 | 2021-12-21 publication
Dec 21, 2021 | - | 2021-12-21 dateline
Dec 21 | - | - -
"""


@pytest.mark.parametrize("row", DATELINES.strip().splitlines())
def test_a_dateline_may_hold_the_day(row: str, patterns: TimePatterns) -> None:
    day, published, expected = row.split(" | ")
    text = f"MOSCOW, {day} (Reuters) - He left on Tuesday."
    line = Dateline(Span(0, text.index("He")), Span(0, 6), None, Span(8, 8 + len(day)))
    anchor = None if published == "-" else date.fromisoformat(published)
    doc = resolve_times(Document(Article(text, date=anchor), dateline=(line,)), patterns)
    (*_, tuesday) = doc.times or ()
    assert f"{tuesday.value or '-'} {tuesday.anchor or '-'}" == expected


def test_feasts_of_other_calendars() -> None:
    assert hebrew_new_year(2024) == date(2024, 10, 3)
    assert hebrew_new_year(1998) == date(1998, 9, 21)
    assert hanukkah(2016) == date(2016, 12, 25)
    assert orthodox_easter(2024) == date(2024, 5, 5)
    assert orthodox_easter(1990) == date(1990, 4, 15)


@given(year=st.integers(1950, 2080))
def test_a_jewish_year_has_a_lawful_length(year: int) -> None:
    start, following = hebrew_new_year(year), hebrew_new_year(year + 1)
    assert (following - start).days in {353, 354, 355, 383, 384, 385}
    assert start.weekday() not in {6, 2, 4}


def test_lunar_new_years_are_at_new_moon(patterns: TimePatterns) -> None:
    days = [day for (feast, _), day in patterns.lexicon.feasts.items() if feast == "lunar-new-year"]
    assert [day.year for day in days] == list(range(1990, 2036))
    for day in days:
        moons = ((day - date(2000, 1, 6)).days - 0.43) / 29.530588853
        assert abs(moons - round(moons)) * 29.53 < 1.3


def test_only_the_articles_own_words_are_read(patterns: TimePatterns) -> None:
    text = "He left in 2019.\nRead more on 2024 here."
    blocks = (
        Block(Span(0, 16), BlockKind.BODY, "test"),
        Block(Span(17, len(text)), BlockKind.TEASER, "test"),
    )
    doc = resolve_times(Document(Article(text), blocks=blocks), patterns)
    assert [t.span.of(text) for t in doc.times or ()] == ["2019"]


def test_spans_count_from_the_start_of_the_article(patterns: TimePatterns) -> None:
    text = "A title\n\nHe left in 2019."
    block = Block(Span(9, len(text)), BlockKind.BODY, "test")
    doc = resolve_times(Document(Article(text), blocks=(block,)), patterns)
    assert [t.span.of(text) for t in doc.times or ()] == ["2019"]


def test_a_verb_is_no_month(patterns: TimePatterns) -> None:
    text = "They hope to March in step."
    verb = Token(0, Span(13, 18), "March", "march", "VERB", "VB", "xcomp", 0, "", False)
    bare = Document(Article(text, date=date(2021, 12, 21)))
    parsed = Document(bare.article, tokens=(verb,))
    assert len(resolve_times(bare, patterns).times or ()) == 1
    assert resolve_times(parsed, patterns).times == ()


def test_expressions_may_run_over_a_line_but_not_a_paragraph(patterns: TimePatterns) -> None:
    over = _times("He left on December\n21, 2021.", "-", patterns)
    assert [t.value for t in over] == ["2021-12-21"]
    apart = _times("He left in December\n\n21 people stayed.", "2021-12-21", patterns)
    assert [t.value for t in apart] == ["2021-12"]


WORDS = st.sampled_from(
    [row[0] for row in _cases()]
    + ["the", "a", "last", "next", "May", "March", "2021", "12", "21", ",", ".", "-", "two", "days"]
    + ["ago", "year", "Friday", "31", "Sept.", "of", "to", "'s", "later", "century", "weekend"]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=80)
DAYS = st.dates(date(1950, 1, 1), date(2080, 1, 1))
ANCHORS = st.none() | DAYS


@given(text=TEXTS, anchor=ANCHORS)
@settings(max_examples=250, deadline=None)
def test_any_text_gives_sound_expressions(text: str, anchor: date | None) -> None:
    patterns = PATTERNS
    doc = Document(Article(text, date=anchor))
    times = resolve_times(doc, patterns).times or ()
    assert resolve_times(doc, patterns).times == times
    assert all(len(item.span) and item.span.end <= len(text) for item in times)
    assert all(a.span.end <= b.span.start for a, b in pairwise(times))
    for item in times:
        assert item.kind in {"DATE", "TIME", "DURATION", "SET"}
        assert "XXXX" not in (item.value or "") or item.kind == "SET"
        if item.end and item.value:
            covered = bounds(item.value)
            assert covered is not None
            assert covered[0] <= date.fromisoformat(item.end)


@given(day=DAYS, anchor=ANCHORS)
@settings(max_examples=100, deadline=None)
def test_full_dates_do_not_depend_on_the_anchor(day: date, anchor: date | None) -> None:
    for text in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"the {day.day} of {day:%B} {day.year}",
        f"{day:%b} {day.day} {day.year}",
        f"{day:%A}, {day:%B} {day.day}, {day.year}",
    ):
        doc = resolve_times(Document(Article(f"He left on {text}.", date=anchor)), PATTERNS)
        assert [t.value for t in doc.times or ()] == [day.isoformat()]


@given(anchor=DAYS)
def test_a_bare_weekday_is_within_the_last_seven_days(anchor: date) -> None:
    doc = resolve_times(Document(Article("He left on Friday.", date=anchor)), PATTERNS)
    (friday,) = doc.times or ()
    found = date.fromisoformat(friday.value or "")
    assert found.weekday() == 4
    assert 0 <= (anchor - found).days < 7


def test_long_runs_of_openers_take_linear_time(patterns: TimePatterns) -> None:
    for piece in ("the last ", "twenty ", "Dec. ", "at least about ", "2021-", "1,000", "may be "):
        _times(piece * 4000, "2021-12-21", patterns)


def test_calendar() -> None:
    assert easter(2024) == date(2024, 3, 31)
    assert nth_weekday(2022, 5, 0, -1) == date(2022, 5, 30)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert bounds("2021-Q4") == (date(2021, 10, 1), date(2021, 12, 31))
    assert bounds("2021-WI") == (date(2021, 12, 1), date(2022, 2, 28))
    assert bounds("199") == (date(1990, 1, 1), date(1999, 12, 31))
    assert bounds("2021-W99") is None


def test_a_broken_table_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("times")
    (folder / "months.tsv").write_text("word\tnumber\tform\tcare\nJanuary\t1\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"months\.tsv line 2"):
        load_times(folder)


PATTERNS = load_times()
