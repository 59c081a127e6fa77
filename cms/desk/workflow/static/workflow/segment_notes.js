// What is half written in one form of notes outlives the sending of another: it is kept in this tab until its own form is sent.
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('#segment-notes textarea, #note-place').forEach((field) => {
    const key = `${window.location.pathname}#${field.id}`;
    field.value ||= window.sessionStorage.getItem(key) ?? '';
    field.addEventListener('input', () => window.sessionStorage.setItem(key, field.value));
    field.form.addEventListener('submit', () => window.sessionStorage.removeItem(key));
  });
});

// A button at each text of a translation that leads to the form of notes, with that text chosen.
document.addEventListener('DOMContentLoaded', () => {
  const place = document.getElementById('note-place');
  if (!place) return;
  const text = document.getElementById('note-text');
  const words = place.dataset.button;
  const choose = (path) => {
    place.value = path;
    place.dispatchEvent(new Event('input'));
    text.scrollIntoView({ block: 'center' });
    text.focus({ preventScroll: true });
  };
  [...place.options].filter((one) => one.value).forEach((option) => {
    const segment = document.getElementById(`segment-${option.value}`);
    if (!segment) return;
    const count = document.querySelectorAll(`[data-note-on="${CSS.escape(option.value)}"]`).length;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-small button-secondary segment-notes__button';
    button.textContent = count ? `${words} (${count})` : words;
    button.setAttribute('aria-label', `${words}: ${option.textContent}`);
    button.addEventListener('click', () => choose(option.value));
    segment.append(button);
  });
});
