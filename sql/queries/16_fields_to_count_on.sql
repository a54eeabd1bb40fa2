-- Which fields can be counted on, per outlet?
SELECT outlet, articles, title, published_at, authors, section, place FROM field_coverage ORDER BY outlet;
