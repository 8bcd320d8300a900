#!/usr/bin/env python3
"""The same data in other dialects of CSV, and with keys that are no numbers, against the plain files: whole processes in
turn, medians and ratios of wall time, CPU seconds and peak memory; the answers are compared.

Usage, from the repository's root, after `swift build -c release` and compare.py, which makes FOLDER/dSIZE:
    python3 Tests/Benchmarks/dialects.py FOLDER [--size 1000000] [--runs 5]"""

import argparse
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VEKHA = os.environ.get("VEKHA", os.path.join(HERE, "..", "..", ".build", "release", "vekha"))
DAY = "2024-11-15"
TABLES = ("participants", "pairs", "meetings")


def quoted(line, separator=","):
    return separator.join(f'"{cell}"' for cell in line.split(","))


def hashed(line):
    """Keys are a letter and digits; each becomes twelve hexadecimal digits."""
    return re.sub(r"(?<![^,])([mtpg]\d{7,8})(?![^,])", lambda m: hashlib.md5(m[1].encode()).hexdigest()[:12], line)


# How a line is written, what ends it, the encoding. CP1251 has no sign for the number of a school in every code page.
DIALECTS = {
    "quotes": (quoted, "\n", "utf-8"),
    "crlf": (lambda line: line, "\r\n", "utf-8"),
    "semicolons": (lambda line: line.replace(",", ";"), "\n", "utf-8"),
    "cp1251": (lambda line: line, "\n", "cp1251"),
    "office": (lambda line: quoted(line, ";"), "\r\n", "cp1251"),
    "keys": (hashed, "\n", "utf-8"),
}


def write(plain, folder, dialect):
    if os.path.exists(os.path.join(folder, "done")):
        return
    os.makedirs(folder, exist_ok=True)
    line_of, end, encoding = DIALECTS[dialect]
    for table in TABLES:
        name = table + ".csv"
        with open(os.path.join(plain, name), encoding="utf-8") as source:
            with open(os.path.join(folder, name), "w", encoding=encoding, newline="") as target:
                for line in source:
                    target.write(line_of(line.rstrip("\n")) + end)
    open(os.path.join(folder, "done"), "w").close()


def run(folder):
    shutil.copy(os.path.join(HERE, "mentoring.plan"), os.path.join(folder, "mentoring.plan"))
    command = [VEKHA, "run", os.path.join(folder, "mentoring.plan"), "--as-of", DAY, "--first", "0", "--language", "en"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    answer = process.stdout.read().decode()
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    answer = "\n".join(line for line in answer.splitlines() if "mentoring.plan" not in line)
    return answer, (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    plain = os.path.join(options.folder, f"d{options.size}")
    for dialect in DIALECTS:
        folder = f"{plain}-{dialect}"
        write(plain, folder, dialect)
        expected, _ = run(plain)
        answer, _ = run(folder)
        pairs = [(run(plain)[1], run(folder)[1]) for _ in range(options.runs)]
        ratios = [statistics.median(b[i] / a[i] for a, b in pairs) for i in range(3)]
        wall, cpu, peak = (statistics.median(b[i] for _, b in pairs) for i in range(3))
        same = "answers equal" if answer == expected else "ANSWERS DIFFER"
        print(
            f"{dialect:12} {wall:6.3f} s {cpu:6.3f} s {peak:5.0f} MiB   of the plain files {ratios[0]:.2f} of the wall,"
            f" {ratios[1]:.2f} of the CPU, {ratios[2]:.2f} of the peak   {same}", flush=True)


main()
