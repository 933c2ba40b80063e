"""Proposes how a source might be read, from one of its list pages; a person decides."""
