-- When was something in the news, and how widely?
FROM timeline('banjir');
