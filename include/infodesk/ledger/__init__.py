"""The append-only record of every act (regulation, article 7)."""
