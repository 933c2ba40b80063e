"""The only code that knows both worlds: Airflow, and the information desk."""
