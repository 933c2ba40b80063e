"""The information desk of a public body: its duties, and nothing of Airflow."""
