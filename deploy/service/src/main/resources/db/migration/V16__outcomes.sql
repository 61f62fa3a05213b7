-- How the checks of a graded submission ended lies in its report, in place of a row a check in a table of their own: handing in
-- writes them all at once, and nothing but statistics of whole reports reads them.
ALTER TABLE report ADD COLUMN outcomes jsonb;
UPDATE report SET outcomes = o.all_of_it FROM (
    SELECT submission, jsonb_agg(jsonb_build_object('check_id', check_id, 'outcome', outcome, 'points', points, 'max', max,
        'misconception', misconception, 'found', found) ORDER BY check_id) AS all_of_it
    FROM check_outcome GROUP BY submission) o
WHERE o.submission = report.submission AND report.status = 'GRADED';
DROP TABLE check_outcome;
