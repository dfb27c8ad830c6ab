// A pool of one connection.
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });

SNIPPET

const PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
const PID = "SELECT pg_backend_pid() AS pid";
const onTheConnection = async (statement) => (await pool.query(statement)).rows;

const pid = (await onTheConnection(PID))[0].pid;
const withIt = (await nearest(pool, "[1,2,3]")).length;
const after = (await onTheConnection(PLAIN)).length;
const same = pid === (await onTheConnection(PID))[0].pid;
console.log(withIt, after, same ? "same connection" : "another connection");
await pool.end();
