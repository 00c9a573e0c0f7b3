#!/usr/bin/env python3
"""Compares scheduling_lab with a model of the six policies that goes millisecond by millisecond, on random workloads;
and looks at what it writes: scheduling_lab_test.py PROGRAM [unittest's options]."""
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

POLICIES = ("fcfs", "sjf", "rr", "mlfq", "priority", "edf")
TIME_LIMIT_S = 120
WORKLOADS = 100
NEVER = float("inf")

program = Path()


class Job:
    def __init__(self, number, chance, policy):
        self.number, self.policy = number, policy
        self.arrival = chance.choice([0, 0, chance.randrange(30)])
        self.level = chance.randrange(4)
        self.period = chance.choice([0, 0, 0, chance.randrange(10, 40)])
        self.deadline = chance.choice([0, chance.randrange(5, 40)]) or self.period
        self.repeat = chance.randrange(1, 5)
        self.estimate = chance.choice([None, None, chance.randrange(1, 12)])
        self.bursts = [("cpu", chance.randrange(1, 15))]
        while chance.random() < 0.5:
            self.bursts.append(("io", chance.randrange(0, 12)) if chance.random() < 0.6 else
                               ("cpu", chance.randrange(1, 15)))

    def line(self):
        words = [f"job j{self.number} arrival={self.arrival}ms"]
        words += [f"{kind}={time}ms" for kind, time in self.bursts]
        words.append(f"repeat={self.repeat} level={self.level}")
        words += [f"period={self.period}ms"] if self.period else []
        words += [f"deadline={self.deadline}ms"] if self.deadline else []
        words += [f"estimate={self.estimate}ms"] if self.estimate is not None else []
        return " ".join(words)

    def start(self):
        """Makes the script of each release: bursts, those of one kind merged."""
        rounds = 1 if self.period else self.repeat
        merged = []
        for kind, time in self.bursts * rounds:
            if merged and merged[-1][0] == kind:
                merged[-1][1] += time
            else:
                merged.append([kind, time])
        self.script, self.releases = merged, self.repeat if self.period else 1
        self.busy = sum(time for _, time in merged)
        self.release_number, self.queue_level, self.allotment_used, self.key = 0, 0, 0, 0
        self.wake, self.waits = self.arrival, []
        self.begin_release()

    def begin_release(self):
        self.release = self.arrival + self.release_number * self.period
        self.position, self.first_run = 0, None
        self.left = self.script[0][1] if self.script[0][0] == "cpu" else 0
        self.set_key()

    def set_key(self):
        if self.policy == "edf":
            self.key = self.release + self.deadline if self.deadline else NEVER
        elif self.policy == "sjf":
            self.key = self.estimate if self.estimate is not None else self.left


class Model:
    """One processor. At an instant: completions, then arrivals and wake-ups by number, then the end of a quantum."""

    def __init__(self, jobs, policy, options):
        self.jobs, self.policy, self.options = jobs, policy, options
        self.ready = []  # in the order of their coming; the running one is not in it
        self.running, self.slice_used, self.switches, self.last = None, 0, 0, None
        self.figures, self.overrun = [], []

    def run(self):
        for job in self.jobs:
            job.start()
        self.now = 0
        while any(job.wake is not None for job in self.jobs) or self.ready or self.running:
            self.instant()
            self.now += 1
            if self.running:
                self.running.left -= 1
                self.slice_used += 1
                self.running.allotment_used += 1
        return self.figures

    def instant(self):
        """All that happens now."""
        if self.running and self.running.left == 0:
            self.end_burst()
        self.wake_jobs()
        self.end_slice()
        while True:
            self.ready += self.overrun
            self.overrun = []
            self.choose()
            if not self.running or self.running.left:
                return
            self.end_burst()  # a burst of no CPU time: the job issues its I/O, or is done
            self.wake_jobs()

    def wake_jobs(self):
        for job in self.jobs:
            if job.wake == self.now:
                job.wake = None
                self.ready.append(job)

    def end_burst(self):
        job, self.running = self.running, None
        self.sink(job)
        if job.position < len(job.script) and job.script[job.position][0] == "cpu":
            job.position += 1
        if job.position == len(job.script):
            self.end_release(job)
            return
        job.wake = self.now + job.script[job.position][1]
        job.position += 1
        job.left = job.script[job.position][1] if job.position < len(job.script) else 0
        job.set_key()

    def end_release(self, job):
        turnaround = self.now - job.release
        self.figures.append((turnaround - job.busy, turnaround, job.first_run - job.release))
        job.release_number += 1
        if job.release_number < job.releases:
            due = job.arrival + job.release_number * job.period
            job.begin_release()
            job.wake = due if due > self.now else None
            if not job.wake:
                self.overrun.append(job)  # its next release has come already: it goes behind all others

    def end_slice(self):
        quantum, _, _, boost = self.options
        job = self.running
        expired = False
        if job and self.policy == "rr":
            expired = self.slice_used >= quantum
        if job and self.policy == "mlfq":
            expired = self.sink(job) or self.slice_used >= quantum
        if expired:
            self.slice_used = 0
        if self.policy == "mlfq" and boost and self.now and self.now % boost == 0:
            self.slice_used = 0
            self.ready.sort(key=lambda other: other.queue_level)
            for other in self.jobs:
                other.queue_level = other.allotment_used = other.slice_used = 0
        if expired:
            self.running = None
            self.ready.append(job)
            job.slice_used = 0

    def sink(self, job):
        """Whether the job has used up its allotment, be it at the end of a burst, and is a level lower now."""
        _, allotment, levels, _ = self.options
        sinks = self.policy == "mlfq" and job.queue_level < levels - 1 and job.allotment_used >= allotment
        if sinks:
            job.queue_level, job.allotment_used = job.queue_level + 1, 0
        return sinks

    def rank(self, job):
        if self.policy == "mlfq":
            return job.queue_level
        return job.level if self.policy == "priority" else job.key

    def choose(self):
        if self.running:
            best = min(self.ready, key=self.rank, default=None)
            preempts = self.policy in ("mlfq", "priority", "edf")
            if not (preempts and best and self.rank(best) < self.rank(self.running)):
                return
            self.running.slice_used = self.slice_used
            self.ready.insert(0, self.running)  # it is still the first of its level, or of those with its key
            self.running = None
        best = min(self.ready, key=self.rank, default=None)
        if not best:
            return
        self.ready.remove(best)
        self.running, self.slice_used = best, getattr(best, "slice_used", 0)
        best.slice_used = 0
        if best.first_run is None:
            best.first_run = self.now
        if self.last not in (None, best):
            self.switches += 1
        self.last = best


def in_thousandths(total, count):
    """The mean in milliseconds with three decimals, half rounded up."""
    thousandths = (2000 * total + count) // (2 * count)
    return f"{thousandths // 1000}.{thousandths % 1000:03}"


def last_line(policy, jobs, model):
    figures = model.run()
    means = [in_thousandths(sum(column), len(figures)) for column in zip(*figures)]
    longest = in_thousandths(max(wait for wait, _, _ in figures), 1)
    return (f"scheduling_lab: policy={policy} jobs={len(jobs)} mean_wait={means[0]} mean_turnaround={means[1]} "
            f"mean_response={means[2]} max_wait={longest} switches={model.switches}")


class LabTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="baton-lab-")
        self.addCleanup(scratch.cleanup)
        self.scratch = Path(scratch.name)

    def run_lab(self, *options):
        run = subprocess.run([program, *map(str, options)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             timeout=TIME_LIMIT_S)
        self.assertEqual((run.returncode, run.stderr), (0, ""), options)
        return run.stdout

    def write(self, text):
        file = self.scratch / "workload.txt"
        file.write_text(text)
        return file


class Agreement(LabTest):
    def test_every_policy_agrees_with_the_model_on_random_workloads(self):
        for seed in range(WORKLOADS):
            chance = random.Random(seed)
            count = chance.randrange(1, 7)
            state = chance.getstate()
            quantum, levels = chance.randrange(1, 12), chance.randrange(1, 5)
            allotment, boost = chance.randrange(1, 20), chance.choice([0, chance.randrange(5, 80)])
            for policy in POLICIES:
                chance.setstate(state)
                jobs = [Job(number, chance, policy) for number in range(count)]
                workload = "\n".join(job.line() for job in jobs) + "\n"
                options = ("--policy", policy, "--quantum", f"{quantum}ms", "--levels", levels,
                           "--allotment", f"{allotment}ms", "--boost", f"{boost}ms")
                printed = self.run_lab("--workload", self.write(workload), "--quiet", *options).rstrip("\n")
                expected = last_line(policy, jobs, Model(jobs, policy, (quantum, allotment, levels, boost)))
                self.assertEqual(printed, expected, f"seed {seed}: {' '.join(map(str, options))}\n{workload}")


class Charts(LabTest):
    def test_the_rows_of_a_text_chart_are_what_the_jobs_did(self):
        workload = self.write("job a cpu=4ms io=3ms cpu=1ms\njob b arrival=2ms cpu=6ms\n")
        printed = self.run_lab("--workload", workload, "--policy", "fcfs").splitlines()
        chart = [line for line in printed if re.match(r"[ab] +[#.~+ ]+$", line)]
        scale = 1 / 0.2  # columns of 0.2 ms
        self.assertEqual([row[16:].rstrip() for row in chart],
                         ["#" * int(4 * scale) + "~" * int(3 * scale) + "." * int(3 * scale) + "#" * int(1 * scale),
                          " " * int(2 * scale) + "." * int(2 * scale) + "#" * int(6 * scale)])

    def test_no_line_is_wider_than_a_hundred_and_twenty_columns_but_the_tables(self):
        for line in self.run_lab("--builtin", "starvation", "--policy", "all").splitlines():
            self.assertLessEqual(len(line), 141, line)

    def test_a_page_is_whole_and_needs_nothing_from_elsewhere(self):
        for builtin in ("three_jobs", "convoy", "edf"):
            page = self.scratch / "page.html"
            self.run_lab("--builtin", builtin, "--policy", "all", "--html", page, "--quiet")
            text = page.read_text()
            self.assertEqual(text.count("<svg viewBox=\"0 0 1170"), len(POLICIES))
            for word in ("http", "src=", "<script", "@import", "<link"):
                self.assertNotIn(word, text)
            body = re.search(r"<body>.*</body>", text, re.DOTALL)[0]
            self.assertTrue(text.endswith("</body>\n</html>\n"))
            ElementTree.fromstring(body)  # every element is closed

    def test_the_bars_of_a_page_are_the_figures(self):
        page = self.scratch / "page.html"
        self.run_lab("--policy", "rr", "--html", page)
        runs = re.findall(r"<title>(\w) runs: ([\d.]+) to ([\d.]+) ms</title>", page.read_text())
        lanes = sorted({(name, float(begin), float(end)) for name, begin, end in runs})
        self.assertEqual(lanes, [("A", 0.0, 10.0), ("A", 30.0, 120.0), ("B", 10.0, 20.0), ("C", 20.0, 30.0)])

    def test_a_title_from_the_command_line_is_text_in_the_page(self):
        workload = self.scratch / "<b>&amp;.txt"
        workload.write_text("job a cpu=1ms\n")
        page = self.scratch / "page.html"
        self.run_lab("--workload", workload, "--html", page)
        self.assertIn("&lt;b&gt;&amp;amp;.txt", page.read_text())


if __name__ == "__main__":
    program = Path(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
