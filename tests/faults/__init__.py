"""Races, kills, outages and planted faults: the real application through HTTP, and what would show if it broke."""
