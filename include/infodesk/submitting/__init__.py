"""Departments hand in their texts (regulation, articles 3 and 4)."""
