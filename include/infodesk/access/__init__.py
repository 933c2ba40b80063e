"""Who may come in: people, links, PINs and sessions."""
