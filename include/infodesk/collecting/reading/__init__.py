"""What one page says: an article with its fields, its body and its files."""
