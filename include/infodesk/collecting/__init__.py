"""Collect what must be reprinted (regulation, article 4.1)."""
