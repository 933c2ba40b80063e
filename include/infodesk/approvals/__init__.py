"""Chains, steps and opinions over any subject and its hash."""
