"""What a channel is, where on it a text goes, and what is sent there."""
