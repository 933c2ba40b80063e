"""Carry each text through its prescribed review (regulation, articles 5 and 6)."""
