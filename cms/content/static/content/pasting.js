// What is pasted comes in as it reads on paper: without what Word shows in its margin or as struck out, and a table in a text,
// which has none, a row a line, its cells held apart. Draft.js would run all of it together. Said beside the text where a table
// was, with the way to keep its columns. In a table, a cell of several paragraphs stays one cell.
(() => {
  const { said } = document.currentScript.dataset;
  // Deletions that are tracked, and comments: their marks in the text, and their words at the end of it.
  const NOT_READ = [
    'del', '[style*="mso-comment"]', '[style*="mso-element:comment"]', '[style*="mso-hide:all"]', '.MsoCommentReference',
    '.MsoCommentText', '[class^="msocom"]', 'a[href^="#_msocom"]',
  ].join(', ');
  const words = (cell) => {
    const parts = [...cell.querySelectorAll('p, div, li')];
    const read = parts.length ? parts.map((part) => part.textContent).join(' ') : cell.textContent;
    return read.replace(/\s+/g, ' ').trim();
  };
  const cellsOf = (row) => [...row.cells].map(words);
  const outermost = (made) => [...made.querySelectorAll('table')].filter((table) => !table.parentElement.closest('table'));

  const asLines = (made) => {
    const tables = outermost(made);
    for (const table of tables) {
      table.replaceWith(...[...table.rows].map((row) => {
        const line = made.createElement('p');
        line.textContent = cellsOf(row).join(' | ').trim();
        return line;
      }));
    }
    return tables.length > 0;
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
    const html = event.clipboardData?.getData('text/html');
    const text = event.target.closest?.('.Draftail-Editor');
    const cells = event.target.closest?.('.handsontable, .handsontableInputHolder') || event.target.id === 'HandsontableCopyPaste';
    if (!html || !(text || cells)) { return; }
    const made = new DOMParser().parseFromString(html, 'text/html');
    const marks = made.querySelectorAll(NOT_READ);
    marks.forEach((one) => one.remove());
    const clipboardData = new DataTransfer();
    let plain = event.clipboardData.getData('text/plain');
    const table = cells ? outermost(made)[0] : null;
    if (table) {
      plain = [...table.rows].map((row) => cellsOf(row).join('\t')).join('\n');
    } else if (cells) {
      return;
    } else if (asLines(made)) {
      tell(text);
    } else if (!marks.length) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!table) { clipboardData.setData('text/html', made.body.innerHTML); }
    clipboardData.setData('text/plain', plain);
    event.target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, true);
})();
