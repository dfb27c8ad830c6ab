//! Makes the page work without a network after the first visit.

/** Registers the service worker, once the page has nothing more urgent to do. */
export function goOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) {
    return;
  }
  const register = (): void => {
    // Relative, so that the scope is the folder of the page, wherever it lies. A browser that
    // refuses (private windows) shows the same page, but not without a network.
    navigator.serviceWorker.register("./sw.js").catch(() => {});
  };
  if (document.readyState === "complete") {
    setTimeout(register, 500);
  } else {
    addEventListener("load", () => setTimeout(register, 500), { once: true });
  }
}
