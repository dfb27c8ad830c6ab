//! Calls into a build that survive a defect: a trap becomes an error, and the build starts afresh.

/** Something that must not happen: the core trapped. */
export class Defect extends Error {
  override readonly name = "Defect";

  constructor(call: string, cause: unknown) {
    super(`${call}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

type Listener = (defect: Defect) => void;

let listener: Listener = () => {};

/** Who is told about each defect, whoever called; the last one wins. */
export function onDefect(it: Listener): void {
  listener = it;
}

/** Tells of a defect that happened elsewhere, such as in a worker. */
export function reportDefect(defect: Defect): void {
  listener(defect);
}

const NOT_CALLS = new Set(["default", "initSync", "__wbg_reset_state"]);

/** The functions of a build, each of which leaves a sound build behind even when it traps. */
export function guarded<T extends object>(module: T): T {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === "function" && !NOT_CALLS.has(name)) {
      out[name] = (...given: unknown[]): unknown => {
        // Reading a spec tries one type after the other, each of which throws within; without a
        // stack to write down, that takes a tenth of the time in V8.
        const depth = Error.stackTraceLimit;
        Error.stackTraceLimit = 0;
        try {
          return Reflect.apply(value, undefined, given);
        } catch (error) {
          // A plain `Error` is the binding's answer to an argument of the wrong shape; a trap or an
          // overflow of the stack leaves the memory of the build in pieces.
          if (error instanceof Error && error.constructor === Error) {
            throw error;
          }
          restart(module);
          const defect = new Defect(name, error);
          reportDefect(defect);
          throw defect;
        } finally {
          Error.stackTraceLimit = depth;
        }
      };
    }
  }
  return out as T;
}

function restart(module: object): void {
  const reset: unknown = Reflect.get(module, "__wbg_reset_state");
  if (typeof reset === "function") {
    Reflect.apply(reset, undefined, []);
  }
}
