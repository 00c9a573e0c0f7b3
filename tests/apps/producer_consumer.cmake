app_test(producer_consumer_loses_nothing producer_consumer
  LAST "producer_consumer: produced=30 consumed=30 lost=0 duplicated=0")

foreach(end sentinel join close)
  # producers, consumers, items, capacity
  foreach(numbers "3 2 10 3" "1 1 1 1" "1 5 3 1" "5 1 20 1" "7 13 11 256" "64 64 50 2")
    string(REPLACE " " ";" numbers ${numbers})
    list(GET numbers 0 producers)
    list(GET numbers 1 consumers)
    list(GET numbers 2 items)
    list(GET numbers 3 capacity)
    math(EXPR all "${producers} * ${items}")
    app_test(producer_consumer_${end}_loses_nothing_of_${producers}_producers_${consumers}_consumers_room_${capacity}
      producer_consumer LAST "producer_consumer: produced=${all} consumed=${all} lost=0 duplicated=0"
      ARGUMENTS --producers ${producers} --consumers ${consumers} --items ${items} --capacity ${capacity} --end ${end})
  endforeach()
  foreach(policy mlfq rr priority)
    foreach(seed 0 2 7)
      app_test(producer_consumer_${end}_loses_nothing_with_${policy}_and_seed_${seed} producer_consumer
        LAST "producer_consumer: produced=30 consumed=30 lost=0 duplicated=0"
        ARGUMENTS --end ${end} --policy ${policy} --seed ${seed} --quiet)
    endforeach()
  endforeach()
endforeach()
app_test(producer_consumer_loses_nothing_of_16000 producer_consumer
  LAST "producer_consumer: produced=16000 consumed=16000 lost=0 duplicated=0"
  ARGUMENTS --producers 64 --consumers 64 --items 250 --capacity 256 --quiet)
