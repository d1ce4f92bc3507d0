"""Reads: each answers with frozen dataclasses, always in a total order, and never writes."""
