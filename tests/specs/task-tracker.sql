CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body text NOT NULL DEFAULT '',
    embedding vector(1536)
);
CREATE TABLE atoms (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body text NOT NULL DEFAULT '',
    embedding vector(1536)
);
