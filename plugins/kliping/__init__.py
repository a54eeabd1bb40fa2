"""Kliping: Indonesian news, from pages to DuckDB. The core knows no Airflow."""

__version__ = "0.1.0"
