"""Month arithmetic by python-dateutil on random days: an oracle for CivilDay.

Usage: python3 make-months.py > months.txt
A line: a day, months, the day so much later; another day, whole months from the first day to it.
"""
import datetime
import random

from dateutil.relativedelta import relativedelta

random.seed(20240901)
low = datetime.date(1950, 1, 1).toordinal()
high = datetime.date(2060, 12, 31).toordinal()
for index in range(2000):
    start = datetime.date.fromordinal(random.randint(low, high))
    if index % 4 == 0:
        # The end of a month, where the rules differ.
        start = start.replace(day=1) - datetime.timedelta(days=1)
    months = random.randint(-60, 60)
    later = start + relativedelta(months=months)
    other = later + datetime.timedelta(days=random.randint(-1, 1))
    if other < start:
        start, other = other, start
    difference = relativedelta(other, start)
    print(start, months, start + relativedelta(months=months), other, difference.years * 12 + difference.months)
