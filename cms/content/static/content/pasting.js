// What is pasted comes in as it reads on paper: without what Word shows in its margin or as struck out, and a table in a text,
// which has none, a row a line, its cells held apart. Draft.js would run all of it together. What a text cannot have, a table, a
// heading or a picture, is said beside it, with the block that can. In a table, a cell of several paragraphs stays one cell.
(() => {
  const said = JSON.parse(document.currentScript.dataset.said);
  const ELSEWHERE = { table: 'table', heading: 'h1, h2, h3, h4, h5, h6', picture: 'img' };
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

  const tell = (editor, kinds) => {
    const field = editor.closest('[data-field]') || editor.parentElement;
    field.querySelector('[data-pasted]')?.remove();
    if (!kinds.length) { return; }
    const notice = document.createElement('div');
    notice.dataset.pasted = kinds.join(' ');
    notice.className = 'help-block help-info';
    notice.setAttribute('role', 'status');
    field.append(notice);
    notice.append(...kinds.map((kind) => {
      const line = document.createElement('p');
      line.textContent = said[kind];
      return line;
    }));
  };

  const passedOn = new WeakSet();
  document.addEventListener('paste', (event) => {
    const html = event.clipboardData?.getData('text/html');
    const text = event.target.closest?.('.Draftail-Editor');
    const cells = event.target.closest?.('.handsontable, .handsontableInputHolder') || event.target.id === 'HandsontableCopyPaste';
    if (!html || !(text || cells) || passedOn.has(event)) { return; }
    const made = new DOMParser().parseFromString(html, 'text/html');
    if (text) { tell(text, Object.keys(ELSEWHERE).filter((kind) => made.querySelector(ELSEWHERE[kind]))); }
    const marks = made.querySelectorAll(NOT_READ);
    marks.forEach((one) => one.remove());
    const clipboardData = new DataTransfer();
    let plain = event.clipboardData.getData('text/plain');
    const table = cells ? outermost(made)[0] : null;
    if (table) {
      plain = [...table.rows].map((row) => cellsOf(row).join('\t')).join('\n');
    } else if (cells) {
      return;
    } else if (!asLines(made) && !marks.length) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!table) { clipboardData.setData('text/html', made.body.innerHTML); }
    clipboardData.setData('text/plain', plain);
    const passed = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    passedOn.add(passed);
    event.target.dispatchEvent(passed);
  }, true);
})();
