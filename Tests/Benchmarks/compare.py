#!/usr/bin/env python3
"""The twelve rules and four indicators of mentoring.plan against the same questions put to other tools: the same files,
answers compared, then whole processes run in turn; medians and ratios of wall time, CPU seconds and peak memory.

Usage, from the repository's root, with a C compiler and the peers installed (`pip install duckdb duckdb-cli polars`,
`apt-get install sqlite3`):
    swift build -c release
    PY=venv/bin/python DUCKDB=venv/bin/duckdb python3 Tests/Benchmarks/compare.py FOLDER [--sizes 1000,100000,1000000]
        [--peers duckdb,polars,sqlite,python] [--pairs 5] [--answers-only]
FOLDER keeps the data that are made (521 MB for a million participants)."""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
ROOT = os.path.dirname(os.path.dirname(HERE))
VEKHA = os.environ.get("VEKHA", os.path.join(ROOT, ".build", "release", "vekha"))
DAY = "2024-11-15"
FIRST = 20


def commands(folder):
    python = os.environ.get("PY", sys.executable)
    return {
        "duckdb": [os.path.join(PEERS, "duckdb_cli.sh"), folder, DAY],
        "polars": [python, os.path.join(PEERS, "polars_py.py"), folder, DAY],
        "sqlite": [os.path.join(PEERS, "sqlite.sh"), folder, DAY],
        "python": [sys.executable, os.path.join(PEERS, "python_stdlib.py"), folder, DAY],
    }


def data(work, size):
    folder = os.path.join(work, "d%d" % size)
    generator = os.path.join(work, "gen")
    if not os.path.exists(generator):
        subprocess.check_call(["cc", "-O2", "-o", generator, os.path.join(PEERS, "gen.c")])
    if not os.path.exists(os.path.join(folder, "meetings.csv")):
        os.makedirs(folder, exist_ok=True)
        subprocess.check_call([generator, str(size), folder])
    shutil.copy(os.path.join(HERE, "mentoring.plan"), folder)
    return folder


def vekha(folder, *options):
    return [VEKHA, "run", os.path.join(folder, "mentoring.plan"), "--as-of", DAY, *options]


def answer(folder):
    """Vekha's answer as lines of the peers' form."""
    text = subprocess.run(vekha(folder, "--json", "--first", str(FIRST)), stdout=subprocess.PIPE, check=True).stdout
    found = json.loads(text)
    lines = []
    rules = {rule["name"]: rule for rule in found["rules"]}
    for name in ["R%d" % number for number in range(1, 13)]:
        rule = rules[name]
        keys = "|".join(subject["key"] for subject in rule["found"])
        assert rule["counts"]["unknown"] == 0, name
        lines.append("%s\t%d\t%s" % (name, rule["counts"]["found"], keys))
    values = {indicator["title"]: indicator for indicator in found["indicators"]}

    def share(value):
        return "%d\t%d\t%d" % (value["met"], value["of"], value["met"] * 10000 // value["of"])

    lines.append("I1\tcoverage\t" + share(values["I1"]["value"]))
    for group in sorted(values["I2"]["groups"], key=lambda group: group["label"]):
        lines.append("I2\t%s\t%s" % (group["label"], share(group["value"])))
    for title, role in (("mentors", "наставник"), ("mentees", "наставляемый")):
        total, count = number(values["I3, sum of " + title]), number(values["I3, number of " + title])
        assert abs(total / count - number(values["I3, " + title])) < 1e-6
        lines.append("I3\t%s\t%d\t%d\t%d" % (role, total, count, total * 10000 // count))
    lines[-2:] = sorted(lines[-2:])
    # The peers take the lower of two middles, Vekha their mean.
    pairs, least, median, greatest = (number(values["I4, " + name]) for name in ("pairs", "least", "median", "greatest"))
    lines.append("I4\tmeetings\t%d\t%d\t%d\t%d" % (pairs, least, int(median), greatest))
    return lines


def number(indicator):
    value = indicator["value"]
    return value["least"] if value["kind"] == "count" else value["number"]


def measure(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        raise SystemExit("%s ended with %d" % (command[0], status))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(size, folder, peers, pairs):
    rows = {name: [] for name in ["vekha", *peers]}
    known = commands(folder)
    for _ in range(pairs):
        rows["vekha"].append(measure(vekha(folder)))
        for name in peers:
            rows[name].append(measure(known[name]))
    for name, runs in rows.items():
        middle = [statistics.median(run[part] for run in runs) for part in range(3)]
        text = "%9d  %-7s wall %8.3f s  CPU %8.3f s  peak %6.0f MiB" % (size, name, *middle)
        if name != "vekha":
            ratios = [statistics.median(own[part] / other[part] for own, other in zip(rows["vekha"], runs))
                      for part in range(3)]
            text += "   vekha takes %.3f of the wall, %.3f of the CPU, %.3f of the peak" % tuple(ratios)
        print(text, flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder")
    options.add_argument("--sizes", default="1000,100000,1000000")
    options.add_argument("--peers", default="duckdb,polars,sqlite,python")
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--answers-only", action="store_true")
    chosen = options.parse_args()
    peers = [name for name in chosen.peers.split(",") if name]
    for size in map(int, chosen.sizes.split(",")):
        folder = data(chosen.folder, size)
        own = answer(folder)
        for name in peers:
            text = subprocess.run(commands(folder)[name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            other = text.stdout.decode().splitlines()
            if own != other:
                for line in [line for line in own if line not in other]:
                    print("vekha:  " + line)
                for line in [line for line in other if line not in own]:
                    print(name + ": " + line)
                raise SystemExit("answers differ from those of %s at %d" % (name, size))
            print("%9d  answers equal to those of %s" % (size, name), flush=True)
        if not chosen.answers_only:
            compare(size, folder, peers, chosen.pairs)


if __name__ == "__main__":
    main()
