app_test(semaphore_room_is_never_overfull semaphore_room LAST "semaphore_room: guests=13 rooms=4 max_inside=4 left=13")

# guests, rooms, stay: most inside
foreach(numbers "1 1 2s 1" "1 12 2s 1" "2 1 100ms 1" "4 4 1h 4" "12 12 24h 12" "13 12 100ms 12" "100 3 1s 3"
    "999 1 100ms 1" "999 12 100ms 12")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 guests)
  list(GET numbers 1 rooms)
  list(GET numbers 2 stay)
  list(GET numbers 3 inside)
  app_test(semaphore_room_with_${rooms}_rooms_is_never_overfull_by_${guests}_guests_for_${stay} semaphore_room
    LAST "semaphore_room: guests=${guests} rooms=${rooms} max_inside=${inside} left=${guests}"
    ARGUMENTS --guests ${guests} --rooms ${rooms} --stay ${stay})
endforeach()

foreach(policy mlfq rr priority fcfs sjf edf)
  foreach(seed 0 7)
    app_test(semaphore_room_is_never_overfull_with_${policy}_and_seed_${seed} semaphore_room
      LAST "semaphore_room: guests=13 rooms=4 max_inside=4 left=13" ARGUMENTS --policy ${policy} --seed ${seed} --quiet)
  endforeach()
endforeach()

app_test(semaphore_room_refuses_zero_guests semaphore_room STATUS 2 ARGUMENTS --guests 0)
app_test(semaphore_room_refuses_too_many_guests semaphore_room STATUS 2 ARGUMENTS --guests 1000)
app_test(semaphore_room_refuses_zero_rooms semaphore_room STATUS 2 ARGUMENTS --rooms 0)
app_test(semaphore_room_refuses_negative_rooms semaphore_room STATUS 2 ARGUMENTS --rooms -1)
app_test(semaphore_room_refuses_too_many_rooms semaphore_room STATUS 2 ARGUMENTS --rooms 13)
app_test(semaphore_room_refuses_too_short_a_stay semaphore_room STATUS 2 ARGUMENTS --stay 99ms)
app_test(semaphore_room_refuses_a_stay_without_unit semaphore_room STATUS 2 ARGUMENTS --stay 2)
app_test(semaphore_room_refuses_an_unknown_option semaphore_room STATUS 2 ARGUMENTS --beds 3)

app_test(semaphore_room_explains_its_options semaphore_room MATCH "  --quiet  .*" ARGUMENTS --help)
