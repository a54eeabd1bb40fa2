-- Sections of an outlet, the largest first.
SELECT section, count(*) AS articles FROM articles WHERE outlet = $outlet AND section IS NOT NULL
GROUP BY section ORDER BY articles DESC, section LIMIT 15;
