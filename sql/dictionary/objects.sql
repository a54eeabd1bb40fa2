-- Tables and views of the published copy, the articles first.
FROM (
    SELECT 'table' AS kind, table_name AS name, comment FROM duckdb_tables() WHERE database_name = 'kliping'
    UNION ALL
    SELECT 'view', view_name, comment FROM duckdb_views() WHERE database_name = 'kliping' AND NOT internal
)
ORDER BY kind, name <> 'articles', name
