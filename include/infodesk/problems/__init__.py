"""Problems: opened by alarms, closed by people (regulation, article 8.1)."""
