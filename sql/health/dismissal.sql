-- Who last dismissed an outlet's day, and why.
SELECT dismissed_by, why, dismissed_at FROM dismissals
WHERE outlet = $outlet AND "day" = $day ORDER BY dismissed_at DESC LIMIT 1
