-- What a submission counts: its score, as changed by hand and less what lateness takes; null where there is none.
ALTER TABLE report ADD COLUMN counted double precision;
UPDATE report SET counted = score WHERE status = 'GRADED';
CREATE INDEX report_failed ON report (submission) WHERE status = 'GRADER_ERROR';

-- Reports that another has replaced.
CREATE TABLE report_history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission   bigint NOT NULL REFERENCES submission (id),
    version      int NOT NULL,
    status       text NOT NULL,
    score        double precision NOT NULL,
    max          double precision NOT NULL,
    counted      double precision,
    student_json text NOT NULL,
    staff_json   text NOT NULL,
    graded_at    timestamptz NOT NULL,
    replaced_by  text NOT NULL,
    replaced_at  timestamptz NOT NULL DEFAULT now(),
    reason       text NOT NULL
);
CREATE INDEX report_history_submission ON report_history (submission);

-- Points given by hand, never changed or removed: the last of a check (null: of the whole submission) counts.
CREATE TABLE mark_change (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission bigint NOT NULL REFERENCES submission (id),
    check_id   text,
    -- null: what was given by hand before is taken back
    points     double precision,
    was        double precision NOT NULL,
    comment    text NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX mark_change_submission ON mark_change (submission);

CREATE TABLE appeal (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission  bigint NOT NULL REFERENCES submission (id),
    check_id    text NOT NULL,
    text        text NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    state       text NOT NULL CHECK (state IN ('OPEN', 'ANSWERED', 'UPHELD')),
    answer      text NOT NULL DEFAULT '',
    answered_by text,
    answered_at timestamptz,
    UNIQUE (submission, check_id)
);
CREATE INDEX appeal_open ON appeal (made_at) WHERE state = 'OPEN';

-- Grading all of an exercise's submissions by another version, first computed, then looked at, then applied or not.
CREATE TABLE regrade (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    exercise    text NOT NULL,
    version     int NOT NULL,
    state       text NOT NULL CHECK (state IN ('OPEN', 'APPLIED', 'DISCARDED')),
    started_by  text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_by text,
    finished_at timestamptz,
    FOREIGN KEY (exercise, version) REFERENCES exercise_version (exercise, version)
);
CREATE UNIQUE INDEX regrade_open ON regrade (exercise) WHERE state = 'OPEN';

-- A row without a status waits in the queue, behind all new submissions.
CREATE TABLE regrade_result (
    regrade      bigint NOT NULL REFERENCES regrade (id),
    submission   bigint NOT NULL REFERENCES submission (id),
    old_version  int NOT NULL,
    tries        int NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    status       text,
    score        double precision NOT NULL DEFAULT 0,
    max          double precision NOT NULL DEFAULT 0,
    student_json text NOT NULL DEFAULT '',
    staff_json   text NOT NULL DEFAULT '',
    applied      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (regrade, submission)
);
CREATE INDEX regrade_result_due ON regrade_result (due_at) WHERE status IS NULL;

-- One row a check of each graded submission, so that statistics read no reports.
CREATE TABLE check_outcome (
    submission    bigint NOT NULL REFERENCES submission (id),
    check_id      text NOT NULL,
    outcome       text NOT NULL,
    points        double precision NOT NULL,
    max           double precision NOT NULL,
    misconception text NOT NULL,
    found         text NOT NULL,
    PRIMARY KEY (submission, check_id)
);
