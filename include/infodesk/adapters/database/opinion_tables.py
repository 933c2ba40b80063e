"""What reviewers ask of one another: further opinions, coordination, looks, undone decisions."""
