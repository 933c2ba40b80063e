"""Publish exactly what was approved (regulation, articles 2 and 3)."""
