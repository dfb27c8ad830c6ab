//! The numbers of one index as rows: what a row says, and what it opens to.

import { bytes, bytesBand, count, exactBytes, secondsBand } from "../core/format.ts";
import type { EstimatePart, IndexEstimate } from "../core/index.ts";

/** A number with its name, a remark, and its parts where it has any. */
export interface Figure {
  id: string;
  name: string;
  value: string;
  /** In a few words, beside the number. */
  remark: string;
  /** Sum to `total` exactly; empty when the number is not a sum. */
  parts: EstimatePart[];
  total: number;
  /** Sentences on where the number comes from. */
  why: string[];
}

/** Every number but the size, which stands above them. */
export function figures(it: IndexEstimate): Figure[] {
  const assumed = (word: string): string[] =>
    it.assumptions.filter((text) => text.startsWith(word)).map((text) => `${text}.`);
  const out: Figure[] = [
    {
      id: "row",
      name: "Bytes a row",
      value: exactBytes(it.bytes_per_row),
      remark: "the index divided by its rows",
      parts: [],
      total: 0,
      why:
        it.rows === 0
          ? ["without rows there is only the meta page."]
          : [`${exactBytes(it.index_bytes)} ÷ ${count(it.rows)} rows, the meta page included.`],
    },
    {
      id: "memory",
      name: "Build memory",
      value: bytes(it.build_memory_bytes),
      remark: "the graph of all rows",
      parts: it.memory_parts,
      total: it.build_memory_bytes,
      why: [],
    },
    {
      id: "time",
      name: "Build time",
      value: secondsBand(it.build_seconds_low, it.build_seconds_high),
      remark: it.build === "serial" ? "serial" : `parallel, ${count(it.workers)} workers and the leader`,
      parts: [],
      total: 0,
      why: [
        it.spilled_rows === 0
          ? `${count(it.rows)} rows in memory.`
          : `${count(it.fits_in_memory_rows)} rows in memory, then ${count(it.spilled_rows)} the slow way.`,
        `${it.build}: ${it.build_reason}.`,
        ...assumed("time:"),
      ],
    },
    {
      id: "wal",
      name: "WAL",
      value: bytes(it.wal_bytes),
      remark: "what replicas and archives get",
      parts: [],
      total: 0,
      why: [`${exactBytes(it.wal_bytes)}: the pages of the index without their unused space.`, ...assumed("WAL:")],
    },
    {
      id: "disk",
      name: "Disk",
      value: bytes(it.disk_peak_bytes),
      remark: "at the peak",
      ...diskParts(it),
      why: [],
    },
  ];
  out.push({
    id: "shared",
    name: "Shared memory",
    value: it.shared_memory_bytes === 0 ? "none" : bytes(it.shared_memory_bytes),
    remark: it.shared_memory_bytes === 0 ? "a serial build takes none" : "of /dev/shm, taken at once",
    parts: [],
    total: 0,
    why:
      it.shared_memory_bytes === 0
        ? [`${it.build}: ${it.build_reason}.`]
        : [
            `${exactBytes(it.shared_memory_bytes)}: maintenance_work_mem = ${it.maintenance_work_mem} without the part that is left to PostgreSQL, taken when the build begins, whatever the size of the index.`,
            "Docker gives a container 64 MB of /dev/shm unless --shm-size says otherwise.",
          ],
  });
  return out;
}

function diskParts(it: IndexEstimate): { parts: EstimatePart[]; total: number } {
  const parts = [
    { name: "the index at the most", bytes: it.index_bytes_high, why: bytesRange(it) },
    { name: "its WAL", bytes: it.wal_bytes, why: "until it is archived and recycled" },
  ];
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  // Another reckoning in the core must not be shown with the parts of this one.
  return total === it.disk_peak_bytes ? { parts, total } : { parts: [], total: 0 };
}

/** The band of the size, in words. */
export function bytesRange(it: IndexEstimate): string {
  return isBand(it) ? bytesBand(it.index_bytes_low, it.index_bytes_high) : "";
}

/** Whether the ends of the band of the size read differently. */
export function isBand(it: IndexEstimate): boolean {
  return bytes(it.index_bytes_low) !== bytes(it.index_bytes_high);
}
