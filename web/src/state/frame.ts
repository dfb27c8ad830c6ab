//! Work that waits until something is on the screen.

let channel: MessageChannel | null = null;
let queue: (() => void)[] = [];

/** Calls back when the next frame is on the screen, or at once in a hidden page. */
export function afterPaint(then: () => void): void {
  if (document.visibilityState === "hidden") {
    setTimeout(then);
    return;
  }
  requestAnimationFrame(() => {
    queue.push(then);
    if (queue.length === 1) {
      // A message is a task of its own, which comes behind the frame.
      open().postMessage(null);
    }
  });
}

function open(): MessagePort {
  if (channel === null) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = queue;
      queue = [];
      for (const it of now) {
        it();
      }
    };
  }
  return channel.port2;
}
