//! Puts a text on the clipboard, or at least selects it; saves a text as a file.

/** How a copy went: on the clipboard, or only selected because the browser refuses. */
export type Copied = "copied" | "selected";

/**
 * Copies a text that may still be on its way; selects `shown` when the clipboard is refused.
 *
 * Throws what the text throws.
 */
export async function copy(text: Promise<string>, shown: Element | null): Promise<Copied> {
  try {
    await write(text);
    return "copied";
  } catch {
    // If it was the text that failed, say so rather than copy something else.
    const known = await text;
    if (copyByHand(known)) {
      return "copied";
    }
    if (shown !== null) {
      getSelection()?.selectAllChildren(shown);
    }
    return "selected";
  }
}

async function write(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "function") {
    // Safari wants the item while the click is being handled; the text may come later.
    const blob = text.then((it) => new Blob([it], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } else {
    await navigator.clipboard.writeText(await text);
  }
}

/** The way from before the Clipboard API, which also works over plain HTTP. */
function copyByHand(text: string): boolean {
  const area = document.createElement("textarea");
  const before = document.activeElement;
  area.value = text;
  area.readOnly = true;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
  }
}

/** Saves bytes or text under a name. */
export function save(content: string | Uint8Array<ArrayBuffer>, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
