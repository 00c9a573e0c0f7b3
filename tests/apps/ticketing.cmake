set(ticketing_default "ticketing: tickets=10 sold=10 refused=90 oversold=0")
app_test(ticketing_sells_every_ticket_once ticketing LAST ${ticketing_default})

# buyers, tickets: sold, refused
foreach(numbers "1 1 1 0" "2 1 1 1" "1 1000000 1 0" "10 10 10 0" "10 11 10 0" "11 10 10 1" "37 5 5 32"
    "1000 999 999 1" "4000 300 300 3700")
  string(REPLACE " " ";" numbers ${numbers})
  list(GET numbers 0 buyers)
  list(GET numbers 1 tickets)
  list(GET numbers 2 sold)
  list(GET numbers 3 refused)
  app_test(ticketing_sells_${tickets}_tickets_to_${buyers}_buyers ticketing
    LAST "ticketing: tickets=${tickets} sold=${sold} refused=${refused} oversold=0"
    ARGUMENTS --buyers ${buyers} --tickets ${tickets})
endforeach()

foreach(policy mlfq rr priority)
  foreach(seed 0 2 7 18446744073709551615)
    app_test(ticketing_sells_every_ticket_once_with_${policy}_and_seed_${seed} ticketing LAST ${ticketing_default}
      ARGUMENTS --policy ${policy} --seed ${seed} --quiet)
    app_test(ticketing_oversells_without_lock_with_${policy}_and_seed_${seed} ticketing
      MATCH "ticketing: tickets=10 sold=[0-9]+ refused=[0-9]+ oversold=[1-9][0-9]*"
      ARGUMENTS --no-lock --policy ${policy} --seed ${seed})
  endforeach()
endforeach()

# With one buyer more than tickets, nobody can be refused if one ticket is sold twice.
foreach(tickets 1 2 10 999)
  math(EXPR buyers "${tickets} + 1")
  app_test(ticketing_oversells_${tickets}_tickets_without_lock_to_one_buyer_more ticketing
    LAST "ticketing: tickets=${tickets} sold=${buyers} refused=0 oversold=1"
    ARGUMENTS --no-lock --buyers ${buyers} --tickets ${tickets})
endforeach()
app_test(ticketing_oversells_without_lock_to_4000_buyers ticketing
  MATCH "ticketing: tickets=1 sold=[0-9]+ refused=[0-9]+ oversold=[1-9][0-9]*"
  ARGUMENTS --no-lock --buyers 4000 --tickets 1)
app_test(ticketing_cannot_oversell_when_there_are_enough_tickets ticketing
  LAST "ticketing: tickets=20 sold=20 refused=0 oversold=0" ARGUMENTS --no-lock --buyers 20 --tickets 20)
