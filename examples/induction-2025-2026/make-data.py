#!/usr/bin/env python3
"""Makes the invented registers of this example; the same bytes on every run. Run here: python3 make-data.py"""

import csv
import os
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
BREAKS = [(date(2025, 10, 27), date(2025, 10, 31)), (date(2025, 12, 20), date(2026, 1, 4)),
          (date(2026, 2, 16), date(2026, 2, 20)), (date(2026, 3, 30), date(2026, 4, 10)),
          (date(2026, 5, 25), date(2026, 5, 29))]
SCHOOLS = [("Northfield Primary", "R. Castle", "2025-09-08"), ("St Bride's Academy", "A. Menon", "2025-09-15"),
           ("Westbrook High, Lower Site", "T. Lindqvist", "2025-09-12"), ("Harbour Lane School", "P. Oyelaran", ""),
           ("Millfield Infants", "C. Abbott", "2025-09-29")]
MENTORS = [("M01", "Grace Ellison", 0, "2025-10-10"), ("M02", "Tom Barrow", 1, "2025-11-07"),
           ("M03", "Nadia Rahman", 1, "2025-10-10"), ("M04", "Simon Pike", 2, "2025-12-05"),
           ("M05", "Helen Zhao", 2, "2025-10-10"), ("M06", "Kofi Mensah", 3, ""),
           ("M07", "Ruth Calder", 4, "2025-11-07"), ("M08", "Dylan Price", 0, "2024-03-15")]
# Id, name, school, subject, qualified on, started, left, FTE, consent, tutor, mentor, sessions every so many days.
TEACHERS = [
    ("T01", "Amelia Frost", 0, "primary", "2025-07-04", "2025-09-01", "", "1", "2025-09-05", "Ruth Calder", "M01", 9),
    ("T02", "Ben Holloway", 0, "primary", "2024-07-05", "2025-09-01", "", "0.8", "2025-09-05", "Ruth Calder", "M08",
     11),
    ("T03", "Carys Evans", 1, "history", "2025-07-04", "2025-09-01", "", "1", "2025-09-12", "Nadia Rahman", "M03", 9),
    ("T04", "Daniel Osei", 1, "maths", "2025-07-04", "2025-09-01", "", "1", "2025-09-12", "Nadia Rahman", "M02", 12),
    ("T05", "Elif Demir", 1, "French, Spanish", "2024-07-05", "2025-09-01", "", "0.6", "2025-10-14",
     "Grace Ellison", "M02", 10),
    ("T06", "Finn Gallagher", 2, "physics", "2025-07-04", "2025-09-01", "", "1", "2025-09-10", "Helen Zhao", "M04", 10),
    ("T07", "Georgia Marsh", 2, "English", "2025-07-04", "2025-09-01", "2026-01-30", "1", "2025-09-10",
     "Helen Zhao", "M04", 12),
    ("T08", "Hassan Ali", 2, "geography", "2024-07-05", "2025-09-01", "", "", "2025-09-11", "Tom Barrow", "M04", 24),
    ("T09", "Isla Robertson", 2, "biology", "2025-07-04", "2025-09-01", "", "1", "2025-09-11", "Tom Barrow", "M05", 9),
    ("T10", "Jack Whitaker", 3, "maths", "2025-07-04", "2025-09-01", "", "1", "", "Simon Pike", "M06", 13),
    ("T11", "Keira Nolan", 3, "music", "2025-07-04", "2025-10-20", "", "0.5", "2025-10-24", "Simon Pike", "", 0),
    ("T12", "Liam Foster", 4, "infants", "2025-07-04", "2025-09-01", "", "1", "2025-09-09", "Ruth Calder", "M07", 10),
    ("T13", "Maya Kapoor", 4, "infants", "2025-07-04", "2025-09-01", "", "1", "31/02/2026", "Grace Ellison", "M07", 11),
    ("T14", "Noah Berg", 4, "infants", "", "2025-09-01", "", "1", "2025-09-09", "Grace Ellison", "M07", 21),
    ("T15", "Olivia Hart", 0, "primary", "2012-07-06", "2025-09-01", "", "1", "2025-09-05", "", "", 0),
    ("T16", "Peter Dunn", 1, "chemistry", "2009-07-03", "2025-09-01", "", "0.9", "2025-09-12", "", "", 0),
    ("T17", 'Rosa "Ro" Vidal', 2, "art", "2018-07-06", "2025-09-01", "", "1", "2025-09-10", "", "", 0),
    ("T18", "Sam Okoro", 3, "computing", "2025-07-04", "2026-01-05", "", "1", "2026-01-09", "Kofi Mensah", "M06", 10),
    ("T19", "Tara Singh", 4, "infants", "2024-07-05", "2025-09-01", "", "1", "2025-09-09", "Ruth Calder", "M99", 0),
    ("T03", "Carys Evans-Lloyd", 1, "history", "2025-07-04", "2025-09-01", "", "1", "2025-09-12", "", "", 0),
]


def school_day(d):
    while d.weekday() >= 5 or any(a <= d <= b for a, b in BREAKS):
        d += timedelta(1)
    return d


def sessions_and_reviews():
    sessions, reviews = [], []
    for number, row in enumerate(TEACHERS[:19]):
        ident, started, left, step = row[0], date.fromisoformat(row[5]), row[6], row[11]
        if not step:
            continue
        end = date.fromisoformat(left) if left else date(2026, 7, 10)
        day, turn = school_day(started + timedelta(5 + number % 4)), 0
        while day <= end:
            seen = turn > 0 and turn % (6 if step < 13 else 3) == 0
            sessions.append((day, ident, "observation" if seen else "meeting", [50, 60, 45, 55][(turn + number) % 4]))
            day, turn = school_day(day + timedelta(step + turn % 3)), turn + 1
        for kind, first in (("first assessment", date(2025, 12, 1)), ("final assessment", date(2026, 6, 15))):
            held = school_day(first + timedelta(number % 12))
            if ident == "T10" and kind == "first assessment":
                held = date(2026, 1, 14)
            if started < held <= end:
                reviews.append((held, ident, kind, "on track" if number % 5 else "needs support"))
    return sorted(sessions), sorted(reviews)


def write(name, titles, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([titles, *rows])


def main():
    write("schools.csv", ["School", "Head teacher", "Induction policy adopted"], SCHOOLS)
    write("mentors.csv", ["Mentor ID", "Name", "School", "Started", "Left", "Mentor training completed"],
          [(i, name, SCHOOLS[s][0], "2025-09-01", "", trained) for i, name, s, trained in MENTORS])
    survey = [("", "") if n % 6 == 4 or row[6] else
              ((date(2026, 4, 20) + timedelta(n * 2)).isoformat(), str(9 - n % 4 * 1.5))
              for n, row in enumerate(TEACHERS)]
    write("teachers.csv", ["Teacher ID", "Full name", "School", "Subject", "Qualified on", "Started", "Left", "FTE",
                           "Consent signed", "Induction tutor", "Mentor ID", "Survey answered", "Survey score"],
          [(i, name, SCHOOLS[s][0], subject, *rest[:-1], *survey[n])
           for n, (i, name, s, subject, *rest) in enumerate(TEACHERS)])
    sessions, reviews = sessions_and_reviews()
    write("sessions.csv", ["Session ID", "Teacher ID", "Held on", "Kind", "Minutes"],
          [(f"S{n:03}", who, day, kind, minutes) for n, (day, who, kind, minutes) in enumerate(sessions, 1)])
    write("reviews.csv", ["Review ID", "Teacher ID", "Held on", "Kind", "Outcome"],
          [(f"R{n:02}", who, day, kind, outcome) for n, (day, who, kind, outcome) in enumerate(reviews, 1)])


if __name__ == "__main__":
    main()
