"""The clock that wakes the jobs."""
