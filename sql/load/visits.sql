-- Add the visits of a round to their day; a round that is loaded again is not counted again.
MERGE INTO watch_days AS kept
USING (
    SELECT
        unnest($visits).outlet AS outlet,
        $visited_at::TIMESTAMPTZ AS visited_at,
        unnest($visits).list_requests::BIGINT AS list_requests,
        unnest($visits).article_requests::BIGINT AS article_requests
) AS visit
ON kept.outlet = visit.outlet AND kept."day" = $day::DATE
WHEN MATCHED AND visit.visited_at > kept.last_visit_at THEN UPDATE SET
    visits = kept.visits + 1,
    list_requests = kept.list_requests + visit.list_requests,
    article_requests = kept.article_requests + visit.article_requests,
    last_visit_at = visit.visited_at
WHEN NOT MATCHED THEN INSERT (outlet, "day", visits, list_requests, article_requests, last_visit_at)
VALUES (visit.outlet, $day::DATE, 1, visit.list_requests, visit.article_requests, visit.visited_at);
