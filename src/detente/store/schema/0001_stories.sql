-- Stories in their order of arrival; position is the coder's cursor.
CREATE TABLE stories (
  position     INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  text         TEXT NOT NULL,
  published    TEXT NOT NULL,
  day          TEXT NOT NULL,
  publisher    TEXT NOT NULL,
  origin       TEXT NOT NULL,
  language     TEXT NOT NULL,
  section      TEXT NOT NULL,
  cluster      TEXT NOT NULL,
  duplicate_of TEXT
) STRICT;
CREATE INDEX stories_by_day ON stories (day);
CREATE INDEX stories_by_cluster ON stories (cluster);

-- What was not taken, and why. The key keeps a second import of the same file from counting twice.
CREATE TABLE rejected (
  origin  TEXT NOT NULL,
  line    INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  PRIMARY KEY (origin, line, reason, excerpt)
) STRICT, WITHOUT ROWID;
