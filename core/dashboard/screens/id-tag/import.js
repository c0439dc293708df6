// A table of id tags that comes in: looked at first, row by row, and brought in when it is good.

import { address, send } from '../../lib/api.js';
import { count, number } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { dialog, problemBox, table, toast } from '../../lib/ui.js';

const EXAMPLE = 'tag,status,parent,expiry\nDEADBEEF,Accepted,FLEET,2027-12-31T23:00:00Z';

/** Asks for a table and brings it in. Answers what became of it. */
export function importTags() {
  return dialog('Import id tags', (close) => {
    const node = html`<form>
      <p>A CSV file with the columns of the export, as many of them as are wanted; <code>tag</code> and <code>status</code> are needed.
        Where any row cannot be used nothing is changed. <a href=${address('/id-tags', { format: 'csv' })} download="id-tags.csv">The export</a> is such a file.</p>
      <div class="field"><label for="file">File</label><input id="file" type="file" accept=".csv,text/csv,text/plain"></div>
      <div class="field"><label for="text">Or its text</label><textarea id="text" class="code" rows="6" spellcheck="false" placeholder=${EXAMPLE}></textarea></div>
      <div class="result" aria-live="polite"></div>
      <div class="actions"><button class="primary">Look at it first</button> <button type="button" class="bring" disabled>Import</button></div>
    </form>`.firstElementChild;
    const [file, text, result, bring] = ['#file', '#text', '.result', '.bring'].map((name) => node.querySelector(name));
    const read = async () => (file.files.length > 0 ? file.files[0].text() : text.value);
    const post = async (dryRun) => send('POST', '/id-tags/import', { query: { dryRun }, body: await read(), type: 'text/csv' });
    const tried = async (work) => {
      try {
        return await work();
      } catch (problem) {
        bring.disabled = true;
        render(result, problem.document?.errors ? refused(problem) : problemBox(problem));
        return null;
      }
    };
    const changed = () => {
      bring.disabled = true;
      render(result, null);
    };
    file.addEventListener('change', changed);
    text.addEventListener('input', changed);
    node.addEventListener('submit', async (event) => {
      event.preventDefault();
      const looked = await tried(() => post(true));
      if (!looked) return;
      render(result, summary(looked));
      bring.disabled = looked.created + looked.changed === 0;
      if (!bring.disabled) bring.focus();
    });
    bring.addEventListener('click', async () => {
      const done = await tried(() => post(false));
      if (!done) return;
      toast(`Imported: ${number(done.created)} new, ${number(done.changed)} changed.`);
      close(done);
    });
    return node;
  });
}

function summary({ rows, created, changed, unchanged, kept, ignoredColumns, warnings }) {
  const parts = [`${number(created)} new`, `${number(changed)} changed`, `${number(unchanged)} as they are already`, kept > 0 && `${number(kept)} left alone`];
  return html`<div class="note"><p><strong>${count(rows, 'row')}: ${parts.filter(Boolean).join(', ')}.</strong> Nothing is changed yet.</p>
    ${ignoredColumns.length > 0 && html`<p>Passed over: ${ignoredColumns.join(', ')}</p>`}
    ${warnings.length > 0 && rowTable(warnings)}</div>`;
}

function refused({ document }) {
  return html`<div class="problem" role="alert"><strong>${count(document.refused, 'row')} of ${number(document.rows)} cannot be used</strong><p>Nothing was changed. Mend them and bring the table again.</p></div>
    ${rowTable(document.errors)}`;
}

function rowTable(rows) {
  return table({
    caption: 'Rows',
    rows,
    key: ({ line, column }) => `${line} ${column}`,
    columns: [
      { title: 'Line', cell: ({ line }) => number(line) },
      { title: 'Column', cell: ({ column }) => column ?? 'the row' },
      { title: 'What is wrong', cell: ({ problem }) => problem },
    ],
  });
}
