//! The migration and its tool, and where it runs; both are of all indexes.

import type { VNode } from "preact";
import type { MigrationKey, TargetKey } from "../state/draft.ts";
import { entry, formats, offer } from "../state/offer.ts";
import { migration, target } from "../state/signals.ts";
import { editMigration, editTarget } from "../state/store.ts";
import { Choice, Few, Text } from "./controls.tsx";
import { Field } from "./field.tsx";
import { ToolNote, ToolPicker } from "./tool.tsx";

/** What stands before the name of a migration unless another is given. */
const FIRST: Record<string, string> = {
  chain: "from the request",
  sequence: "1",
  time: "20260101000000",
  milliseconds: "1767225600000",
};

export function Migration(): VNode {
  const draft = migration.value;
  const format = formats.value.find((it) => it.id === draft.format);
  const numbering = format?.numbering ?? "none";
  return (
    <fieldset class="section">
      <legend>The migration</legend>
      <Field section="migration" name="format" note={format && <ToolNote it={format} />}>
        {(control) => <ToolPicker control={control} value={draft.format} />}
      </Field>
      <Field section="migration" name="mode" group>
        {(control) => (
          <Few
            control={control}
            value={draft.mode === "" ? "online" : draft.mode}
            options={(entry("migration", "mode")?.choices ?? []).map((it) => ({ value: it, label: it }))}
            onChange={(text) => editMigration("mode", text)}
          />
        )}
      </Field>
      <MigrationText name="name" placeholder="add_hnsw_indexes" />
      {numbering !== "none" && (
        <div class="pair">
          <MigrationText name="revision" placeholder={FIRST[numbering] ?? ""} />
          {numbering === "chain" && <MigrationText name="down_revision" placeholder="none" />}
        </div>
      )}
    </fieldset>
  );
}

function MigrationText({ name, placeholder }: { name: MigrationKey; placeholder: string }): VNode {
  return (
    <Field section="migration" name={name}>
      {(control) => (
        <Text
          control={control}
          value={migration.value[name]}
          code
          placeholder={placeholder}
          onInput={(text) => editMigration(name, text)}
        />
      )}
    </Field>
  );
}

export function Runs(): VNode {
  const known = offer.value;
  return (
    <fieldset class="section">
      <legend>Where it runs</legend>
      <div class="pair">
        <TargetText name="postgres" suggestions={known?.postgres ?? []} placeholder="any supported" />
        <TargetText name="pgvector" suggestions={known?.pgvector ?? []} placeholder="any supported" />
      </div>
      <Field section="target" name="platform">
        {(control) => (
          <Choice
            control={control}
            value={target.value.platform}
            options={(known?.platforms ?? []).map((it) => ({ value: it, label: it }))}
            onChange={(text) => editTarget("platform", text)}
          />
        )}
      </Field>
      <div class="pair">
        <TargetText name="ram" placeholder="16GiB" />
        <TargetText name="cpus" placeholder="4" numeric />
      </div>
    </fieldset>
  );
}

interface TargetTextProps {
  name: TargetKey;
  placeholder: string;
  suggestions?: string[];
  numeric?: boolean;
}

function TargetText({ name, placeholder, suggestions, numeric }: TargetTextProps): VNode {
  return (
    <Field section="target" name={name}>
      {(control) => (
        <Text
          control={control}
          value={target.value[name]}
          code
          numeric={numeric === true}
          placeholder={placeholder}
          {...(suggestions === undefined ? {} : { suggestions })}
          onInput={(text) => editTarget(name, text)}
        />
      )}
    </Field>
  );
}
