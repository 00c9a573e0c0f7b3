app_test(window_limit_is_kept window_limit LAST "window_limit: windows=100 limit=5 max_open=5 closed=100")

# windows, limit, stay: most open
foreach(numbers "1 1 1s 1" "1 50 1s 1" "2 1 100ms 1" "5 5 24h 5" "6 5 1h 5" "50 50 100ms 50" "500 50 100ms 50"
    "10000 50 100ms 50" "10000 1 100ms 1")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 windows)
  list(GET numbers 1 limit)
  list(GET numbers 2 stay)
  list(GET numbers 3 open)
  app_test(window_limit_of_${limit}_is_kept_by_${windows}_windows_for_${stay} window_limit
    LAST "window_limit: windows=${windows} limit=${limit} max_open=${open} closed=${windows}"
    ARGUMENTS --windows ${windows} --limit ${limit} --stay ${stay} --quiet)
endforeach()

foreach(policy mlfq rr priority fcfs sjf edf)
  foreach(seed 0 7)
    app_test(window_limit_is_kept_with_${policy}_and_seed_${seed} window_limit
      LAST "window_limit: windows=100 limit=5 max_open=5 closed=100" ARGUMENTS --policy ${policy} --seed ${seed})
  endforeach()
endforeach()

app_test(window_limit_refuses_zero_windows window_limit STATUS 2 ARGUMENTS --windows 0)
app_test(window_limit_refuses_too_many_windows window_limit STATUS 2 ARGUMENTS --windows 10001)
app_test(window_limit_refuses_a_limit_of_zero window_limit STATUS 2 ARGUMENTS --limit 0)
app_test(window_limit_refuses_a_negative_limit window_limit STATUS 2 ARGUMENTS --limit=-5)
app_test(window_limit_refuses_too_high_a_limit window_limit STATUS 2 ARGUMENTS --limit 51)
app_test(window_limit_refuses_too_short_a_stay window_limit STATUS 2 ARGUMENTS --stay 99ms)
app_test(window_limit_refuses_an_unknown_option window_limit STATUS 2 ARGUMENTS --doors 3)

app_test(window_limit_explains_its_options window_limit MATCH "  --quiet  .*" ARGUMENTS --help)
