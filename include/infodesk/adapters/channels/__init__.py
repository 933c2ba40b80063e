"""One delivery technology a module, chosen by a channel's kind."""
