"""What departments hand in: drafts, declarations, sign-ins."""
