# lab_test(NAME POLICY LAST_WITHOUT_ITS_BEGINNING WORD...)
function(lab_test name policy figures)
  app_test(scheduling_lab_${name}_${policy} scheduling_lab LAST "scheduling_lab: policy=${policy} ${figures}"
    ARGUMENTS --policy ${policy} ${ARGN})
endfunction()
set(lab_workloads "${CMAKE_CURRENT_SOURCE_DIR}/workloads")

# --- Figures of the textbooks, the same everywhere ----------------------------------------------------------------------

# On a target the kernel's own time is left out, so that they are exact there too. Computing takes instructions there:
# a tenth of a second of it some seconds.
lab_test(three_jobs fcfs
  "jobs=3 mean_wait=70.000 mean_turnaround=110.000 mean_response=70.000 max_wait=110.000 switches=2")
lab_test(three_jobs sjf
  "jobs=3 mean_wait=10.000 mean_turnaround=50.000 mean_response=10.000 max_wait=20.000 switches=2")
lab_test(three_jobs rr
  "jobs=3 mean_wait=16.667 mean_turnaround=56.667 mean_response=10.000 max_wait=20.000 switches=3" --quantum 10ms)
lab_test(three_jobs mlfq
  "jobs=3 mean_wait=16.667 mean_turnaround=56.667 mean_response=10.000 max_wait=20.000 switches=3")
lab_test(edf edf "jobs=3 mean_wait=3.231 mean_turnaround=5.923 mean_response=3.077 max_wait=28.000 switches=13"
  --builtin edf)
lab_test(edf priority
  "jobs=3 mean_wait=3.692 mean_turnaround=6.385 mean_response=2.923 max_wait=34.000 switches=14" --builtin edf)
app_test(scheduling_lab_policy_is_mlfq_unless_given scheduling_lab
  MATCH "scheduling_lab: policy=mlfq jobs=3 .*" ARGUMENTS --quiet)
app_test(scheduling_lab_all_policies_end_with_the_last scheduling_lab
  LAST "scheduling_lab: policy=edf jobs=3 mean_wait=3.231 mean_turnaround=5.923 mean_response=3.077 max_wait=28.000 switches=13"
  ARGUMENTS --policy all --builtin edf)
# Silberschatz, Galvin, Gagne, "Operating System Concepts", 5.3: bursts of 24, 3 and 3 with a quantum of 4; and 6, 8, 7, 3.
lab_test(silberschatz rr "jobs=3 mean_wait=5.667 mean_turnaround=15.667 mean_response=3.667 max_wait=7.000 switches=3"
  --quantum 4ms --workload "${lab_workloads}/bursts_24_3_3.txt")
lab_test(silberschatz fcfs
  "jobs=3 mean_wait=17.000 mean_turnaround=27.000 mean_response=17.000 max_wait=27.000 switches=2"
  --workload "${lab_workloads}/bursts_24_3_3.txt")
lab_test(silberschatz sjf "jobs=4 mean_wait=7.000 mean_turnaround=13.000 mean_response=7.000 max_wait=16.000 switches=3"
  --workload "${lab_workloads}/bursts_6_8_7_3.txt")
# Files with every line end, comments, blanks and keys in any order are read alike.
lab_test(line_ends_of_windows sjf
  "jobs=4 mean_wait=7.000 mean_turnaround=13.000 mean_response=7.000 max_wait=16.000 switches=3"
  --workload "${lab_workloads}/line_ends_of_windows.txt")
lab_test(free_form fcfs "jobs=2 mean_wait=0.000 mean_turnaround=12.000 mean_response=0.000 max_wait=0.000 switches=2"
  --workload "${lab_workloads}/free_form.txt")
# Switches: from a job to another; the first is free.
lab_test(switch_cost fcfs
  "jobs=3 mean_wait=71.000 mean_turnaround=111.000 mean_response=71.000 max_wait=112.000 switches=2" --switch-cost 1ms)
# A job that gives up the CPU just before its quantum ends gets more only if nobody keeps an account.
lab_test(gaming mlfq "jobs=2 mean_wait=77.000 mean_turnaround=172.000 mean_response=5.000 max_wait=82.000 switches=25"
  --builtin gaming)

# --- What is refused, in one line with its place ------------------------------------------------------------------------

function(lab_refuses name line)
  app_test(scheduling_lab_refuses_${name} scheduling_lab STATUS 2 ERROR "${line}" ARGUMENTS ${ARGN})
endfunction()
foreach(case
    "a_negative_arrival|2: a time is not negative: 'arrival=-1ms'"
    "a_negative_burst|1: a time is not negative: 'cpu=-5ms'"
    "an_unknown_key|3: unknown key (arrival, cpu, io, repeat, estimate, period, deadline or level): 'burst=5ms'"
    "an_unknown_word|2: a line starts with 'job' or '#': 'task'"
    "a_duplicate_name|2: there is a job of this name already: 'a'"
    "a_duplicate_key|1: this key was given already: 'arrival=2ms'"
    "a_job_without_a_burst|1: a job needs a burst of CPU time: cpu=: 'a'"
    "a_job_without_a_name|1: a job needs a name behind 'job': 'cpu=1ms'"
    "an_empty_file|1: there is no job in this workload"
    "comments_only|2: there is no job in this workload"
    "a_number_beyond_all_bounds|1: this takes a whole number from 1 to 100000: 'repeat=99999999999999999999'"
    "a_time_beyond_all_bounds|1: this is no time such as 5ms: 'cpu=99999999999999999999s'"
    "a_time_without_a_unit|1: a time needs a unit: ns, us, ms, s, min or h: 'cpu=5'"
    "a_time_of_zero|1: this time must be more than 0: 'cpu=0ms'"
    "a_word_without_a_value|1: a word behind the name is KEY=VALUE: 'cpu'"
    "an_empty_value|1: this is no time such as 5ms: 'cpu='"
    "a_long_line|2: a line has at most 255 characters"
    "a_long_name|1: a name has at most 15 characters: 'sixteen_letters_'"
    "a_strange_name|1: a name is of letters, digits, '_', '-' and '.': 'a<b'"
    "a_level_out_of_range|1: a level is a whole number from 0, the highest, to 31: 'level=32'"
    "too_many_bursts|1: a job has at most 16 bursts: 'cpu=17ms'"
    "too_long_a_workload|1: with this job the workload takes more than 24h: 'a'")
  string(REGEX REPLACE "\\|.*" "" name "${case}")
  string(REGEX REPLACE "^[^|]*\\|" "" complaint "${case}")
  lab_refuses(${name} "scheduling_lab: ${lab_workloads}/bad/${name}.txt:${complaint}"
    --workload "${lab_workloads}/bad/${name}.txt")
endforeach()
lab_refuses(a_missing_file "scheduling_lab: the workload 'nowhere/workload.txt' cannot be opened"
  --workload nowhere/workload.txt)
lab_refuses(an_unknown_builtin "scheduling_lab: no built-in workload 'four_jobs' (--list shows them)"
  --builtin four_jobs)
lab_refuses(two_workloads "scheduling_lab: option '--workload' and '--builtin' do not go together"
  --builtin edf --workload x)
lab_refuses(an_unknown_policy
  "scheduling_lab: option '--policy' takes fcfs, sjf, rr, mlfq, priority, edf or all, not 'lottery'" --policy lottery)
lab_refuses(a_quantum_of_zero
  "scheduling_lab: option '--quantum' takes a time such as 500ms or 2s, from 0.001 ms to 3600000.000 ms, not '0ms'"
  --quantum 0ms)
lab_refuses(a_negative_boost
  "scheduling_lab: option '--boost' takes a time such as 500ms or 2s, from 0.000 ms to 86400000.000 ms, not '-1ms'"
  --boost -1ms)
lab_refuses(no_levels "scheduling_lab: option '--levels' takes a whole number from 1 to 32, not '0'" --levels 0)
lab_refuses(a_page_that_cannot_be_written "scheduling_lab: the file 'nowhere/page.html' cannot be written"
  --html nowhere/page.html)
app_test(scheduling_lab_explains_its_options scheduling_lab MATCH "  --quiet  .*" ARGUMENTS --help)
app_test(scheduling_lab_lists_its_workloads scheduling_lab MATCH "" ARGUMENTS --list)

if(NOT BATON_BOARD)
  foreach(case Agreement Charts)
    string(TOLOWER ${case} name)
    add_test(NAME scheduling_lab_${name} COMMAND "${Python3_EXECUTABLE}"
      "${CMAKE_CURRENT_SOURCE_DIR}/scheduling_lab_test.py" $<TARGET_FILE:scheduling_lab> ${case})
  endforeach()
endif()
