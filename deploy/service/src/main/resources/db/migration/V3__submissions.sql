-- A notebook as handed in; several exercises' submissions share it.
CREATE TABLE handed_in (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    student     bigint NOT NULL REFERENCES account (id),
    notebook    text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE submission (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    handed_in   bigint NOT NULL REFERENCES handed_in (id),
    student     bigint NOT NULL REFERENCES account (id),
    exercise    text NOT NULL,
    version     int NOT NULL,
    -- the student's first, second … submission of this exercise; part of the seed of hidden scenarios
    attempt     int NOT NULL CHECK (attempt > 0),
    received_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (exercise, version) REFERENCES exercise_version (exercise, version),
    UNIQUE (student, exercise, attempt)
);
CREATE INDEX submission_received ON submission (received_at DESC);

-- The primary key is what makes a second report of the same submission impossible.
CREATE TABLE report (
    submission   bigint PRIMARY KEY REFERENCES submission (id),
    status       text NOT NULL CHECK (status IN ('GRADED', 'NOT_GRADABLE', 'GRADER_ERROR')),
    score        double precision NOT NULL,
    max          double precision NOT NULL,
    student_json text NOT NULL,
    staff_json   text NOT NULL,
    graded_at    timestamptz NOT NULL DEFAULT now()
);

-- What waits to be graded: a row from the moment of acceptance until the report is committed.
CREATE TABLE grading_job (
    submission bigint PRIMARY KEY REFERENCES submission (id),
    tries      int NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX grading_job_due ON grading_job (due_at);
