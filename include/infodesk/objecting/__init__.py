"""Departments object to what is published, and are answered (regulation, article 10)."""
