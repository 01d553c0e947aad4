-- The triggers are those of before.
SELECT 1;
