-- Runs whose name ends as $ending says, newest first.
SELECT run, max(load_id) AS load_id FROM loads WHERE ends_with(run, $ending) GROUP BY run ORDER BY load_id DESC LIMIT 5;
