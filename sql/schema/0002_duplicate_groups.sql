-- Copies of one text on several outlets are a duplicate group; "story" is left to what an article tells.
ALTER TABLE articles RENAME COLUMN story_id TO duplicate_group_id;
ALTER TABLE story_pairs RENAME TO duplicate_pairs;
