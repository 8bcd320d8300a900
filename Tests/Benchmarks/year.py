#!/usr/bin/env python3
"""A whole year, day by day, against one day; and a plan of 300 rules against the example's own: medians of runs in turn.

Usage, from the repository's root: swift build -c release && python3 Tests/Benchmarks/year.py [RUNS]
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VEKHA = os.path.join(ROOT, ".build", "release", "vekha")
EXAMPLE = os.path.join(ROOT, "examples", "tyukhtet-2024-2025")
DAY = "2024-11-15"

# One of each kind of rule a plan has; numbers make them different.
SHAPES = [
    "отметить наставников с более чем {n} парами",
    "отметить пары без встреч больше {d} дней",
    "отметить наставляемых без пары и без поддержки за последние {d} дней",
    "отметить участников, где стаж менее {n} лет и согласие отсутствует",
    "отметить школы, где доля наставляемых с парой < {d} %",
    "отметить пары, где встреч за последние {d} дней менее {n}",
    "отметить пары, где сумма минут встреч менее {d}",
    "потребовать: у каждой пары есть приказ в течение {d} дней после дата_начала",
    "отметить участников, где возраст < {d} и анкета отсутствует",
    "отметить пары, где последняя встреча.минут менее {d}",
]


def milliseconds(command, folder):
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def with_rules(folder, count):
    """The example's plan with so many rules in all."""
    with open(os.path.join(folder, "plan.plan"), encoding="utf-8") as file:
        text = file.read()
    own = sum(line.startswith(("отметить ", "потребовать:")) for line in text.splitlines())
    lines = []
    for number in range(count - own):
        shape = SHAPES[number % len(SHAPES)]
        lines.append(shape.format(n=1 + number % 7, d=10 + number))
        lines.append("  имя: правило_%d" % number)
    with open(os.path.join(folder, "many.plan"), "w", encoding="utf-8") as file:
        file.write(text + "\n" + "\n".join(lines) + "\n")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "example")
        shutil.copytree(EXAMPLE, folder)
        with_rules(folder, 300)
        commands = {
            "day": [VEKHA, "run", "plan.plan", "--as-of", DAY],
            "year": [VEKHA, "forecast", "plan.plan", "--as-of", "2024-09-01"],
            "rules": [VEKHA, "run", "many.plan", "--as-of", DAY],
        }
        rows = [{name: milliseconds(command, folder) for name, command in commands.items()} for _ in range(runs)]
    for name in commands:
        print("%-6s %7.1f ms, %5.2f times one day (medians of %d)" % (
            name, statistics.median(row[name] for row in rows),
            statistics.median(row[name] / row["day"] for row in rows), runs))


if __name__ == "__main__":
    main()
