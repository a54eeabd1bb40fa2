-- When was something in the news, and how widely?
-- By clicking: **Search** for `banjir`: the line over the results and **The numbers** under it, with *per thousand*; a click on a day narrows to it. **Compare** puts words, outlets or periods side by side.
FROM timeline('banjir');
