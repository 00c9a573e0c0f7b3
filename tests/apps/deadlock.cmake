# With two tasks or more and no fix, the first two are certain to make a deadlock; how many follow depends on the order.
set(deadlock_reported "deadlock: tasks=10 deadlocks=[1-9][0-9]* finished=10")
app_test(deadlock_is_reported_and_all_finish deadlock LAST "deadlock: tasks=10 deadlocks=22 finished=10"
  ERROR "deadlock: right_first#3 wants 'left', held by left_first#2, which wants 'right', held by right_first#3")
app_test(deadlock_is_reported_without_explanations_if_quiet deadlock MATCH ${deadlock_reported} ARGUMENTS --quiet)

# tasks: deadlocks
foreach(numbers "1 0" "2 1" "3 [1-9][0-9]*" "50 [1-9][0-9]*" "200 [1-9][0-9]*")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 tasks)
  list(GET numbers 1 deadlocks)
  app_test(deadlock_of_${tasks}_tasks_is_reported_and_all_finish deadlock
    MATCH "deadlock: tasks=${tasks} deadlocks=${deadlocks} finished=${tasks}" ARGUMENTS --tasks ${tasks} --quiet)
endforeach()

foreach(fix order recursive)
  app_test(deadlock_is_prevented_by_${fix} deadlock LAST "deadlock: tasks=10 deadlocks=0 finished=10"
    ARGUMENTS --fix ${fix})
  app_test(deadlock_is_prevented_by_${fix}_with_std_names deadlock LAST "deadlock: tasks=10 deadlocks=0 finished=10"
    ARGUMENTS --fix ${fix} --lock)
  foreach(tasks 1 200)
    app_test(deadlock_of_${tasks}_tasks_is_prevented_by_${fix} deadlock
      LAST "deadlock: tasks=${tasks} deadlocks=0 finished=${tasks}" ARGUMENTS --fix=${fix} --tasks=${tasks})
  endforeach()
endforeach()

foreach(policy mlfq rr priority fcfs sjf edf)
  foreach(seed 0 7)
    app_test(deadlock_is_reported_with_${policy}_and_seed_${seed} deadlock MATCH ${deadlock_reported}
      ARGUMENTS --policy ${policy} --seed ${seed} --quiet)
  endforeach()
  app_test(deadlock_is_prevented_by_order_with_${policy} deadlock LAST "deadlock: tasks=10 deadlocks=0 finished=10"
    ARGUMENTS --fix order --policy ${policy} --quiet)
endforeach()

app_test(deadlock_of_lock_is_fatal deadlock STATUS 1 ERROR "baton: fatal 6: lock would wait for ever: left"
  ARGUMENTS --lock)
app_test(deadlock_of_lock_is_explained deadlock STATUS 1
  ERROR "deadlock: right_first#3 wants 'left', held by left_first#2, which wants 'right', held by right_first#3"
  ARGUMENTS --lock --quiet)

app_test(deadlock_refuses_zero_tasks deadlock STATUS 2 ARGUMENTS --tasks 0)
app_test(deadlock_refuses_too_many_tasks deadlock STATUS 2 ARGUMENTS --tasks 201)
app_test(deadlock_refuses_an_unknown_fix deadlock STATUS 2 ARGUMENTS --fix reboot)
app_test(deadlock_refuses_a_missing_fix deadlock STATUS 2 ARGUMENTS --fix)
app_test(deadlock_refuses_an_unknown_option deadlock STATUS 2 ARGUMENTS --locks)

app_test(deadlock_explains_its_options deadlock MATCH "  --quiet  .*" ARGUMENTS --help)
