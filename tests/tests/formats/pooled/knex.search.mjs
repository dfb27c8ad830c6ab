// A pool of one connection.
import createKnex from "knex";

const knex = createKnex({
  client: "pg",
  connection: process.env.DATABASE_URL,
  pool: { min: 1, max: 1 },
});

SNIPPET

const PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
const PID = "SELECT pg_backend_pid() AS pid";
const onTheConnection = async (statement) => (await knex.raw(statement)).rows;

const pid = (await onTheConnection(PID))[0].pid;
const withIt = (await nearest(knex, "[1,2,3]")).length;
const after = (await onTheConnection(PLAIN)).length;
const same = pid === (await onTheConnection(PID))[0].pid;
console.log(withIt, after, same ? "same connection" : "another connection");
await knex.destroy();
