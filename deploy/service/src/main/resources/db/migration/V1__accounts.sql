-- Who may sign in.
CREATE TABLE account (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username      text NOT NULL UNIQUE CHECK (username ~ '^[A-Za-z0-9._@-]{1,64}$'),
    password_hash text NOT NULL,
    role          text NOT NULL CHECK (role IN ('student', 'teacher', 'admin')),
    language      text CHECK (language IN ('zh', 'en')),
    created_at    timestamptz NOT NULL DEFAULT now()
);
