#!/usr/bin/env python3
"""Runs a program once and compares its exit status, the last line of its output and its error console, which must have
so many lines (0), or a certain one among others, with what is expected:

    run_app.py [--status N] [--last TEXT | --match REGEX] [--errors N] [--error TEXT] [--input TEXT]
               [--own-storage] -- COMMAND...

--input is typed on its console, with \\n for the end of a line, and ended with Ctrl-D. --own-storage gives it an empty
folder for its records, so that tests can run at the same time (simulator only). Prints what is wrong; exit status 1 then.
"""
import argparse
import re
import subprocess
import sys
import tempfile

TIME_LIMIT_S = 240
END_OF_INPUT = "\x04"  # a UART has no other


def complaints(run, expected):
    lines = run.stdout.splitlines()
    last = lines[-1] if lines else ""
    # A target that waits for input and nothing else makes its emulator warn.
    errors = [line for line in run.stderr.splitlines() if not line.startswith("qemu-system-")]
    if run.returncode != expected.status:
        yield f"exit status {run.returncode} instead of {expected.status}"
    if expected.last is not None and last != expected.last:
        yield f"last line '{last}' instead of '{expected.last}'"
    if expected.match is not None and not re.fullmatch(expected.match, last):
        yield f"last line '{last}', which does not match '{expected.match}'"
    if expected.error is not None and expected.error not in errors:
        yield f"no line '{expected.error}' on the error console"
    if expected.errors is not None and len(errors) != expected.errors:
        yield f"{len(errors)} lines on the error console instead of {expected.errors}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--status", type=int, default=0)
    parser.add_argument("--last")
    parser.add_argument("--match")
    parser.add_argument("--errors", type=int)
    parser.add_argument("--error")
    parser.add_argument("--input")
    parser.add_argument("--own-storage", action="store_true")
    parser.add_argument("command", nargs="+")
    expected = parser.parse_args()
    if expected.errors is None and expected.error is None:
        expected.errors = 0
    with tempfile.TemporaryDirectory(prefix="baton-apps-") as storage:
        command = expected.command + (["--storage", storage] if expected.own_storage else [])
        typed = {"stdin": subprocess.DEVNULL}
        if expected.input is not None:
            typed = {"input": expected.input.encode().decode("unicode_escape") + END_OF_INPUT}
        run = subprocess.run(command, **typed, capture_output=True, text=True, errors="replace", timeout=TIME_LIMIT_S)
    found = list(complaints(run, expected))
    if found:
        print(*command, *found, "--- output", run.stdout[-2000:], "--- error console", run.stderr[-2000:], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
