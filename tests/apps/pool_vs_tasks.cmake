# Starting thousands of tasks takes some milliseconds, except in virtual time.
if(BATON_BOARD)
  set(pool_vs_tasks_ms "[0-9][0-9]")
else()
  set(pool_vs_tasks_ms "00")
endif()
set(pool_vs_tasks_default
  "pool_vs_tasks: tasks=4000 tasks_s=2.0${pool_vs_tasks_ms} pool=5 jobs=20 pool_s=4.0${pool_vs_tasks_ms}")
app_test(pool_vs_tasks_takes_as_long_as_one_sleep_and_four_jobs pool_vs_tasks MATCH ${pool_vs_tasks_default})

# tasks, sleep, jobs, job: seconds of the tasks and of the pool, but for the last two digits
foreach(numbers "1 100ms 1 100ms 0.1 0.1" "1 24h 4 24h 86400.0 86400.0" "100 1s 5 1s 1.0 1.0" "100 1s 6 1s 1.0 2.0"
    "1000 1h 1000 1min 3600.0 12000.0" "7000 500ms 10 2.5s 0.5 5.0")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 tasks)
  list(GET numbers 1 sleep)
  list(GET numbers 2 jobs)
  list(GET numbers 3 job)
  list(GET numbers 4 tasks_s)
  list(GET numbers 5 pool_s)
  app_test(pool_vs_tasks_with_${tasks}_tasks_for_${sleep}_and_${jobs}_jobs_of_${job} pool_vs_tasks
    MATCH "pool_vs_tasks: tasks=${tasks} tasks_s=${tasks_s}${pool_vs_tasks_ms} pool=5 jobs=${jobs} pool_s=${pool_s}${pool_vs_tasks_ms}"
    ARGUMENTS --tasks ${tasks} --sleep ${sleep} --jobs ${jobs} --job ${job})
endforeach()

foreach(policy mlfq rr priority fcfs sjf edf)
  app_test(pool_vs_tasks_takes_as_long_with_${policy} pool_vs_tasks MATCH ${pool_vs_tasks_default}
    ARGUMENTS --policy ${policy} --quiet)
endforeach()

if(BATON_BOARD MATCHES "^mps2_")
  app_test(pool_vs_tasks_refuses_more_tasks_than_there_is_memory_for pool_vs_tasks STATUS 2 ARGUMENTS --tasks 20000)
elseif(NOT BATON_BOARD)
  app_test(pool_vs_tasks_runs_20000_tasks_at_once pool_vs_tasks
    LAST "pool_vs_tasks: tasks=20000 tasks_s=2.000 pool=5 jobs=20 pool_s=4.000" ARGUMENTS --tasks 20000)
endif()
app_test(pool_vs_tasks_refuses_zero_tasks pool_vs_tasks STATUS 2 ARGUMENTS --tasks 0)
app_test(pool_vs_tasks_refuses_too_many_tasks pool_vs_tasks STATUS 2 ARGUMENTS --tasks 20001)
app_test(pool_vs_tasks_refuses_zero_jobs pool_vs_tasks STATUS 2 ARGUMENTS --jobs 0)
app_test(pool_vs_tasks_refuses_too_many_jobs pool_vs_tasks STATUS 2 ARGUMENTS --jobs 1001)
app_test(pool_vs_tasks_refuses_too_short_a_sleep pool_vs_tasks STATUS 2 ARGUMENTS --sleep 99ms)
app_test(pool_vs_tasks_refuses_too_long_a_job pool_vs_tasks STATUS 2 ARGUMENTS --job 25h)
app_test(pool_vs_tasks_refuses_an_unknown_option pool_vs_tasks STATUS 2 ARGUMENTS --workers 3)

app_test(pool_vs_tasks_explains_its_options pool_vs_tasks MATCH "  --quiet  .*" ARGUMENTS --help)
