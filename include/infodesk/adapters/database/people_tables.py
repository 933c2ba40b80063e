"""Who stands in for whom, who is away, and what was reminded of."""
