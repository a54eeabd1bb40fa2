-- Is every outlet well? Begin here when numbers look odd.
-- By clicking: **Operators' desk**: **Today** lists what is wrong, with the next step for each.
SELECT outlet, state, last_day, last_articles, usual_articles, last_error FROM source_health ORDER BY state <> 'ok' DESC, outlet;
