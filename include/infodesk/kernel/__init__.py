"""What every part stands on: time, ids, hashes, mail, issues and the outbox."""
