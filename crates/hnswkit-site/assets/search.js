// The search: pagefind's index, fetched when somebody searches, in a dialog of ours.
const SHOWN = 12;
let dialog;

/** Opens the dialog; `top` is the top of the site. */
export function show(top, make) {
  dialog ??= build(top, make);
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector("input").select();
  }
}

function build(top, make) {
  const input = make("input", { type: "search", "aria-label": "Search the documentation", placeholder: "A message, a rule, a parameter", autocomplete: "off", spellcheck: "false" });
  const close = make("button", { type: "button", class: "button" }, "Close");
  const status = make("p", { class: "search-status", role: "status" });
  const list = make("ol");
  const it = make("dialog", { class: "search", "aria-label": "Search" }, make("div", { class: "search-head" }, input, close), make("div", { class: "search-body" }, status, list));
  close.addEventListener("click", () => it.close());
  it.addEventListener("click", (event) => {
    // Beside the dialog, or a result on this page.
    if (event.target === it || event.target.closest("a") !== null) {
      it.close();
    }
  });
  it.addEventListener("keydown", (event) => move(event, input, list));
  const index = load(top);
  let latest = 0;
  const search = async () => {
    const mine = ++latest;
    const words = input.value.trim();
    if (words === "") {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const pagefind = await index;
      const found = await pagefind.search(words);
      const pages = await Promise.all(found.results.slice(0, SHOWN).map((one) => one.data()));
      if (mine === latest) {
        list.replaceChildren(...pages.map((page) => result(page, make)));
        status.textContent = told(found.results.length);
      }
    } catch (error) {
      status.textContent = `The index could not be loaded: ${error.message}`;
    }
  };
  input.addEventListener("input", () => void search());
  document.body.append(it);
  return it;
}

async function load(top) {
  const pagefind = await import(new URL("pagefind/pagefind.js", top).href);
  await pagefind.options({ baseUrl: top.pathname, excerptLength: 24 });
  await pagefind.init();
  return pagefind;
}

function told(n) {
  if (n === 0) {
    return "Nothing was found.";
  }
  return n === 1 ? "1 page" : `${n} pages${SHOWN < n ? `, the best ${SHOWN}` : ""}`;
}

/** The best part of a page, or the page. */
function result(page, make) {
  const best = [...(page.sub_results ?? [])].sort((one, two) => two.weighted_locations.length - one.weighted_locations.length)[0];
  const at = best ?? page;
  const excerpt = make("span");
  // pagefind escapes the text and marks the words.
  excerpt.innerHTML = at.excerpt;
  const title = make("b", {}, page.meta.title);
  if (best !== undefined && best.title !== page.meta.title) {
    title.append(" ", make("small", {}, best.title.replace(/ #$/, "")));
  }
  return make("li", {}, make("a", { href: at.url }, title, excerpt));
}

/** Up and down go through the results; Enter in the field takes the first; Escape closes. */
function move(event, input, list) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    // A field for searches would only be emptied.
    event.preventDefault();
    list.closest("dialog").close();
  } else if (event.key === "Enter" && document.activeElement === input) {
    event.preventDefault();
    links[0]?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    (links[next] ?? (next < 0 ? input : links[at]))?.focus();
  }
}
