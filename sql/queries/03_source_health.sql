-- Is every outlet well? Begin here when numbers look odd.
SELECT outlet, state, last_day, last_articles, usual_articles, last_error FROM source_health ORDER BY state <> 'ok' DESC, outlet;
