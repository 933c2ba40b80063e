"""The originals of our reprints are looked at again: changed, gone, or as they were."""
