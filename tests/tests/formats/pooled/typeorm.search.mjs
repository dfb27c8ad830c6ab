// A pool of one connection.
import "reflect-metadata";
import typeorm from "typeorm";

const dataSource = new typeorm.DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  poolSize: 1,
});
await dataSource.initialize();

SNIPPET

const PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
const PID = "SELECT pg_backend_pid() AS pid";
const onTheConnection = (statement) => dataSource.query(statement);

const pid = (await onTheConnection(PID))[0].pid;
const withIt = (await nearest(dataSource, "[1,2,3]")).length;
const after = (await onTheConnection(PLAIN)).length;
const same = pid === (await onTheConnection(PID))[0].pid;
console.log(withIt, after, same ? "same connection" : "another connection");
await dataSource.destroy();
