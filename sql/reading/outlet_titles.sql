-- What every outlet is called.
SELECT outlet, "name" FROM sources;
