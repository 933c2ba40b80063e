"""What a source lists, whatever its kind: web lists, feeds, digital papers, interfaces."""
