"""Reads signed approval forms back from paper (regulation, article 6)."""

from infodesk.adapters.scan_reader.original import OriginalUnreadable
from infodesk.adapters.scan_reader.reader import SignedFormReader

__all__ = ["OriginalUnreadable", "SignedFormReader"]
