-- Whether points were given by hand or a check was contested: mostly not, and then nobody has to look for them.
ALTER TABLE report ADD COLUMN discussed boolean NOT NULL DEFAULT false;
UPDATE report SET discussed = true WHERE submission IN (SELECT submission FROM mark_change UNION SELECT submission FROM appeal);
