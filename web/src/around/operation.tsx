//! The numbers around the indexes: of the selected one, and of all that are built.

import type { ComponentChildren, VNode } from "preact";
import "../pictures/pictures.css";
import "../pictures/numbers.css";
import "./around.css";
import { planned } from "../state/planner.ts";
import { hasProblems } from "../state/problems.ts";
import { indexes, selected, target } from "../state/signals.ts";
import { Choices } from "./choices.tsx";
import { Figures } from "./figures.tsx";
import { Memory } from "./memory.tsx";
import { NoSearch, Search } from "./search.tsx";
import { Time } from "./time.tsx";

export function Operation(): VNode {
  const it = planned.value?.numbers ?? null;
  const now = selected.value;
  if (it === null || now === undefined) {
    return (
      <p class="around-wait" role="status">
        {hasProblems.value ? "The numbers come as soon as nothing is wrong with the form." : "Being reckoned."}
      </p>
    );
  }
  const at = indexes.value.indexOf(now);
  const [time, search, after] = [it.times[at], it.searches[at], it.after[at]];
  const several = 1 < it.indexes.length;
  const all = several ? `all ${it.indexes.length} indexes` : "";
  const one = several ? time?.name ?? "" : "";
  return (
    <div class={hasProblems.value ? "around-grid around-stale" : "around-grid"}>
      {hasProblems.value && <p class="results-old" role="note">These are the numbers of before: the form has a problem.</p>}
      {time !== undefined && <Card title="The time, and what it rests on" of={one}><Time it={time} /></Card>}
      <Card title="The search" of={one}>{search === undefined ? <NoSearch /> : <Search it={search} />}</Card>
      <Card title="Memory of the server" of={several ? "during the largest build" : ""}>
        {it.memory === null || it.memory === undefined ? (
          <p class="around-lead">
            Say what else takes memory, in the form below "Its memory": shared_buffers and max_connections tell most.
          </p>
        ) : (
          <Memory it={it.memory} platform={target.value.platform} />
        )}
      </Card>
      <Card title="Disk" of={all}><Figures list={it.disk} /></Card>
      <Card title="Replicas" of={all}><Figures list={it.replication} /></Card>
      {after !== undefined && <Card title="The index in service" of={one}><Figures list={after.figures} /></Card>}
      <Card title="Other choices" of={one} wide>
        <Choices list={it.alternatives.filter((other) => other.index === time?.name)} draft={now.draft.value} />
      </Card>
    </div>
  );
}

function Card(props: { title: string; of: string; wide?: boolean; children: ComponentChildren }): VNode {
  return (
    <section class={props.wide === true ? "card around-card around-wide" : "card around-card"}>
      <h3>
        {props.title}
        {props.of !== "" && <span class="totals-note">{props.of}</span>}
      </h3>
      {props.children}
    </section>
  );
}
