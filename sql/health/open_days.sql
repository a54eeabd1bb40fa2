-- Days of one outlet that are incomplete, or whose cause is open, unless dismissed.
WITH newest AS (
    FROM diagnoses WHERE outlet = $outlet ORDER BY "day" DESC LIMIT 1
), lacking AS (
    SELECT outlet, "day" FROM completeness
    WHERE outlet = $outlet AND state = 'incomplete' AND "day" > (SELECT max("day") FROM completeness) - $pause
    UNION
    SELECT outlet, "day" FROM newest WHERE cause <> 'well'
)
SELECT "day" FROM lacking ANTI JOIN dismissals USING (outlet, "day")
