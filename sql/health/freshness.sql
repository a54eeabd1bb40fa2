-- Minutes from publication to a copy that could be queried, of the articles of the last days.
SELECT count(*), median(minutes_to_query)::INTEGER, quantile_cont(minutes_to_query, 0.95)::INTEGER
FROM arrivals WHERE queryable_at IS NOT NULL AND jakarta_day(first_fetched_at) > $today - $days
