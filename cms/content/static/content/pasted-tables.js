// A table that is pasted into a text, which has none, comes in as lines: a row a line, its cells held apart. Draft.js would run
// them all together. Said beside the text, with the way to keep the columns.
(() => {
  const { said } = document.currentScript.dataset;
  const words = (cell) => cell.textContent.replace(/\s+/g, ' ').trim();

  const asLines = (html) => {
    const made = new DOMParser().parseFromString(html, 'text/html');
    const tables = [...made.querySelectorAll('table')].filter((table) => !table.parentElement.closest('table'));
    for (const table of tables) {
      const lines = [...table.rows].map((row) => {
        const line = made.createElement('p');
        line.textContent = [...row.cells].map(words).join(' | ').trim();
        return line;
      });
      table.replaceWith(...lines);
    }
    return tables.length ? made.body.innerHTML : '';
  };

  const tell = (editor) => {
    const field = editor.closest('[data-field]') || editor.parentElement;
    let notice = field.querySelector('[data-pasted-table]');
    if (!notice) {
      notice = document.createElement('p');
      notice.dataset.pastedTable = '';
      notice.className = 'help-block help-info';
      notice.setAttribute('role', 'status');
      field.append(notice);
    }
    notice.textContent = said;
  };

  document.addEventListener('paste', (event) => {
    const editor = event.target.closest?.('.Draftail-Editor');
    const lines = editor && event.clipboardData ? asLines(event.clipboardData.getData('text/html')) : '';
    if (!lines) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', lines);
    clipboardData.setData('text/plain', event.clipboardData.getData('text/plain'));
    event.target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    tell(editor);
  }, true);
})();
