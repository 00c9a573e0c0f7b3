// A Gantt chart as text.
#pragma once

#include "recorder.hpp"
#include "workload.hpp"

// Draws what the jobs did from the workload's start to `end`.
void print_gantt(const Workload& workload, const Recorder& recorder, baton::Duration end);

// The distance of the marks on an axis from 0 to `end`, of which there are at most `marks_max`: 1, 2 or 5 times a power
// of ten nanoseconds.
baton::Duration axis_step(baton::Duration end, int marks_max);
