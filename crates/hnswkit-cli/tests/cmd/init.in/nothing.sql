CREATE TABLE users (id bigint, name text);
