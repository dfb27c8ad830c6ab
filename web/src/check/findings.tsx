//! What was found: how much, what can be put right at once, and each finding.

import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { count } from "../core/format.ts";
import type { LintFinding, Problem } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { editsOf, preview, safeFixes } from "./edits.ts";
import type { Judgment } from "./protocol.ts";
import { sentence, summary } from "./told.ts";

/** So many findings are shown at once. */
const SHOWN = 100;

interface FindingsProps {
  judgment: Judgment;
  /** Moves the cursor to a finding. */
  go: (finding: LintFinding) => void;
  /** Puts one right. */
  fix: (finding: LintFinding) => void;
  /** Puts all right that leave nothing to decide. */
  fixAll: () => void;
}

export function Findings({ judgment, go, fix, fixAll }: FindingsProps): VNode {
  const { findings, counts } = judgment.document;
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, SHOWN);
  const safe = safeFixes(findings).length;
  return (
    <section class="check-findings" aria-labelledby="check-summary">
      <header class="check-head">
        <h3 id="check-summary" class="check-summary">
          {summary(counts)}
        </h3>
        {safe === 0 ? null : (
          <button type="button" class="button-small" onClick={fixAll}>
            {safe === 1 ? "Apply the safe fix" : `Apply all ${count(safe)} safe fixes`}
          </button>
        )}
      </header>
      {judgment.problems.length === 0 ? null : <Without problems={judgment.problems} />}
      {findings.length === 0 ? (
        <p class="check-hint">
          Nothing here will fail, block, stay unused or rot, as far as the rules can see. SQL that has
          nothing to do with pgvector is not judged.
        </p>
      ) : null}
      <ol class="check-list">
        {shown.map((it, at) => (
          <Finding key={at} finding={it} text={judgment.text} go={go} fix={fix} />
        ))}
      </ol>
      {shown.length === findings.length ? null : (
        <button type="button" class="button-small check-all" onClick={() => setAll(true)}>
          Show all {count(findings.length)}
        </button>
      )}
    </section>
  );
}

interface FindingProps {
  finding: LintFinding;
  text: string;
  go: FindingsProps["go"];
  fix: FindingsProps["fix"];
}

function Finding({ finding, text, go, fix }: FindingProps): VNode {
  const { severity, rule, message, help, start } = finding;
  return (
    <li class={`check-one check-one-${severity}`}>
      <p class="check-kind">
        <b class="check-severity">{severity}</b>
        <a class="check-rule" href={`../rules/${rule}.html`} target="_blank" rel="noopener">
          <code>{rule}</code>
        </a>
      </p>
      <button type="button" class="check-go" onClick={() => go(finding)}>
        <span class="check-message">
          <Prose text={sentence(message)} />
        </span>
        <span class="check-place">
          line {start.line}<span class="check-column">, column {start.column}</span>
        </span>
      </button>
      {help === null ? null : (
        <p class="check-help">
          <Prose text={sentence(help)} />
        </p>
      )}
      {finding.fix === null ? null : <Fix finding={finding} text={text} fix={fix} />}
    </li>
  );
}

function Fix({ finding, text, fix }: Omit<FindingProps, "go">): VNode {
  const edits = editsOf(finding);
  const change = preview(text, edits);
  const isSafe = finding.fix_safety === "safe";
  return (
    <p class="check-fix">
      <button
        type="button"
        class="button-small"
        title={isSafe ? "Nothing is left to decide" : "Look at it before you run it"}
        onClick={() => fix(finding)}
      >
        {isSafe ? "Fix" : "Suggest"}
        <span class="hidden"> {finding.rule} in line {finding.start.line}</span>
      </button>
      {change === null ? (
        <span class="check-hint">{edits.length === 1 ? "1 change" : `${edits.length} changes`}</span>
      ) : (
        <span class="check-change">
          {change.out === "" ? null : <del>{change.out}</del>}
          {change.in === "" ? null : <ins>{change.in}</ins>}
        </span>
      )}
    </p>
  );
}

function Without({ problems }: { problems: Problem[] }): VNode {
  return (
    <div class="check-without">
      <p>The form has something wrong, so the text was checked without it:</p>
      <ul>
        {problems.map((it, at) => (
          <li key={at}>
            <Prose text={it.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}
