"""The days that England worked from 2013 to 2027, by the PyPI package `holidays` 0.109: an oracle for stdlib/england.plan.

Usage: python3 make-england.py > england-days.txt
A line is a month and its days in order: 1 worked, 0 off.
"""
import calendar
import datetime

import holidays

england = holidays.UnitedKingdom(subdiv="ENG", years=range(2013, 2028))
for year in range(2013, 2028):
    for month in range(1, 13):
        days = [datetime.date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1])]
        flags = ("1" if england.is_working_day(day) else "0" for day in days)
        print(f"{year}-{month:02} {''.join(flags)}")
