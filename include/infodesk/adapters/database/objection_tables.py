"""Objections of departments to what is published, and their answers."""
