#!/usr/bin/env python3
"""Start to answer on the example, as a ratio to a Swift program that only prints: run in turn, medians.

Usage, from the repository's root: swift build -c release && python3 Tests/Benchmarks/startup.py [PAIRS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VEKHA = os.path.join(ROOT, ".build", "release", "vekha")
EXAMPLE = os.path.join(ROOT, "examples", "tyukhtet-2024-2025")


def milliseconds(command, folder):
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 61
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "hello.swift")
        with open(source, "w") as file:
            file.write('print("ok")\n')
        hello = os.path.join(folder, "hello")
        subprocess.run(["swiftc", "-O", source, "-o", hello], check=True)
        run = [VEKHA, "run", "plan.plan", "--as-of", "2024-11-15"]
        rows = [(milliseconds([hello], folder), milliseconds(run, EXAMPLE)) for _ in range(pairs)]
    print("hello %.2f ms, vekha run %.2f ms, ratio %.2f (medians of %d pairs)" % (
        statistics.median(row[0] for row in rows), statistics.median(row[1] for row in rows),
        statistics.median(row[1] / row[0] for row in rows), pairs))


if __name__ == "__main__":
    main()
