"""The register of reviews and the proof of each (regulation, article 7)."""
