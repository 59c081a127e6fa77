// Our items, search and glossary as elements of any page, in its own words for its readers. See docs/embedding.md.
//
//   <cynnwys-item id="…" language="cy"><a href="…">…</a></cynnwys-item>
//   <cynnwys-search language="cy"><a href="…">…</a></cynnwys-search>
//   <cynnwys-term id="…" language="cy">…</cynnwys-term>
//
// What an element holds is shown until ours has come, and where it does not come. Ours is made on the server; of its markup only
// what is named below is copied, so that nothing in it can be run. No style is written into an attribute or element.

const HERE = new URL(import.meta.url).origin;
const EVERY = 30_000;
const words = (text) => new Set(text.trim().split(/\s+/));

const ELEMENTS = words(`
  a article b blockquote br button caption cite code dd desc details dfn div dl dt em figcaption figure footer form g h1 h2 h3 h4
  h5 h6 hr i img input label li mark nav ol p path polygon rect section small span strong sub summary sup svg table tbody td text
  th thead time title tr tspan ul`);
const ATTRIBUTES = words(`
  alt autocomplete class colspan cx cy d data-cynnwys data-focus data-language datetime dx dy fill font-family font-size font-weight for height
  hreflang id lang loading maxlength name part points rel role rowspan rx scope sizes stroke stroke-dasharray stroke-linejoin
  stroke-width tabindex text-anchor title transform type value viewBox width x y`);
const ADDRESSES = words("action href src srcset");

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; color: var(--cynnwys-ink, inherit); font: var(--cynnwys-font, inherit); line-height: 1.5;
    overflow-wrap: break-word; --link: var(--cynnwys-link, LinkText); --line: var(--cynnwys-line, currentColor);
    --accent: var(--cynnwys-accent, currentColor) }
  :host([hidden]) { display: none }
  * { box-sizing: border-box }
  a { color: var(--link) }
  :focus-visible { outline: 3px solid var(--cynnwys-focus, currentColor); outline-offset: 2px }
  h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.5em 0 .5em; font-family: var(--cynnwys-heading-font, inherit) }
  article > :first-child { margin-top: 0 }
  p, ul, ol, dl, figure, details, .table { margin: 0 0 1em }
  img, svg { display: block; max-width: 100%; height: auto }
  .wide { max-width: none }
  figure, .table { overflow-x: auto }
  table { border-collapse: collapse; width: 100% }
  caption { text-align: left; font-weight: bold }
  th, td { text-align: left; vertical-align: top; padding: .4em .8em .4em 0; border-bottom: 1px solid var(--line) }
  details { border: 1px solid var(--line); padding: 0 .8em }
  summary { padding: .5em 0; font-weight: bold; cursor: pointer }
  .label { font-weight: bold; color: var(--accent) }
  .key-message, .key-messages, .notice { border-left: .3em solid var(--accent); padding: .5em 1em; margin: 0 0 1em }
  :is(.key-message, .key-messages, .notice) > :first-child { margin-top: 0 }
  :is(.key-message, .key-messages, .notice) > :last-child, .points > ul { margin-bottom: 0 }
  .notice { border: .2em solid var(--accent) }
  .checklist { list-style-type: "☐  " }
  .source { border-top: 2px solid var(--line); padding-top: .8em; font-size: .9em }
  dl > div { display: flex; flex-wrap: wrap; gap: 0 1em }
  dt { font-weight: bold; flex: 0 0 11em }
  dd { margin: 0 }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
  form { margin-bottom: 1em }
  label { display: block; font-weight: bold }
  .line { display: flex; flex-wrap: wrap; gap: .5em }
  input { flex: 1 1 12em; min-width: 0; font: inherit; padding: .4em }
  button { font: inherit; padding: .4em 1em; cursor: pointer }
  .term { display: inline; border: 0; padding: 0; position: relative }
  .term > summary { display: inline; padding: 0; font-weight: inherit; text-decoration: underline dotted;
    text-underline-offset: .2em }
  .bubble { position: absolute; z-index: 1; left: 0; top: 1.5em; width: min(20em, 80vw); padding: .8em; border: 1px solid;
    background: var(--cynnwys-paper, Canvas); color: var(--cynnwys-ink, CanvasText) }
  .bubble > :last-child { margin: 0 }
  .bubble > p > strong { display: block }
`);

/** Whether an address, or each of several in a `srcset`, leads somewhere and runs nothing. */
function leads(value) {
  return value.split(/,\s+/).every((one) => {
    const { protocol } = new URL(one.trim().split(/\s/)[0], HERE);
    return ["http:", "https:", "mailto:", "tel:"].includes(protocol);
  });
}

/** A copy of what was made on the server, of the elements and attributes that we know. */
function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || !ELEMENTS.has(node.localName)) return document.createDocumentFragment();
  const made = document.createElementNS(node.namespaceURI, node.localName);
  for (const { name, value } of node.attributes) {
    const known = ATTRIBUTES.has(name) || name.startsWith("aria-") || (ADDRESSES.has(name) && leads(value));
    if (known) made.setAttribute(name, value);
  }
  made.append(...Array.from(node.childNodes, copied));
  return made;
}

/** Our language that a tag names (BCP 47, in any case of letters, also as `cy_GB` and in three letters), else nothing. */
function languageOf(tag) {
  const [first] = (tag ?? "").trim().toLowerCase().split(/[-_]/);
  return { cy: "cy", cym: "cy", wel: "cy", en: "en", eng: "en" }[first] ?? "";
}

class Cynnwys extends HTMLElement {
  static observedAttributes = ["id", "language", "parts", "source"];

  #turn = 0;
  #shown = "";
  #timer = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    root.append(document.createElement("slot"));
    root.addEventListener("click", (event) => this.clicked(event));
  }

  connectedCallback() {
    this.load();
    this.#timer = setInterval(() => this.refresh(), EVERY);
    document.addEventListener("visibilitychange", this);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this);
  }

  attributeChangedCallback(name, before, now) {
    if (this.isConnected && before !== now) this.load();
  }

  handleEvent() {
    this.refresh();
  }

  /** The language to show: its own, else that of the page around it; nothing where neither is one of ours: no language stands for another. */
  get language() {
    let found = languageOf(this.getAttribute("language"));
    for (let at = this.closest("[lang]"); at && !found; at = at.parentElement?.closest("[lang]")) found = languageOf(at.lang);
    return found;
  }

  /** What is asked for of the server, after the language; nothing where it is not said. */
  get path() {
    return "";
  }

  refresh() {
    if (document.visibilityState === "visible") this.load();
  }

  /** Asks for what there is now. Browsers keep it for seconds, and then ask only whether it has changed. */
  load(then) {
    const { path, language } = this;
    if (!path || !language) return;
    const turn = ++this.#turn;
    const request = new XMLHttpRequest(); // unlike fetch(), it gives a document, which no policy takes for markup to be run
    request.open("GET", `${this.getAttribute("source") || HERE}/embed/${language}/${path}`);
    request.responseType = "document";
    request.onload = () => {
      const found = turn === this.#turn && request.response?.querySelector("[data-cynnwys]");
      const mark = `${request.responseURL} ${request.status} ${request.getResponseHeader("ETag")}`;
      if (!found || mark === this.#shown) return;
      this.#shown = mark;
      this.show(copied(found));
      then?.(this.shadowRoot);
    };
    request.send();
  }

  show(content) {
    const open = Array.from(this.shadowRoot.querySelectorAll("details"), (one) => one.open);
    content.querySelectorAll("details").forEach((one, number) => (one.open = open[number] ?? false));
    this.shadowRoot.replaceChildren(content);
  }

  clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = link.getAttribute("href");
    if (address.startsWith("#")) {
      event.preventDefault();
      this.go(this.shadowRoot.getElementById(address.slice(1)));
    } else if (link.dataset.language) {
      event.preventDefault();
      this.setAttribute("language", link.dataset.language);
      this.load((root) => this.go(root.firstElementChild));
    }
  }

  go(element) {
    if (!element) return;
    element.tabIndex = -1;
    element.focus();
  }
}

class CynnwysItem extends Cynnwys {
  get path() {
    const parts = this.getAttribute("parts");
    return this.id && encodeURIComponent(this.id) + (parts ? `?parts=${encodeURIComponent(parts)}` : "");
  }
}

class CynnwysSearch extends Cynnwys {
  #words = "";

  constructor() {
    super();
    this.shadowRoot.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#words = event.target.elements.q.value;
      this.load((root) => root.querySelector("[data-focus]")?.focus());
    });
  }

  get path() {
    return `search${this.#words && `?q=${encodeURIComponent(this.#words)}`}`;
  }

  refresh() {} // what somebody is typing, or has found, stays
}

class CynnwysTerm extends Cynnwys {
  constructor() {
    super();
    this.shadowRoot.addEventListener("keydown", (event) => {
      const term = this.shadowRoot.querySelector("details[open]");
      if (event.key !== "Escape" || !term) return;
      term.open = false;
      term.querySelector("summary").focus();
    });
  }

  get path() {
    return this.id && `terms/${encodeURIComponent(this.id)}`;
  }

  show(content) {
    const word = content.querySelector("summary");
    if (!word) return; // there is no such term: the word stays as it is
    const own = this.textContent.trim();
    if (own) word.textContent = own;
    super.show(content);
  }
}

for (const [name, element] of [
  ["cynnwys-item", CynnwysItem],
  ["cynnwys-search", CynnwysSearch],
  ["cynnwys-term", CynnwysTerm],
]) {
  if (!customElements.get(name)) customElements.define(name, element);
}
