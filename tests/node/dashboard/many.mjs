// How long it takes until charge points are seen where there are ten thousand, while some of them are at work.
// What is printed is the figure; the limits are those that the page is held to.

import assert from 'node:assert/strict';
import { ADMIN_TOKEN, ADMIN_URL, loggedIn, open, shoot, shown, withBrowser } from './browser.mjs';

const [count] = process.argv.slice(2).map(Number);
const MOST = 200;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const worst = (values) => Math.max(...values);

async function timed(work, times) {
  const took = [];
  for (let turn = 0; turn < times; turn += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took;
}

const told = (name, took) => console.log(`${name}: median ${median(took).toFixed(1)} ms, worst ${worst(took).toFixed(1)} ms of ${took.length}`);

function ask(path) {
  return async () => {
    const answer = await fetch(`${ADMIN_URL}/api/v1${path}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
    assert.equal(answer.status, 200);
    await answer.json();
  };
}

for (const path of ['/charge-points?limit=50', '/charge-points?limit=50&search=9999', '/charge-points?limit=50&status=Faulted', '/charge-points?limit=50&site=site-7', '/fleet', '/fleet/attention?limit=6']) {
  told(`GET ${path}`, await timed(ask(path), 20));
}

await withBrowser(async (browser) => {
  const { page } = await open(browser, { state: await loggedIn(browser) });
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector('tbody tr:nth-child(50)')) return;
      performance.mark('rows');
      seen.disconnect();
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(ADMIN_URL);
  await shown(page, 'tbody tr:nth-child(50)');
  await page.locator('.figures', { hasText: count.toLocaleString('en') }).waitFor();

  const loads = [];
  for (let turn = 0; turn < 11; turn += 1) {
    await page.goto(`${ADMIN_URL}/`);
    await page.locator('tbody tr:nth-child(50)').waitFor();
    loads.push(await rowsAfter(page));
  }
  told('from the address to the rows', loads);

  const visits = [];
  for (let turn = 0; turn < 11; turn += 1) {
    await page.getByRole('link', { name: 'Id tags' }).click();
    await page.waitForURL('**/id-tags');
    await shown(page);
    await watchRows(page);
    await page.getByRole('link', { name: 'Charge points', exact: true }).click();
    await page.locator('tbody tr:nth-child(50)').waitFor();
    visits.push(await page.evaluate(() => globalThis.rowsAt - globalThis.clickedAt));
  }
  told('from the click to the rows', visits);

  // While it is live, nothing holds the page up for long.
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: 'longtask' });
  });
  const finds = await timed(async () => {
    await page.getByLabel('Search').fill(`CP0${String(Math.floor(Math.random() * count)).padStart(4, '0')}`);
    await page.locator('tbody tr:nth-child(11)').waitFor({ state: 'detached' });
    await page.getByLabel('Search').fill('');
    await page.locator('tbody tr:nth-child(50)').waitFor();
  }, 5);
  told('to find one and to show all again', finds);
  const longest = await page.evaluate(() => globalThis.longest);
  console.log(`the longest time in which the page did not listen: ${longest.toFixed(0)} ms`);
  await shoot(page, 'fleet-many');
  assert.ok(median(loads) < MOST, `it takes ${median(loads)} ms until a loaded page has its rows`);
  assert.ok(median(visits) < MOST, `it takes ${median(visits)} ms from a click to the rows`);
  assert.ok(longest < MOST, `the page did not listen for ${longest} ms`);
});
console.log('PASSED');

// When the rows of a page that was loaded were there, by its own clock.
async function rowsAfter(page) {
  return page.evaluate(() => performance.getEntriesByName('rows')[0].startTime);
}

async function watchRows(page) {
  await page.evaluate(() => {
    document.addEventListener('click', () => {
      globalThis.clickedAt = performance.now();
    }, { capture: true, once: true });
    const seen = new MutationObserver(() => {
      if (!document.querySelector('tbody tr:nth-child(50)')) return;
      globalThis.rowsAt = performance.now();
      seen.disconnect();
    });
    seen.observe(document.querySelector('main'), { childList: true, subtree: true });
  });
}
