"""Measurements: reported, never asserted."""
