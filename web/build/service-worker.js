// The service worker, whose list of files and version the build fills in (build/offline.ts).
// The page comes from the network while there is one, its files, named by their content, from the
// cache.

const VERSION = "__VERSION__";
const FILES = __FILES__;

const CACHE = `hnswkit-${new URL(self.registration.scope).pathname}`;
const NOW = `${CACHE}-${VERSION}`;
// Large files that few people need: kept when they were used once.
const LATER = `${CACHE}-later`;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(sweep().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const scope = new URL(self.registration.scope);
  if (event.request.method !== "GET" || url.origin !== scope.origin) {
    return;
  }
  const path = url.pathname.startsWith(scope.pathname) ? url.pathname.slice(scope.pathname.length) : null;
  if (path === "" || path === "index.html") {
    event.respondWith(page(event.request));
  } else if (path !== null && (path.startsWith("assets/") || FILES.includes(path))) {
    event.respondWith(file(event.request, path));
  }
});

async function fill() {
  const cache = await caches.open(NOW);
  await Promise.all(
    FILES.map(async (path) => {
      // What another version has under the same hashed name is the same.
      const kept = path.startsWith("assets/") ? await caches.match(path) : undefined;
      const response = kept ?? (await fetch(path, { cache: path.startsWith("assets/") ? "default" : "no-cache" }));
      if (!response.ok) {
        throw new Error(`${response.status} for ${path}`);
      }
      await cache.put(path, response);
    }),
  );
}

async function sweep() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`${CACHE}-`) && name !== NOW && name !== LATER) {
      await caches.delete(name);
    }
  }
}

async function page(request) {
  try {
    const response = await fetch(request);
    if (response.ok) {
      return response;
    }
  } catch {
    // No network.
  }
  return (await caches.match("index.html")) ?? Response.error();
}

async function file(request, path) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept !== undefined) {
    return kept;
  }
  const response = await fetch(request);
  if (response.ok && path.startsWith("assets/")) {
    const copy = response.clone();
    const cache = await caches.open(LATER);
    await cache.put(request, copy);
  }
  return response;
}
