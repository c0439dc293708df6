// Simulated charge points are begun from the page: by the security profiles that the server serves, which are named here.

import assert from 'node:assert/strict';
import { ADMIN_TOKEN, ADMIN_URL, faults, loggedIn, open, shoot, withBrowser } from './browser.mjs';

const served = process.argv.slice(2).map(Number);
// One with the least, from an empty server's page, and one with the most, from the fleet's on a telephone.
const TURNS = [
  { from: 'welcome', button: 'Start a simulated charge point', id: 'SIM-1', version: '1.6', scenario: 'busy', profile: served[0], width: 1280 },
  { from: '', button: 'Simulate one', id: 'SIM-2', version: '2.0.1', scenario: 'idle', profile: served.at(-1), width: 390 },
];

async function ask(path) {
  const answer = await fetch(`${ADMIN_URL}/api/v1${path}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
  assert.equal(answer.status, 200);
  return answer.json();
}

async function begin(browser, state, { from, button, id, version, scenario, profile, width }) {
  const window = await open(browser, { width, state });
  const { page, context } = window;
  await page.goto(`${ADMIN_URL}/${from}`);
  await page.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().waitFor();
  const offered = await dialog.getByRole('radio').evaluateAll((radios) => radios.map(({ value, checked }) => [Number(value), checked]));
  assert.deepEqual(offered, served.map((one) => [one, one === served[0]]), 'what the server serves, the least of it at first');
  const missing = await dialog.getByText('Not offered as this server is configured').count();
  assert.equal(missing, served.length < 3 ? 1 : 0, 'what the others need is told');
  assert.deepEqual(await faults(window), []);
  await shoot(page, `simulate-${served.length}-${width}`);
  if (version !== '1.6') await dialog.getByLabel('What it speaks').selectOption(version);
  if (scenario !== 'busy') await dialog.getByLabel('What happens at it').selectOption(scenario);
  await dialog.getByLabel(`security profile ${profile}`).check();
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(`**/charge-points/${id}`);
  await page.getByText('Connected', { exact: true }).first().waitFor();
  assert.deepEqual(await faults(window), []);
  await context.close();
  const { items } = await ask('/simulated-charge-points');
  const one = items.find((item) => item.id === id);
  assert.deepEqual([one.version, one.scenario, one.securityProfile], [version, scenario, profile]);
  const { connected, securityProfile } = await ask(`/charge-points/${id}`);
  assert.deepEqual({ connected, securityProfile }, { connected: true, securityProfile: profile });
}

await withBrowser(async (browser) => {
  const state = await loggedIn(browser);
  for (const turn of TURNS) await begin(browser, state, turn);
  const window = await open(browser, { state });
  await window.page.goto(`${ADMIN_URL}/`);
  await window.page.getByRole('button', { name: 'Simulate one' }).click();
  await window.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  const { items } = await ask('/simulated-charge-points');
  assert.equal(items.length, TURNS.length, 'whoever leaves the form starts none');
});
console.log('PASSED');
