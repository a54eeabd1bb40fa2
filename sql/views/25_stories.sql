CREATE OR REPLACE VIEW stories AS
WITH members AS (
    SELECT
        story_id, article_id, outlet, url, title, wire_source, coalesce(published_at, first_fetched_at) AS told_at
    FROM articles
    WHERE story_id IN (SELECT story_id FROM articles GROUP BY story_id HAVING count(*) > 1)
)
SELECT
    story_id,
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(told_at) AS first_at,
    min_by(outlet, (told_at, article_id)) AS first_outlet,
    min_by(title, (told_at, article_id)) AS first_title,
    mode(wire_source ORDER BY wire_source) AS wire_source,
    list({
        'outlet': outlet, 'told_at': told_at, 'title': title, 'url': url, 'article_id': article_id
    } ORDER BY told_at, article_id) AS members
FROM members
GROUP BY story_id;
COMMENT ON VIEW stories IS 'Texts that several outlets carry (copies of a wire report): who had it first, who followed. Singles are not in it.';
COMMENT ON COLUMN stories.story_id IS 'Id that the copies share: the smallest article_id among them.';
COMMENT ON COLUMN stories.articles IS 'Number of copies.';
COMMENT ON COLUMN stories.outlets IS 'Number of outlets.';
COMMENT ON COLUMN stories.first_at IS 'When the first copy was published (first fetched, where it states no date).';
COMMENT ON COLUMN stories.first_outlet IS 'Outlet of the first copy.';
COMMENT ON COLUMN stories.first_title IS 'Its title.';
COMMENT ON COLUMN stories.wire_source IS 'Agency that most copies credit; NULL where none does.';
COMMENT ON COLUMN stories.members IS 'The copies in order of time.';
