"""The review desk's web face: routes, pages and forms over `infodesk.bootstrap`, and no rules."""
