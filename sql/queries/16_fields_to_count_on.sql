-- Which fields can be counted on, per outlet?
-- By clicking: **Operators' desk**, then an outlet: **Fields over these days**. All outlets in one table are SQL only.
SELECT outlet, articles, title, published_at, authors, section, place FROM field_coverage ORDER BY outlet;
