CREATE OR REPLACE VIEW duplicate_groups AS
WITH members AS (
    SELECT
        duplicate_group_id, article_id, outlet, url, title, wire_source, coalesce(published_at, first_fetched_at) AS appeared_at
    FROM articles
    WHERE duplicate_group_id IN (SELECT duplicate_group_id FROM articles GROUP BY duplicate_group_id HAVING count(*) > 1)
)
SELECT
    duplicate_group_id,
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(appeared_at) AS first_at,
    min_by(outlet, (appeared_at, article_id)) AS first_outlet,
    min_by(title, (appeared_at, article_id)) AS first_title,
    mode(wire_source ORDER BY wire_source) AS wire_source,
    list({
        'outlet': outlet, 'appeared_at': appeared_at, 'title': title, 'url': url, 'article_id': article_id
    } ORDER BY appeared_at, article_id) AS members
FROM members
GROUP BY duplicate_group_id;
COMMENT ON VIEW duplicate_groups IS 'Texts that several outlets carry (copies of a wire report): who had it first, who followed. Singles are not in it.';
COMMENT ON COLUMN duplicate_groups.duplicate_group_id IS 'Id that the copies share: the smallest article_id among them.';
COMMENT ON COLUMN duplicate_groups.articles IS 'Number of copies.';
COMMENT ON COLUMN duplicate_groups.outlets IS 'Number of outlets.';
COMMENT ON COLUMN duplicate_groups.first_at IS 'When the first copy was published (first fetched, where it states no date).';
COMMENT ON COLUMN duplicate_groups.first_outlet IS 'Outlet of the first copy.';
COMMENT ON COLUMN duplicate_groups.first_title IS 'Its title.';
COMMENT ON COLUMN duplicate_groups.wire_source IS 'Agency that most copies credit; NULL where none does.';
COMMENT ON COLUMN duplicate_groups.members IS 'The copies in order of time.';

-- The old name, for one release: its columns take the comments of duplicate_groups.
CREATE OR REPLACE VIEW stories AS SELECT duplicate_group_id AS story_id, * FROM duplicate_groups;
COMMENT ON VIEW stories IS 'Old name of duplicate_groups; it goes with the next release.';
COMMENT ON COLUMN stories.story_id IS 'Old name of duplicate_group_id; it goes with the next release.';
