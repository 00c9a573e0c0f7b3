# In virtual time what is typed is there at once. On a target it comes in host time, of which virtual seconds need next
# to none: how many lines are in time is not known.
if(BATON_BOARD)
  set(lines "[012]")
else()
  set(lines 2)
endif()
app_test(console_select_serves_all_four console_select MATCH "console_select: lines=${lines} fast=16 slow=7 ticks=5"
  INPUT "one\\ntwo\\n")
app_test(console_select_goes_on_after_the_end_of_input console_select
  LAST "console_select: lines=0 fast=3 slow=1 ticks=1" INPUT "\\x04" ARGUMENTS --ticks 1 --quiet)
app_test(console_select_refuses_0_ticks console_select STATUS 2 INPUT "\\x04" ARGUMENTS --ticks 0)
app_test(console_select_refuses_a_period_of_0 console_select STATUS 2 INPUT "\\x04" ARGUMENTS --period 0ms)
