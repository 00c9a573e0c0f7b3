"""Runs a benchmark program and checks what it prints, never a time: smoke_test.py COMMAND... [-- CASE...]

COMMAND prints Google Benchmark's JSON. Each CASE must be in it.
"""

import json
import subprocess
import sys


def main():
    separator = sys.argv.index("--")
    command, cases = sys.argv[1:separator], sys.argv[separator + 1 :]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"exit status {run.returncode}")
    benchmarks = {entry["name"]: entry for entry in json.loads(run.stdout)["benchmarks"]}
    for case in cases:
        entry = benchmarks.get(case)
        if entry is None:
            sys.exit(f"{case} is missing; there are: {' '.join(benchmarks)}")
        if not (entry["real_time"] >= 0 and entry["iterations"] > 0 and entry["time_unit"]):
            sys.exit(f"{case}: {entry}")


if __name__ == "__main__":
    main()
