string(REPEAT "x" 300 too_long)
app_test(pipeline_passes_lines_on pipeline LAST "pipeline: lines=3 written=3" INPUT "one\\ntwo\\nthree\\n")
app_test(pipeline_passes_a_last_line_without_end_on pipeline LAST "pipeline: lines=2 written=2" INPUT "one\\ntwo")
app_test(pipeline_of_no_lines pipeline LAST "pipeline: lines=0 written=0" INPUT "\\x04")
app_test(pipeline_of_empty_lines pipeline LAST "pipeline: lines=3 written=3" INPUT "\\n\\n\\n")
app_test(pipeline_through_queues_of_one pipeline LAST "pipeline: lines=5 written=5" INPUT "a\\nb\\nc\\nd\\ne\\n"
  ARGUMENTS --capacity 1)
app_test(pipeline_refuses_an_unwritable_file pipeline STATUS 2 INPUT "\\x04" ARGUMENTS --output /no/such/folder/file)
app_test(pipeline_refuses_capacity_0 pipeline STATUS 2 INPUT "\\x04" ARGUMENTS --capacity 0)
app_test(pipeline_refuses_an_unknown_option pipeline STATUS 2 INPUT "\\x04" ARGUMENTS --input x)
app_test(pipeline_tells_of_lines_that_are_too_long pipeline STATUS 1 LAST "pipeline: lines=1 written=1"
  ERROR "pipeline: a line of more than 240 characters is left out" INPUT "${too_long}\\nshort\\n")
