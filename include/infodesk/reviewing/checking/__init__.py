"""The checks before review: what a machine can find wrong with a text (articles 2 and 7)."""
