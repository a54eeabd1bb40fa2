-- How many articles does each outlet publish a day?
-- By clicking: **Outlets**, then an outlet: its days. For all outlets at once: **Search** with the field empty, then **The numbers** under the line.
PIVOT daily_volume ON outlet USING sum(articles) GROUP BY "day" ORDER BY "day";
