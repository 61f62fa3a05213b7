-- Exercises as published: a version never changes, so that a grade can be explained and repeated.
CREATE TABLE exercise_version (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    exercise     text NOT NULL,
    version      int NOT NULL CHECK (version > 0),
    yaml         text NOT NULL,
    hidden_yaml  text,
    published_at timestamptz NOT NULL DEFAULT now(),
    -- null: imported from the course's files
    published_by bigint REFERENCES account (id),
    UNIQUE (exercise, version)
);

-- Who changed what, for questions later.
CREATE TABLE audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    who     text NOT NULL,
    action  text NOT NULL,
    subject text NOT NULL
);
