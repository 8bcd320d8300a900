"""The days that Russia worked from 2013 to 2027, by the PyPI package `holidays` 0.109: an oracle for stdlib/russia.plan.

Usage: python3 make-russia.py > russia-days.txt
A line is a month and its days in order: 1 worked, 0 off. Where the oracle is known to be wrong, the day is corrected
here with its reason.
"""
import calendar
import datetime

import holidays

# 10.03.2014: moved from Saturday, 8 March by the general rule (Labour Code, art. 112); the package lacks it.
CORRECTED = {datetime.date(2014, 3, 10): "0"}

russia = holidays.Russia(years=range(2013, 2028))
for year in range(2013, 2028):
    for month in range(1, 13):
        days = [datetime.date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1])]
        flags = (CORRECTED.get(day, "1" if russia.is_working_day(day) else "0") for day in days)
        print(f"{year}-{month:02} {''.join(flags)}")
