#!/usr/bin/env python3
"""What the demos promise in the simulator alone: simulator_test.py FOLDER_OF_PROGRAMS [unittest's options]."""
import random
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TIME_LIMIT_S = 120
KILLS = 30

programs = Path()


class DemoTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="baton-apps-")
        self.addCleanup(scratch.cleanup)
        self.scratch = Path(scratch.name)
        self.storage = self.scratch / "storage"

    def command(self, app, *options, storage=None):
        return [programs / app, *map(str, options), "--storage", storage or self.storage]

    def run_app(self, app, *options, status=0, storage=None):
        run = subprocess.run(self.command(app, *options, storage=storage), stdin=subprocess.DEVNULL,
                             capture_output=True, text=True, timeout=TIME_LIMIT_S)
        self.assertEqual(run.returncode, status, f"{app} {options}: {run.stdout}{run.stderr}")
        return run

    def virtual_seconds(self, run):
        """When the last thing that is drawn happened."""
        return max(int(ms) for ms in re.findall(r"^ *(\d+) ms ", run.stdout, re.MULTILINE)) / 1000


class Determinism(DemoTest):
    RUNS = [
        ("ticketing",), ("ticketing", "--no-lock"), ("ticketing", "--buyers", 500, "--tickets", 200),
        ("producer_consumer",), ("producer_consumer", "--end", "join"), ("producer_consumer", "--end", "close"),
        ("traffic_lights",), ("traffic_lights", "--cars", 50, "--police", 50, "--period", "100ms"),
        ("deadlock",), ("deadlock", "--fix", "recursive"), ("deadlock", "--tasks", 40, "--quiet"),
        ("semaphore_room",), ("semaphore_room", "--guests", 200, "--rooms", 12, "--quiet"),
        ("wait_for_service",), ("wait_for_service", "--startup", "3200ms", "--retries", 2),
        ("window_limit",), ("window_limit", "--windows", 500, "--limit", 50, "--quiet"),
    ]
    RUNS_WITHOUT_CHANCE = [("pool_vs_tasks",), ("pool_vs_tasks", "--tasks", 100, "--jobs", 100)]

    def traced(self, app, *options):
        """Output and trace of a run on an empty store."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            trace = Path(folder) / "trace.txt"
            run = self.run_app(app, *options, "--trace", trace, storage=Path(folder) / "storage")
            return run.stdout, trace.read_bytes()

    def test_the_same_seed_gives_the_same_run_byte_for_byte(self):
        for demo in self.RUNS + self.RUNS_WITHOUT_CHANCE:
            for policy in ("mlfq", "rr", "priority"):
                for seed in (1, 2, 18446744073709551615):
                    with self.subTest(demo=demo, policy=policy, seed=seed):
                        options = (*demo, "--policy", policy, "--seed", seed)
                        first = self.traced(*options)
                        self.assertGreater(len(first[1]), 0)
                        self.assertEqual(first, self.traced(*options))

    def test_another_seed_gives_another_interleaving(self):
        for demo in self.RUNS:
            with self.subTest(demo=demo):
                traces = {self.traced(*demo, "--seed", seed)[1] for seed in range(1, 6)}
                self.assertEqual(len(traces), 5)


class Clock(DemoTest):
    def test_an_hour_of_sleeping_costs_less_than_a_second(self):
        start = time.monotonic()
        run = self.run_app("traffic_lights", "--period", "30min")
        elapsed = time.monotonic() - start
        self.assertGreaterEqual(self.virtual_seconds(run), 3600)
        self.assertLess(elapsed, 1)

    def test_realtime_takes_as_long_as_it_says(self):
        start = time.monotonic()
        run = self.run_app("traffic_lights", "--period", "250ms", "--realtime")
        elapsed = time.monotonic() - start
        virtual = self.virtual_seconds(run)
        self.assertGreaterEqual(elapsed, virtual)
        self.assertLess(elapsed, virtual + 1)

    def test_realtime_changes_nothing_but_the_pace(self):
        options = ("traffic_lights", "--period", "100ms", "--cars", 5, "--police", 2)
        self.assertEqual(self.run_app(*options, "--realtime").stdout, self.run_app(*options).stdout)


class Colours(DemoTest):
    def test_are_shown_only_where_asked_for_when_the_output_is_no_terminal(self):
        self.assertNotIn("\033", self.run_app("traffic_lights").stdout)
        coloured = self.run_app("traffic_lights", "--color", "always").stdout
        self.assertIn("\033[31m[ red ]", coloured)
        self.assertEqual(re.sub(r"\033\[\d+m", "", coloured), self.run_app("traffic_lights").stdout)


class Record(DemoTest):
    """The record of ticketing."""

    def earlier_sale(self):
        """What the next run says that this one left."""
        return self.run_app("ticketing", "--buyers", 1, "--tickets", 1).stdout.splitlines()[0]

    def kill_a_sale(self, seconds, *options):
        """Starts a sale of 1500 tickets and kills it so long after it has first written the record. Returns how many
        tickets were left then; nothing if it was over."""
        record = self.storage / "ticketing.stock"
        record.unlink(missing_ok=True)
        process = subprocess.Popen(self.command("ticketing", "--buyers", 1500, "--tickets", 1500, "--quiet", *options),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        while process.poll() is None and not record.exists():
            time.sleep(0.001)
        time.sleep(seconds)
        process.kill()
        process.wait()
        report = self.earlier_sale()
        match = re.fullmatch(r"an earlier sale (ended|was interrupted) with (\d+) of 1500 tickets left", report)
        self.assertTrue(match, report)
        return int(match[2]) if match[1] == "was interrupted" else None

    def test_is_reported_by_the_next_run(self):
        self.assertEqual(self.earlier_sale(), "no record of an earlier sale")
        self.assertEqual(self.earlier_sale(), "an earlier sale ended with 0 of 1 tickets left")
        self.run_app("ticketing", "--buyers", 3, "--tickets", 50)
        self.assertEqual(self.earlier_sale(), "an earlier sale ended with 47 of 50 tickets left")

    def test_is_whole_after_a_kill_at_any_instant(self):
        """In virtual time, so that it writes all the time."""
        instants = random.Random(1)
        kills = 0
        for _ in range(10 * KILLS):
            left = self.kill_a_sale(instants.uniform(0, 0.1))
            kills += left is not None and 0 < left < 1500
            if kills == KILLS:
                return
        self.fail(f"only {kills} kills came in the middle of a sale")

    def test_is_whole_after_a_kill_in_real_time(self):
        for seconds in (0, 0.05, 0.2):
            self.assertIsNotNone(self.kill_a_sale(seconds, "--realtime"))

    def test_with_any_bit_changed_fails_the_check_once(self):
        self.earlier_sale()
        record = self.storage / "ticketing.stock"
        content = record.read_bytes()
        damages = [bytes(byte ^ (1 << bit) if i == place else byte for i, byte in enumerate(content))
                   for place in range(len(content)) for bit in range(8)]
        damages += [b"", content[:-1], content + b"\0", content * 12, b"\0" * len(content)]
        for damaged in damages:
            with self.subTest(content=damaged.hex()):
                record.write_bytes(damaged)
                run = self.run_app("ticketing", "--buyers", 3, "--tickets", 1, "--quiet", status=1)
                self.assertEqual(run.stderr, "ticketing: the record of an earlier sale is damaged\n")
                self.assertEqual(run.stdout.splitlines()[-1], "ticketing: tickets=1 sold=1 refused=2 oversold=0")
        self.assertEqual(self.earlier_sale(), "an earlier sale ended with 0 of 1 tickets left")

    def test_that_cannot_be_written_fails_the_check(self):
        file = self.scratch / "file"
        file.touch()
        run = self.run_app("ticketing", status=1, storage=file / "storage")
        self.assertEqual(run.stderr, "ticketing: the record of the stock cannot be written\n")

    def test_of_each_of_two_sales_at_once_is_its_own(self):
        sales = [subprocess.Popen(self.command("ticketing", "--buyers", 1000, "--tickets", 500, storage=self.scratch / name),
                                  stdout=subprocess.PIPE, text=True) for name in ("one", "two")]
        for sale in sales:
            output, _ = sale.communicate(timeout=TIME_LIMIT_S)
            self.assertEqual(sale.returncode, 0)
            self.assertEqual(output.splitlines()[-1], "ticketing: tickets=500 sold=500 refused=500 oversold=0")

    def test_shared_by_two_sales_is_never_torn(self):
        """They disturb each other, and say so; but what they read is always a record."""
        for _ in range(5):
            sales = [subprocess.Popen(self.command("ticketing", "--buyers", 1000, "--tickets", 500, "--quiet"),
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
            for sale in sales:
                _, errors = sale.communicate(timeout=TIME_LIMIT_S)
                self.assertIn(sale.returncode, (0, 1))
                self.assertNotIn("damaged", errors)
                self.assertEqual(sale.returncode == 1, "ticketing: the record" in errors, errors)
            self.assertRegex(self.earlier_sale(), r"an earlier sale (ended|was interrupted) with \d+ of 500 tickets left")


if __name__ == "__main__":
    programs = Path(sys.argv.pop(1))
    unittest.main()
