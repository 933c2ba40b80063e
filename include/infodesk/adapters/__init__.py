"""One technology a module; the only code that touches the world outside."""
