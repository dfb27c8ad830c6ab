// What the pages can do with JavaScript: theme, copying, search. Without it they are whole, too.
const tools = document.querySelector(".top-tools");
const top = new URL(tools.dataset.top, location.href);

/** An element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const it = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    it.setAttribute(key, value);
  }
  it.append(...children);
  return it;
}

function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  const drawn = { class: "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": true };
  const stroke = { d: path, fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" };
  Object.entries(drawn).forEach(([key, value]) => svg.setAttribute(key, value));
  Object.entries(stroke).forEach(([key, value]) => line.setAttribute(key, value));
  svg.append(line);
  return svg;
}

// The theme is the planner's: the same key, the same switch (web/src/app/header.tsx).
const KEY = "hnswkit:theme";
const THEMES = {
  system: "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.500v3",
  light: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M12.600 3.400l-1 1M4.400 11.600l-1 1",
  dark: "M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z",
};

function choose(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  try {
    if (theme === "system") {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, theme);
    }
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function themes() {
  const now = document.documentElement.dataset.theme ?? "system";
  const set = make("fieldset", { class: "theme" }, make("legend", { class: "hidden" }, "Theme"));
  for (const [name, path] of Object.entries(THEMES)) {
    const input = make("input", { type: "radio", name: "theme", value: name });
    input.checked = name === now;
    input.addEventListener("change", () => choose(name));
    set.append(make("label", { class: "theme-one", title: name }, input, make("span", { class: "hidden" }, name), icon(path)));
  }
  tools.append(set);
}

/** What one would type: of a session only the commands, without their prompts. */
function typed(block) {
  const code = block.querySelector("pre:not(.output)").textContent;
  if (block.dataset.language !== "console") {
    return code;
  }
  const lines = code.split("\n").filter((it) => it.startsWith("$ ") || it.startsWith("> "));
  return lines.map((it) => `${it.slice(2)}\n`).join("");
}

function copying() {
  const status = make("span", { class: "hidden", role: "status" });
  document.body.append(status);
  for (const block of document.querySelectorAll(".code:has(pre:not(.output))")) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    button.addEventListener("click", async () => {
      let said = "Copied";
      try {
        await navigator.clipboard.writeText(typed(block));
      } catch {
        getSelection().selectAllChildren(block.querySelector("pre"));
        said = "Press Ctrl+C";
      }
      button.textContent = said;
      button.dataset.said = "";
      status.textContent = said;
      setTimeout(() => {
        button.textContent = "Copy";
        delete button.dataset.said;
        status.textContent = "";
      }, 2_000);
    });
    block.append(button);
  }
}

/** What is wider than the page can be moved with the keyboard, too. */
function movable() {
  for (const it of document.querySelectorAll(".table, .code pre")) {
    const moves = it.clientWidth < it.scrollWidth;
    it.toggleAttribute("tabindex", moves);
    if (moves) {
      it.tabIndex = 0;
    }
  }
}

/** Marks the heading that one reads. */
function following() {
  const links = new Map();
  for (const it of document.querySelectorAll(".outline a")) {
    links.set(decodeURIComponent(it.hash.slice(1)), it);
  }
  const seen = new IntersectionObserver(
    (entries) => {
      const entry = entries.find((it) => it.isIntersecting);
      if (entry !== undefined) {
        document.querySelector(".outline a[aria-current]")?.removeAttribute("aria-current");
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-10% 0px -75% 0px" },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading !== null) {
      seen.observe(heading);
    }
  }
}

function searching() {
  const button = make("button", { type: "button", class: "button search-open", "aria-haspopup": "dialog", "aria-label": "Search", "aria-keyshortcuts": "/" });
  button.append(icon("M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.300 10.300l3.200 3.200"), make("span", {}, "Search"), make("kbd", {}, "/"));
  const open = async () => {
    const { show } = await import(`./search.js?${tools.dataset.assets}`);
    show(top, make);
  };
  button.addEventListener("click", () => void open());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      void open();
    }
  });
  tools.prepend(button);
}

searching();
themes();
copying();
movable();
addEventListener("resize", movable);
following();
