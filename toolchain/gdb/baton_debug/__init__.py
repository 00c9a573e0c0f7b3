"""The parts of ../baton_gdb.py, from the ground: image and text; contexts; kernel; tables and backtrace."""
