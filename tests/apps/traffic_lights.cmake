set(traffic_lights_default "traffic_lights: cars=10 crossed_on_green=10 police=5 ran_red=5")
app_test(traffic_lights_stop_cars_but_not_police traffic_lights LAST ${traffic_lights_default})

# cars, police, period
foreach(numbers "0 0 5s" "1 0 5s" "0 1 5s" "100 100 1s" "20 20 100ms" "3 3 1h" "7 4 24h" "5 5 1.5s" "1000 1000 100ms")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 cars)
  list(GET numbers 1 police)
  list(GET numbers 2 period)
  app_test(traffic_lights_stop_${cars}_cars_but_not_${police}_police_in_periods_of_${period} traffic_lights
    LAST "traffic_lights: cars=${cars} crossed_on_green=${cars} police=${police} ran_red=${police}"
    ARGUMENTS --cars ${cars} --police ${police} --period ${period})
endforeach()

foreach(policy mlfq rr priority)
  foreach(seed 0 2 7 18446744073709551615)
    app_test(traffic_lights_stop_cars_but_not_police_with_${policy}_and_seed_${seed} traffic_lights
      LAST ${traffic_lights_default} ARGUMENTS --policy ${policy} --seed ${seed} --quiet)
  endforeach()
  app_test(traffic_lights_stop_many_cars_with_${policy} traffic_lights
    LAST "traffic_lights: cars=1000 crossed_on_green=1000 police=1000 ran_red=1000"
    ARGUMENTS --cars 1000 --police 1000 --period 100ms --policy ${policy})
endforeach()
