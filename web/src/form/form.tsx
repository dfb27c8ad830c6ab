//! The form: the indexes, the selected one, the migration, the server.

import type { VNode } from "preact";
import "./form.css";
import { selected } from "../state/signals.ts";
import { Further } from "./further.tsx";
import { Have } from "./have.tsx";
import { IndexList } from "./list.tsx";
import { Migration, Runs } from "./runs.tsx";
import { Want } from "./want.tsx";

export function Form(): VNode {
  return (
    <form class="form" aria-label="The migration" onSubmit={(event) => event.preventDefault()}>
      <IndexList />
      <Selected />
      <Migration />
      <Runs />
      <Further />
    </form>
  );
}

function Selected(): VNode | null {
  const it = selected.value;
  if (it === undefined) {
    return null;
  }
  // The details of another index open or close on their own account.
  return (
    <div class="form-index" key={it.id}>
      <Have draft={it.draft.value} />
      <Want draft={it.draft.value} />
    </div>
  );
}
