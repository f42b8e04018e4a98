-- Analyzers and findings: each a body that the store does not read, and the
-- columns by which it is found. Column types as in 00001. version counts the
-- saves of a row, so that nobody overwrites what somebody else saved.

-- +goose Up
CREATE TABLE analyzer (
    id          TEXT     NOT NULL PRIMARY KEY,
    name        TEXT     NOT NULL UNIQUE,
    updated_at  BIGINT   NOT NULL,
    version     BIGINT   NOT NULL,
    body        BLOB     NOT NULL
);

CREATE TABLE finding (
    id          TEXT     NOT NULL PRIMARY KEY,
    analyzer_id TEXT     NOT NULL REFERENCES analyzer (id) ON DELETE CASCADE,
    status      TEXT     NOT NULL,
    resource    TEXT     NOT NULL,
    account     TEXT     NOT NULL,
    kind        TEXT     NOT NULL,
    severity    TEXT     NOT NULL,
    updated_at  BIGINT   NOT NULL,
    version     BIGINT   NOT NULL,
    body        BLOB     NOT NULL
);

CREATE INDEX finding_by_analyzer ON finding (analyzer_id, id);
CREATE INDEX finding_by_resource ON finding (resource);
CREATE INDEX finding_by_time ON finding (updated_at, id);
