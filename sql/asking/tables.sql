-- Tables and views with their meaning; the columns of one if it is named.
SELECT kind, name, column_name, meaning FROM dictionary
WHERE $table IS NULL AND column_name IS NULL OR name = $table
ORDER BY ALL
