"""A fictional agency, the same for a seed: pure data, made here and written by `services/demo.py`."""
