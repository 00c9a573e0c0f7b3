app_test(wait_for_service_serves_all_after_three_retries wait_for_service
  LAST "wait_for_service: clients=5 served=5 gave_up=0 retries=15")

# Clients come within two fifths of their patience: what is left over of the time to start must be more.
# clients, startup, patience, retries: served, gave up, retries of all
foreach(numbers "0 3500ms 1s 10 0 0 0" "1 0s 1s 0 1 0 0" "5 0s 24h 1000 5 0 0" "5 900ms 1s 0 5 0 0"
    "5 3500ms 1s 0 0 5 0" "5 3500ms 1s 2 0 5 10" "5 3500ms 1s 3 5 0 15" "1000 980ms 100ms 1000 1000 0 9000"
    "1000 980ms 100ms 8 0 1000 8000" "10 1415min 10min 1000 10 0 1410" "3 24h 1s 1 0 3 3")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 clients)
  list(GET numbers 1 startup)
  list(GET numbers 2 patience)
  list(GET numbers 3 retries)
  list(GET numbers 4 served)
  list(GET numbers 5 gave_up)
  list(GET numbers 6 all_retries)
  app_test(wait_for_service_that_starts_in_${startup}_by_${clients}_clients_with_${patience}_and_${retries}_retries
    wait_for_service
    LAST "wait_for_service: clients=${clients} served=${served} gave_up=${gave_up} retries=${all_retries}"
    ARGUMENTS --clients ${clients} --startup ${startup} --patience ${patience} --retries ${retries})
endforeach()

foreach(policy mlfq rr priority fcfs sjf edf)
  foreach(seed 0 7)
    app_test(wait_for_service_serves_all_with_${policy}_and_seed_${seed} wait_for_service
      LAST "wait_for_service: clients=5 served=5 gave_up=0 retries=15"
      ARGUMENTS --policy ${policy} --seed ${seed} --quiet)
  endforeach()
endforeach()

app_test(wait_for_service_refuses_negative_clients wait_for_service STATUS 2 ARGUMENTS --clients -1)
app_test(wait_for_service_refuses_too_many_clients wait_for_service STATUS 2 ARGUMENTS --clients 1001)
app_test(wait_for_service_refuses_a_negative_startup wait_for_service STATUS 2 ARGUMENTS --startup -1s)
app_test(wait_for_service_refuses_a_patience_of_zero wait_for_service STATUS 2 ARGUMENTS --patience 0s)
app_test(wait_for_service_refuses_a_patience_without_unit wait_for_service STATUS 2 ARGUMENTS --patience 1)
app_test(wait_for_service_refuses_negative_retries wait_for_service STATUS 2 ARGUMENTS --retries -1)
app_test(wait_for_service_refuses_an_unknown_option wait_for_service STATUS 2 ARGUMENTS --servers 2)

app_test(wait_for_service_explains_its_options wait_for_service MATCH "  --quiet  .*" ARGUMENTS --help)
