"""What comes from a site: pages, what goes wrong with them, their text and their tree."""
