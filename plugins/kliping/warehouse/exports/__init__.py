"""Articles as files: CSV, JSON, Parquet, spreadsheets, citations."""
