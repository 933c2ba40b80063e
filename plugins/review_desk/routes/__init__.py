"""The desk's addresses, one module a subject."""
