"""When two texts are one, and where a text was seen."""
