// The fields of the translators' screen: saved as somebody types, confirmed by the keyboard, found by their addresses.
document.addEventListener('DOMContentLoaded', () => {
  const editor = document.querySelector('[data-side-by-side]');
  if (!editor) return;
  const kept = new window.KeptTexts(editor);
  const words = JSON.parse(editor.dataset.words);
  const TYPED = 700;

  class Text {
    constructor(row) {
      this.row = row;
      this.field = row.querySelector('textarea');
      this.said = row.querySelector('[data-said]');
      this.conflict = row.querySelector('[data-conflict]');
      this.key = row.dataset.segment;
      this.saved = this.field.value;
      this.queue = Promise.resolve();
      this.field.addEventListener('input', () => this.typed());
      this.field.addEventListener('blur', () => this.flush());
      this.on('[data-confirm]', () => this.save('confirm'));
      this.on('[data-reopen]', () => this.save('reopen').then(() => this.focus()));
      this.on('[data-take]', () => this.settle(this.conflict.querySelector('[data-theirs]').textContent, false));
      this.on('[data-mine]', () => this.settle(this.field.value, true));
      row.querySelectorAll('[data-use]').forEach((button) => button.addEventListener('click', () => {
        this.put(button.parentElement.querySelector('[data-suggestion]').textContent);
        this.focus();
      }));
      row.querySelectorAll('[data-tag]').forEach((button) => button.addEventListener('click', () => this.tag(button.dataset.tag)));
      this.resize();
    }

    on(selector, act) { this.row.querySelector(selector)?.addEventListener('click', act); }

    get finished() { return this.row.dataset.state === 'translated'; }

    get pending() { return this.timer !== undefined || this.sending || (this.isDirty && !this.field.readOnly); }

    get isDirty() { return this.field.value !== this.saved; }

    focus() {
      this.row.scrollIntoView({ block: 'center' });
      this.field.focus({ preventScroll: true });
    }

    put(text) {
      this.field.value = text;
      this.typed();
    }

    // Puts a tag of the original round what is chosen.
    tag(tag) {
      const [start, end] = [this.field.selectionStart, this.field.selectionEnd];
      this.field.setRangeText(`<${tag}>${this.field.value.slice(start, end)}</${tag.split(' ')[0]}>`, start, end, 'end');
      this.typed();
      this.field.focus();
    }

    resize() { this.field.style.blockSize = 'auto'; this.field.style.blockSize = `${this.field.scrollHeight + 4}px`; }

    typed() {
      this.resize();
      kept.keep(this.key, this.field.value, this.row.dataset.token);
      if (this.row.dataset.state !== 'draft') this.show('draft');
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save('draft'), TYPED);
    }

    flush() {
      if (this.timer === undefined) return Promise.resolve();
      return this.save('draft');
    }

    // One after the other, so that each knows what the one before has left. Confirmed is what was there when somebody said so:
    // what they have typed while that waited is a draft.
    save(word) {
      window.clearTimeout(this.timer);
      this.timer = undefined;
      const text = this.field.value;
      this.queue = this.queue.then(() => {
        if (word !== 'confirm' || this.field.value === text) return this.send(word);
        return this.isDirty ? this.send('draft') : true;
      });
      return this.queue;
    }

    async send(word) {
      if (!this.conflict.hidden) return false;
      const text = this.field.value;
      this.sending = true;
      const { status, told } = await kept.send(this.row.dataset.url, { text, word, base: this.row.dataset.token });
      this.sending = false;
      if (status === 200) return this.took(text, told, word);
      if (status === 409) this.disagree(told);
      else if (status === 0 || status === 401 || status === 403) {
        kept.keep(this.key, text, this.row.dataset.token);
        kept.trouble_with(status, () => this.save(word));
      } else {
        if (status === 410) kept.keep(this.key, text, this.row.dataset.token);
        this.say(told.error ?? told.detail ?? words.failed, true);
        // What cannot be confirmed is kept as it is.
        if (word === 'confirm' && status === 422 && this.isDirty) return this.send('draft').then(() => { this.say(told.error, true); return false; });
      }
      return false;
    }

    took(text, told, word) {
      this.row.dataset.token = told.token;
      this.saved = text;
      if (this.field.value === text) {
        kept.forget(this.key);
        if (word !== 'draft' && told.text !== undefined) { this.field.value = told.text; this.saved = told.text; }
        this.show(told.state);
      }
      const lost = told.tags?.length ? `${words.tags} ${told.tags.map((tag) => `<${tag}>`).join(' ')}` : '';
      this.say(lost, false);
      this.row.querySelector('[data-written]').textContent = [told.by, told.at].filter(Boolean).join(', ');
      this.row.querySelectorAll('[data-term]').forEach((term) => {
        const missing = told.terms.includes(term.dataset.term);
        term.classList.toggle('sbs-term--missing', missing);
        term.querySelector('.sbs-term-note').hidden = !missing;
      });
      this.note(told.notes ?? '');
      editor.querySelector('[data-unfinished]').textContent = told.unfinished;
      editor.querySelector('[data-saved]').textContent = `${words.saved} ${new Date().toLocaleTimeString('en-GB', { timeStyle: 'short' })}`;
      return true;
    }

    show(state) {
      this.row.dataset.state = state;
      const status = this.row.querySelector('[data-status]');
      status.textContent = words[state] ?? '';
      status.classList.toggle('w-status--primary', state === 'translated');
      this.row.querySelector('[data-confirm]')?.toggleAttribute('hidden', state === 'translated');
      this.row.querySelector('[data-reopen]')?.toggleAttribute('hidden', state !== 'translated');
    }

    // What is to be looked at in it as it was saved. It is read out, so only where it is something else than before.
    note(html) {
      const [notes, fresh] = [this.row.querySelector('[data-notes]'), document.createElement('div')];
      fresh.innerHTML = html;
      if (fresh.innerHTML !== notes.innerHTML) notes.replaceChildren(...fresh.childNodes);
    }

    say(text, isError) {
      this.said.textContent = text ?? '';
      this.field.toggleAttribute('aria-invalid', isError && Boolean(text));
    }

    disagree(theirs) {
      kept.keep(this.key, this.field.value, this.row.dataset.token);
      this.conflict.querySelector('[data-by]').textContent = [theirs.by, theirs.at].filter(Boolean).join(', ');
      this.conflict.querySelector('[data-theirs]').textContent = theirs.text;
      this.conflict.dataset.token = theirs.token;
      this.conflict.hidden = false;
    }

    settle(text, isMine) {
      this.row.dataset.token = this.conflict.dataset.token;
      this.conflict.hidden = true;
      this.field.value = text;
      this.resize();
      this.focus();
      if (isMine) this.save('draft');
      else { this.saved = text; kept.forget(this.key); this.save('draft'); }
    }
  }

  const texts = [...editor.querySelectorAll('[data-text]')].map((row) => new Text(row));
  const of = (element) => texts.find((text) => text.row === element?.closest?.('[data-text]'));

  // A file, picture or address of the translation's own.
  editor.querySelectorAll('[data-value]').forEach((row) => {
    const field = row.querySelector('input');
    if (!field) return;
    const back = row.querySelector('[data-as-source]');
    const choose = async (value) => {
      const { status, told } = await kept.send(row.dataset.url, { value, base: row.dataset.token });
      if (status === 0 || status === 401 || status === 403) kept.trouble_with(status, () => choose(value));
      else if (status !== 200) row.querySelector('[data-said]').textContent = told.error ?? told.detail ?? words.failed;
      else {
        const label = row.querySelector('[data-status]');
        row.dataset.token = told.token;
        back.hidden = !told.is_own;
        label.textContent = told.is_own ? label.dataset.own : label.dataset.same;
        row.querySelector('[data-said]').textContent = words.saved;
        if (!value) window.location.reload();
      }
    };
    field.addEventListener('change', () => choose(field.value));
    back.addEventListener('click', () => choose(''));
  });

  const unfinished = (from, step) => {
    const at = texts.indexOf(from);
    const around = step > 0 ? [...texts.slice(at + 1), ...texts.slice(0, at + 1)] : [...texts.slice(0, Math.max(at, 0)).reverse(), ...texts.slice(at).reverse()];
    return around.find((text) => !text.finished);
  };
  // To the next text that waits; after the last one to the button that submits, once the stages are shown anew.
  const onward = (from) => {
    const next = unfinished(from, 1);
    if (next) { next.focus(); return; }
    const stages = () => document.querySelector('[data-stage-panel]');
    const before = stages();
    const focus = () => stages()?.querySelector('button[type=submit]')?.focus();
    if (!before) return;
    focus();
    new MutationObserver((_, observer) => {
      if (stages() !== before) { observer.disconnect(); focus(); }
    }).observe(before.parentElement, { childList: true, subtree: true });
  };
  document.addEventListener('keydown', (event) => {
    const here = of(document.activeElement);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && here && !here.field.readOnly) {
      event.preventDefault();
      here.save('confirm').then((done) => { if (done) onward(here); });
    } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      unfinished(here, event.key === 'ArrowDown' ? 1 : -1)?.focus();
    }
  });

  // Leads to the field of a place: `#segment-body.<id>`; a place within a text's, or above it, leads to that text.
  const go = () => {
    const name = decodeURIComponent(window.location.hash.slice(1));
    if (name === 'unfinished') {
      const bringIn = document.querySelector('[data-bring-in] button');
      if (bringIn) bringIn.focus();
      else unfinished(undefined, 1)?.focus();
      return;
    }
    const path = name.match(/^segment-(.+)$/)?.[1];
    if (!path) return;
    const rows = [...editor.querySelectorAll('[data-path]')];
    const near = rows.filter((row) => row.id === name || row.dataset.path === path);
    const found = near.length ? near : rows.filter((row) => path.startsWith(`${row.dataset.path}.`) || row.dataset.path.startsWith(`${path}.`));
    const wanted = found.find((row) => row.dataset.state && row.dataset.state !== 'translated') ?? found[0];
    if (!wanted) return;
    wanted.scrollIntoView({ block: 'center' });
    wanted.querySelector('textarea, input:not([type=hidden]), button, a')?.focus({ preventScroll: true });
  };

  kept.unsaved().forEach(([key, { text, base }]) => {
    const found = texts.find((one) => one.key === key);
    if (!found || found.field.value === text || found.field.readOnly) { if (found) kept.forget(key); return; }
    found.row.dataset.token = base;
    found.field.value = text;
    found.resize();
    found.show('draft');
    found.save('draft');
  });
  window.addEventListener('hashchange', go);
  window.addEventListener('load', go);

  // Nothing is published before what was written has arrived.
  document.querySelector('[data-publish]')?.addEventListener('submit', async (event) => {
    const waiting = texts.filter((text) => text.pending && !text.field.readOnly && text.isDirty);
    if (!waiting.length) return;
    event.preventDefault();
    const done = await Promise.all(waiting.map((text) => text.save('draft')));
    if (done.every(Boolean)) event.target.requestSubmit(event.submitter);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!kept.trouble.hidden) event.preventDefault();
    texts.forEach((text) => text.flush());
  });
});
