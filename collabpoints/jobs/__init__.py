"""The back door: the clock comes in here. `schedule.py` is the whole timetable."""
