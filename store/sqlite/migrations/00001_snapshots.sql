-- Column types are the subset that SQLite and PostgreSQL share: TEXT, BIGINT
-- and SMALLINT; times are milliseconds since 1970 UTC, lists are JSON in TEXT.
-- The content is the exception (BLOB here, BYTEA there).

-- +goose Up
CREATE TABLE snapshot (
    id          TEXT     NOT NULL PRIMARY KEY,
    save_order  BIGINT   NOT NULL UNIQUE, -- the greatest is the latest
    taken_at    BIGINT   NOT NULL,
    saved_at    BIGINT   NOT NULL,
    sources     TEXT     NOT NULL,        -- JSON array of strings
    accounts    BIGINT   NOT NULL,
    identities  BIGINT   NOT NULL,
    resources   BIGINT   NOT NULL,
    gaps        BIGINT   NOT NULL,
    sample      SMALLINT NOT NULL,
    size        BIGINT   NOT NULL         -- of the content, before packing
);

CREATE TABLE snapshot_chunk (
    snapshot_id TEXT     NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
    position    BIGINT   NOT NULL,        -- 0, 1, 2, …
    packing     TEXT     NOT NULL,        -- 'none' or 'gzip'
    content     BLOB     NOT NULL,
    PRIMARY KEY (snapshot_id, position)
);
