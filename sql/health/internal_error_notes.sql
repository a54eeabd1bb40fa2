-- Notes of an outlet's newest load that tell of a bug of ours.
SELECT outlet, unnest(list_filter(notes, lambda note: contains(note, $reason))), "day" FROM loads
QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY load_id DESC) = 1 ORDER BY ALL
