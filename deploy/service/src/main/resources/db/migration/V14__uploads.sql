-- What a student's uploaded files take, as kept; counted as they come, so that handing in needn't add them all up.
ALTER TABLE account ADD COLUMN uploaded bigint NOT NULL DEFAULT 0;
UPDATE account SET uploaded = coalesce((SELECT sum(octet_length(f.content)) FROM received_file f
    JOIN handed_in h ON h.id = f.handed_in WHERE h.student = account.id), 0);
