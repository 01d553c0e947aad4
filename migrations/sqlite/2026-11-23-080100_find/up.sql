-- PostgreSQL is asked once for what the program puts together itself here.
SELECT 1;
