-- What a teacher chose for an exercise in place of its author: a row replaces all of the author's choice.
CREATE TABLE exercise_setting (
    exercise      text PRIMARY KEY,
    attempt_limit int NOT NULL CHECK (attempt_limit >= 0),
    cool_after    int NOT NULL CHECK (cool_after >= 0),
    cool_seconds  int NOT NULL CHECK (cool_seconds >= 0),
    opens_at      timestamptz,
    closes_at     timestamptz,
    due_at        timestamptz,
    late_percent  double precision NOT NULL CHECK (late_percent BETWEEN 0 AND 100),
    late_days     int NOT NULL CHECK (late_days >= 0),
    -- which part of a report students see when: part=time, separated by commas
    feedback      text NOT NULL,
    changed_by    text NOT NULL,
    changed_at    timestamptz NOT NULL DEFAULT now()
);

-- More time or attempts for one student, in one exercise or (null) in all.
CREATE TABLE extension (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    student        bigint NOT NULL REFERENCES account (id),
    exercise       text,
    extra_minutes  int NOT NULL CHECK (extra_minutes >= 0),
    extra_attempts int NOT NULL CHECK (extra_attempts >= 0),
    reason         text NOT NULL,
    granted_by     text NOT NULL,
    granted_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (student, exercise)
);

-- An attempt's number is taken by what is charged: what could not be graded leaves it to the next submission.
ALTER TABLE submission DROP CONSTRAINT submission_student_exercise_attempt_key;
CREATE INDEX submission_student ON submission (student, exercise, attempt);
CREATE INDEX submission_exercise ON submission (exercise, id);
-- taken off its points because it came after the due date
ALTER TABLE submission ADD COLUMN late_percent double precision NOT NULL DEFAULT 0;

-- The text for grading (null: the file is no text), and what is to be known of the file as received.
ALTER TABLE handed_in ALTER COLUMN notebook DROP NOT NULL;
ALTER TABLE handed_in ADD COLUMN sha256 text;
ALTER TABLE handed_in ADD COLUMN size bigint;
ALTER TABLE handed_in ADD COLUMN file_name text NOT NULL DEFAULT '';
UPDATE handed_in SET sha256 = encode(sha256(convert_to(notebook, 'UTF8')), 'hex'), size = octet_length(notebook);
ALTER TABLE handed_in ALTER COLUMN sha256 SET NOT NULL;
ALTER TABLE handed_in ALTER COLUMN size SET NOT NULL;
CREATE INDEX handed_in_student ON handed_in (student);

-- An uploaded file as received, compressed by gzip; apart, so that grading reads none. Without a row, the text is what was received.
CREATE TABLE received_file (
    handed_in bigint PRIMARY KEY REFERENCES handed_in (id),
    content   bytea NOT NULL
);
