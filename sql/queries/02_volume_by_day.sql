-- How many articles does each outlet publish a day?
PIVOT daily_volume ON outlet USING sum(articles) GROUP BY "day" ORDER BY "day";
