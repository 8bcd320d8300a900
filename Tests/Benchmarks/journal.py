#!/usr/bin/env python3
"""A year's journal of 10,000 lines over 300 pairs, as a ratio to a Swift program that only prints: in turn, medians.

The plan is that of the example, its registers are made larger, its meetings stand in the journal. Usage, from the repository's root: swift build -c release && python3 Tests/Benchmarks/journal.py [PAIRS]
With `--keep FOLDER` the plan and its files are left there.
"""

import csv
import datetime
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VEKHA = os.path.join(ROOT, ".build", "release", "vekha")
EXAMPLE = os.path.join(ROOT, "examples", "tyukhtet-2024-2025")
PAIRS = 300
LINES = 10_000
SURNAMES = "Агеева Белова Волкова Громова Дымова Ежова Жукова Зимина Ильина Котова Лосева Мохова Носова Орлова".split()
NAMES = "Анна Вера Галина Дарья Елена Зоя Ирина Клара Лидия Мария".split()


def day(rng, first=(2024, 9, 16), last=(2025, 5, 30)):
    start, end = datetime.date(*first), datetime.date(*last)
    return start + datetime.timedelta(rng.randrange((end - start).days))


def written(date):
    return date.strftime("%d.%m.%Y")


def make(folder):
    """The example with 300 pairs and a journal of 10,000 lines."""
    rng = random.Random(20241115)
    for name in os.listdir(EXAMPLE):
        if name.endswith((".csv", ".plan")) and name != "встречи.csv":
            with open(os.path.join(EXAMPLE, name), "rb") as source, open(os.path.join(folder, name), "wb") as copy:
                copy.write(source.read())
    plan = os.path.join(folder, "plan.plan")
    with open(plan) as file:
        text = file.read().replace('данные встречи из "встречи.csv"', "данные встречи из журнала")
    with open(plan, "w") as file:
        file.write(text)
    with open(os.path.join(folder, "школы.csv"), newline="") as file:
        schools = ['"%s"' % row[0].replace('"', '""') for row in list(csv.reader(file))[1:]]
    with open(os.path.join(folder, "участники.csv")) as file:
        head = file.readline().rstrip("\n")
        columns = len(head.split(";"))
    people = []
    for number in range(1, 401):
        is_mentor = number <= 100
        name = "%s %s %s" % (SURNAMES[number % 14], NAMES[number // 14 % 10], "Петровна Ивановна Олеговна".split()[number % 3])
        key = "н%03d" % number if is_mentor else "м%03d" % (number - 100)
        people.append((key, name, is_mentor))
    with open(os.path.join(folder, "участники.csv"), "w") as file:
        file.write(head + "\n")
        for key, name, is_mentor in people:
            row = [key, name, "наставник" if is_mentor else "наставляемый", "педагог", rng.choice(schools)]
            row += ["учитель", "математика", "12.03.1990", str(rng.randrange(30)), "первая", "", "05.09.2024"]
            file.write(";".join(row + [""] * (columns - len(row))) + "\n")
    mentors = [person for person in people if person[2]]
    mentees = [person for person in people if not person[2]]
    pairs = []
    with open(os.path.join(folder, "пары.csv")) as file:
        head = file.readline().rstrip("\n")
        columns = len(head.split(";"))
    with open(os.path.join(folder, "пары.csv"), "w") as file:
        file.write(head + "\n")
        for number in range(PAIRS):
            pair = ("п%03d" % (number + 1), rng.choice(mentors), mentees[number])
            pairs.append(pair)
            row = [pair[0], pair[1][0], pair[2][0], "педагог-педагог", "2024-09-10"]
            file.write(";".join(row + [""] * (columns - len(row))) + "\n")
    lines = []
    for key, name, _ in people:
        lines.append("%s согласие дано: %s (%s)" % (written(day(rng)), name, key))
    for pair in rng.sample(pairs, 100):
        first = day(rng)
        lines.append("%s приостановлена: %s, по %s" % (
            written(first), pair[0], written(first + datetime.timedelta(14))))
    for pair in rng.sample(pairs, 40):
        lines.append('%s расстались: %s, причина "переезд"' % (written(day(rng, (2025, 2, 1))), pair[0]))
    for pair in pairs:
        lines.append("%s приказ подписан: %s, номер приказа \"%d\"" % (
            written(day(rng, (2024, 9, 11), (2024, 10, 1))), pair[0], rng.randrange(500)))
    for number in ["3.1", "5.9", "4.2в"]:
        lines.append("%s выполнено: %s" % (written(day(rng)), number))
    topics = ["План урока", "Открытый урок", "Разбор посещения", "Документы, отчёты"]
    while len(lines) < LINES:
        pair = rng.choice(pairs)
        subject = pair[0] if rng.random() < 0.3 else "%s (%s) – %s (%s)" % (
            pair[1][1], pair[1][0], pair[2][1], pair[2][0])
        line = "%s встретились: %s, минут %d, вид \"%s\"" % (
            written(day(rng)), subject, rng.randrange(20, 60), rng.choice(["пробная", "рабочая"]))
        if rng.random() < 0.5:
            line += ', тема "%s"' % rng.choice(topics)
        lines.append(line)
    rng.shuffle(lines)
    with open(os.path.join(folder, "2024-2025.journal"), "w") as file:
        file.write("\n".join(lines) + "\n")


def milliseconds(command, folder):
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def main():
    words = sys.argv[1:]
    if words[:1] == ["--keep"]:
        os.makedirs(words[1], exist_ok=True)
        make(words[1])
        return
    rounds = int(words[0]) if words else 31
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        source = os.path.join(folder, "hello.swift")
        with open(source, "w") as file:
            file.write('print("ok")\n')
        hello = os.path.join(folder, "hello")
        subprocess.run(["swiftc", "-O", source, "-o", hello], check=True)
        run = [VEKHA, "run", "plan.plan", "--as-of", "2024-11-15"]
        rows = [(milliseconds([hello], folder), milliseconds(run, folder)) for _ in range(rounds)]
        short = os.path.join(folder, "2024-2025.journal")
        with open(short, "w") as file:
            file.write("24.09.2024 выполнено: 3.1\n")
        without = statistics.median(milliseconds(run, folder) for _ in range(rounds))
    print("hello %.2f ms, vekha run with %d lines %.2f ms, ratio %.2f (medians of %d pairs); with one line %.2f ms" % (
        statistics.median(row[0] for row in rows), LINES, statistics.median(row[1] for row in rows),
        statistics.median(row[1] / row[0] for row in rows), rounds, without))


if __name__ == "__main__":
    main()
