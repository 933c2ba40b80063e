"""Infodesk's own database: SQLite embedded, PostgreSQL deployed."""
