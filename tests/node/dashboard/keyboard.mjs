// With the keyboard alone: log in, find a charge point, open it, send a command, log out.

import assert from 'node:assert/strict';
import { ADMIN_TOKEN, ADMIN_URL, open, shown, tabTo, withBrowser } from './browser.mjs';

const [station] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const { page, complaints } = await open(browser);
  const { keyboard } = page;
  await page.goto(`${ADMIN_URL}/charge-points/${station}`);
  await shown(page, '#token');
  assert.equal(new URL(page.url()).pathname, '/login', 'whoever is not logged in is asked to');
  await keyboard.type('wrong');
  await keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await keyboard.type(ADMIN_TOKEN);
  await keyboard.press('Enter');
  await page.waitForURL(`**/charge-points/${station}`);
  await shown(page);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is at the heading');

  // The refused login is in the console of the browser as a request that failed; nothing else may be.
  const others = complaints.filter((text) => !text.includes('401'));
  assert.deepEqual(others, []);

  await page.goto(ADMIN_URL);
  await shown(page, 'tbody tr');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  // What needs somebody stands above the search, and goes as soon as something is searched for.
  await page.locator('#attention').waitFor();
  await tabTo(page, ({ label }) => label === 'Search', 'the search');
  await keyboard.type(station.slice(0, 2));
  await page.locator('#attention').waitFor({ state: 'detached' });
  await keyboard.type(station.slice(2));
  await page.waitForURL((url) => url.searchParams.get('search') === station);
  await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
  await tabTo(page, ({ text, href }) => text.startsWith(station) && href?.endsWith(`/charge-points/${station}`), 'the charge point');
  await keyboard.press('Enter');
  await page.waitForURL(`**/charge-points/${station}`);
  await shown(page);
  await tabTo(page, ({ tag, text }) => tag === 'A' && text === 'Commands', 'the commands');
  await keyboard.press('Enter');
  await page.waitForURL(/tab=commands/);
  await shown(page, '.picker-list button');

  await tabTo(page, ({ label }) => label === 'Find a command', 'the search for a command');
  await keyboard.type('cache');
  await tabTo(page, ({ tag, text }) => tag === 'BUTTON' && text === 'Clear its cache of tags', 'the command');
  await keyboard.press('Enter');
  // The form takes the focus when it is there.
  await page.waitForFunction(() => document.activeElement.id === 'command-title');
  await tabTo(page, ({ tag, text }) => tag === 'BUTTON' && text.startsWith('Send: '), 'the button that sends');
  await keyboard.press('Enter');
  await page.locator('.answer').getByText('Done.').waitFor();

  await tabTo(page, ({ text }) => text === 'Log out', 'the logout', 400);
  await keyboard.press('Enter');
  await page.waitForURL(/\/login/);
  await shown(page, '#token');
});
console.log('PASSED');

