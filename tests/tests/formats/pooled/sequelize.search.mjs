// A pool of one connection.
import { Sequelize } from "sequelize";

const sequelize = new Sequelize(process.env.DATABASE_URL, {
  pool: { min: 1, max: 1 },
  logging: false,
});

SNIPPET

const PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
const PID = "SELECT pg_backend_pid() AS pid";
const onTheConnection = async (statement) => (await sequelize.query(statement))[0];

const pid = (await onTheConnection(PID))[0].pid;
const withIt = (await nearest(sequelize, "[1,2,3]")).length;
const after = (await onTheConnection(PLAIN)).length;
const same = pid === (await onTheConnection(PID))[0].pid;
console.log(withIt, after, same ? "same connection" : "another connection");
await sequelize.close();
