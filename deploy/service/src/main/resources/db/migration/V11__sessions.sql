-- A session is of the generation its account had when it began; a new password begins the next one, and ends all others.
ALTER TABLE account ADD COLUMN generation integer NOT NULL DEFAULT 0;
