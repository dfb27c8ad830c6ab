//! Migration, pictures and plan in the order of the page.

import type { VNode } from "preact";
import { Migration } from "./migration.tsx";
import { Operation } from "./operation.tsx";
import { Pictures, Timeline } from "./pictures.tsx";

export function Rest(): VNode {
  return (
    <>
      <Operation />
      <Migration />
      <Pictures />
      <Timeline />
    </>
  );
}
