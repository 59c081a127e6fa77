// Saving what a translator writes. What has not been saved yet stays in the browser, whatever becomes of the session or the network.
window.KeptTexts = class {
  constructor(editor) {
    this.editor = editor;
    this.prefix = `translating:${editor.dataset.translation}:`;
    this.csrf = editor.querySelector('[name=csrfmiddlewaretoken]').value;
    this.trouble = editor.querySelector('[data-trouble]');
    this.waiting = new Set();
  }

  // What was written in an earlier visit and never reached the server: [segment, {text, base}].
  unsaved() {
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at);
        if (key.startsWith(this.prefix)) found.push([key.slice(this.prefix.length), JSON.parse(localStorage.getItem(key))]);
      }
    } catch (error) { /* The browser keeps nothing, or what it kept cannot be read. */ }
    return found;
  }

  keep(segment, text, base) {
    try { localStorage.setItem(this.prefix + segment, JSON.stringify({ text, base })); } catch (error) { /* It is full, or shut. */ }
  }

  forget(segment) {
    try { localStorage.removeItem(this.prefix + segment); } catch (error) { /* It is shut. */ }
  }

  // {status, told}: the server's answer; status 0 where there was none, 401 where the user is logged out.
  async send(url, fields) {
    const body = new FormData();
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    try {
      const response = await fetch(url, {
        method: 'POST', body, redirect: 'manual', credentials: 'same-origin', keepalive: true,
        headers: { 'X-CSRFToken': this.csrf, 'X-Requested-With': 'XMLHttpRequest', Accept: 'application/json' },
      });
      if (response.type === 'opaqueredirect' || !response.headers.get('Content-Type')?.includes('json')) {
        return { status: response.status >= 500 ? 0 : 401, told: {} };
      }
      return { status: response.status, told: await response.json() };
    } catch (error) {
      return { status: 0, told: {} };
    }
  }

  // Says what is the matter, and tries again until it is not; `again` sends what waits.
  trouble_with(status, again) {
    this.waiting.add(again);
    const loggedOut = status !== 0;
    this.trouble.querySelector('[data-trouble-words]').textContent = loggedOut ? this.trouble.dataset.loggedOut : this.trouble.dataset.offline;
    this.trouble.querySelector('[data-log-in]').hidden = !loggedOut;
    this.trouble.hidden = false;
    if (!this.timer) this.timer = window.setTimeout(() => this.retry(), 4000);
  }

  async retry() {
    this.timer = undefined;
    let answer;
    try {
      const response = await fetch(this.editor.dataset.stateUrl, {
        redirect: 'manual', credentials: 'same-origin', headers: { 'X-Requested-With': 'XMLHttpRequest' },
      });
      answer = response.ok && response.headers.get('Content-Type')?.includes('json') ? await response.json() : undefined;
    } catch (error) { answer = undefined; }
    if (!answer) {
      this.timer = window.setTimeout(() => this.retry(), 4000);
      return;
    }
    // A new session has a new token.
    this.csrf = answer.csrf;
    document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((field) => { field.value = answer.csrf; });
    this.trouble.hidden = true;
    const again = [...this.waiting];
    this.waiting.clear();
    again.forEach((send) => send());
  }
};
