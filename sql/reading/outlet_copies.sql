-- How often an outlet had a text first, and how often it followed another outlet.
SELECT
    count(*) FILTER (first_outlet = $outlet) AS had_first,
    count(*) FILTER (first_outlet <> $outlet) AS followed
FROM duplicate_groups
WHERE outlets > 1 AND list_contains(list_transform(members, lambda one: one.outlet), $outlet);
