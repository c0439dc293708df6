// What an operator looks after beside charge points, done in the page and held against the API: a plugin on trial and
// taken back, a campaign, a token, a webhook, a stranger who is registered, and that the audit log tells of them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { ADMIN_TOKEN, ADMIN_URL, faults, loggedIn, open, shoot, shown, withBrowser } from './browser.mjs';

const [ocppUrl, strict, lenient, policy] = process.argv.slice(2);
process.env.OCPP_URL = ocppUrl;
const { station: stationOf } = createRequire(import.meta.url)('../station.cjs');

const bearer = (token) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

async function api(method, path, { token = ADMIN_TOKEN, body } = {}) {
  const answer = await fetch(`${ADMIN_URL}/api/v1${path}`, { method, headers: bearer(token), body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

const judged = async (station, idTag) => (await station.call('Authorize', { idTag })).idTagInfo.status;
const button = (place, name) => place.getByRole('button', { name, exact: true });

/** Whether what is shown now is without a fault, wide and light as well as on a phone and dark. */
async function sound(window, name) {
  const { page } = window;
  for (const [width, colorScheme] of [[390, 'dark'], [1280, 'light']]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await shoot(page, `operate-${name}-${width}-${colorScheme}`);
    // What is refused here on purpose is in the console as a request that failed.
    const found = (await faults(window)).filter((fault) => !/status of 4(00|22)/.test(fault));
    assert.deepEqual(found, [], `${name}, ${width} ${colorScheme}`);
  }
}

/** Uploaded twice, the second as a shadow: where the two differ is shown; promoted, and rolled back. */
async function pluginOnTrial(window, station) {
  const { page } = window;
  await page.goto(`${ADMIN_URL}/plugins`);
  await shown(page, '.drop-place');
  await page.locator('#component').setInputFiles({ name: 'decider.wasm', mimeType: 'application/wasm', buffer: Buffer.from('no component') });
  await button(page, 'Upload').click();
  await page.locator('dialog').getByText('The body is no WebAssembly component').waitFor();
  await button(page, 'Cancel').click();

  await page.locator('#component').setInputFiles(strict);
  await page.getByLabel('Name').fill('decider');
  await button(page, 'Upload').click();
  await warned(page);
  await page.getByRole('heading', { level: 1, name: 'decider' }).waitFor();
  await page.locator('.drop-place').waitFor();
  await drop(page, '.drop-place', lenient);
  await page.getByLabel('Try it as a shadow').check();
  await button(page, 'Upload').click();
  await warned(page);
  await page.getByRole('heading', { name: 'On trial' }).waitFor();

  assert.equal(await judged(station, 'BLOCKED-1'), 'Blocked', 'the shadow does not decide');
  const difference = page.locator('.difference-list tbody tr');
  await difference.waitFor();
  assert.deepEqual(await difference.locator('code').allTextContents(), ['/response/idTagInfo/status', '"Blocked"', '"Accepted"']);
  await sound(window, 'plugin-on-trial');

  await button(page, 'Promote it').click();
  await button(page, 'Activate it').click();
  const back = page.getByRole('button', { name: /^Roll back to/ });
  await back.waitFor();
  assert.equal(await judged(station, 'BLOCKED-1'), 'Accepted', 'the promoted version decides');
  await back.click();
  await button(page, 'Roll back').click();
  await page.getByText('is active again').waitFor();
  assert.equal(await judged(station, 'BLOCKED-1'), 'Blocked', 'the version before decides again');
  await page.getByRole('link', { name: 'History' }).click();
  await page.locator('.history-list li').nth(4).waitFor();
  const done = await page.locator('.history-list strong').allTextContents();
  assert.deepEqual(done, ['Rolled back', 'Activated', 'Tried as a shadow', 'Uploaded and kept', 'Installed and made active']);
  await sound(window, 'plugin-history');
  await page.goto(`${ADMIN_URL}/plugin/decider`);
  await page.locator('#grants').getByText('The configuration has no').waitFor();
  await page.locator('#limits').getByText('ms of processor time').waitFor();
  await sound(window, 'plugin-limits');
  await page.goto(`${ADMIN_URL}/plugins`);
  await shown(page, '.plugin-entry');
  const absent = page.locator('.plugin-entry', { hasText: 'bill-printer' });
  await absent.getByText('Not installed', { exact: true }).waitFor();
  await sound(window, 'plugins');
}

/** What the plugin made of a tag is on the charge point's timeline, with what would have been answered. */
async function decision(window, station) {
  const { page } = window;
  assert.equal(await judged(station, 'BLOCKED-7'), 'Blocked');
  await page.goto(`${ADMIN_URL}/charge-points/${station.identity}?tab=timeline&kind=plugins`);
  const entry = page.locator('.timeline li', { hasText: 'decider gave another answer' }).first();
  await entry.getByText('answered Blocked in place of Accepted').waitFor();
  await entry.locator('summary').click();
  await entry.getByText('Would have been answered').waitFor();
  await sound(window, 'timeline-of-decisions');
}

/** The form is made of the schema that the plugin brings; what breaks it is told with its place. */
async function pluginSettings(window) {
  const { page } = window;
  const taken = await fetch(`${ADMIN_URL}/api/v1/plugins/id-tag-policy`, { method: 'PUT', headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, body: await readFile(policy) });
  assert.equal(taken.status, 200, await taken.text());
  await page.goto(`${ADMIN_URL}/plugin/id-tag-policy?tab=settings`);
  await shown(page, '.schema-form');
  await button(page, 'Edit as JSON').click();
  await page.locator('.schema-form textarea').fill('{"rules": [{"match": "A*"}]}');
  await button(page, 'Save').click();
  const problem = page.locator('.form-problem');
  await problem.getByText('/rules/0/decision', { exact: true }).waitFor();
  await button(page, 'Edit as a form').click();
  await button(page, 'Save').click();
  await page.locator('[data-pointer="/rules/0/decision"] .error').getByText('Choose one.').waitFor();
  await page.locator('[data-pointer="/rules/0/decision"] select').selectOption('block');
  await page.locator('[data-pointer="/tell"] select').selectOption('true');
  await sound(window, 'plugin-settings');
  await button(page, 'Save').click();
  await page.getByText('Set here', { exact: true }).first().waitFor();
  const { body } = await api('GET', '/plugins/id-tag-policy/settings');
  assert.deepEqual(body.settings, { rules: [{ match: 'A*', decision: 'block' }], tell: true });
  assert.equal((await api('DELETE', '/plugins/id-tag-policy')).status, 204);
}

/** Goes on behind what the server says of a plugin that the configuration does not name. */
async function warned(page) {
  await page.getByRole('dialog').getByText('the configuration has no [[plugin]] section for decider').waitFor();
  await button(page, 'Go on').click();
}

/** Drops a file of this machine on a place of the page. */
async function drop(page, place, path) {
  const bytes = (await readFile(path)).toString('base64');
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'decider.wasm'));
    return transfer;
  }, bytes);
  await page.dispatchEvent(place, 'drop', { dataTransfer: dropped });
}

/** Begun for one that is there and one that is not; done for the first, and taken back for the second. */
async function campaign(window, station) {
  const { page } = window;
  await api('PUT', '/charge-points/NEVER-CAME', { body: { securityProfile: 0 } });
  await page.goto(`${ADMIN_URL}/campaigns/new`);
  await shown(page, '#command');
  await page.getByLabel('Those that I name').check();
  await page.getByLabel('Identities').fill(`${station.identity}\nNEVER-CAME`);
  await page.getByText('2 charge points named').waitFor();
  await page.getByLabel('Command').selectOption('clear-cache');
  await page.getByLabel('Stages in percent').fill('50, 40');
  await button(page, 'See whom it would take').click();
  await page.locator('.form-problem').getByText('grow up to 100').waitFor();
  await page.getByLabel('Stages in percent').fill('100');
  await button(page, 'See whom it would take').click();
  await page.getByText('1 is away now').waitFor();
  await sound(window, 'campaign-new');
  await button(page, 'Begin for 2 charge points').click();
  await page.getByRole('heading', { level: 1, name: 'clear-cache' }).waitFor();
  const row = page.locator('tbody tr', { hasText: station.identity });
  await row.getByText('Done').waitFor();
  await page.locator('tbody tr', { hasText: 'NEVER-CAME' }).getByText('Away, it waits').waitFor();
  await sound(window, 'campaign');
  await button(page, 'Cancel').click();
  await button(page, 'End it').click();
  await page.locator('.lead').getByText('Cancelled').waitFor();
  await page.locator('tbody tr', { hasText: 'NEVER-CAME' }).getByText('Taken back').waitFor();
  const { body } = await api('GET', '/campaigns');
  await page.goto(`${ADMIN_URL}/campaigns`);
  await shown(page, 'tbody tr');
  await sound(window, 'campaigns');
  assert.deepEqual([body.items[0].state, body.items[0].counts.inEffect, body.items[0].counts.cancelled], ['cancelled', 1, 1]);
}

/** Made, used for what its role may and may not, and revoked. */
async function token(window) {
  const { page } = window;
  await page.goto(`${ADMIN_URL}/tokens`);
  await shown(page);
  await button(page, 'New token').click();
  await page.getByLabel('Name').fill('watcher');
  await page.getByLabel('Viewer').check();
  await button(page, 'Make it').click();
  const text = await page.locator('.secret code').textContent();
  assert.equal((await api('GET', '/charge-points', { token: text })).status, 200);
  assert.equal((await api('PUT', '/id-tags/X', { token: text, body: { status: 'Accepted' } })).status, 403);
  await button(page, 'I have kept it').click();
  await page.locator('tbody tr', { hasText: 'watcher' }).waitFor();
  await sound(window, 'tokens');
  assert.ok(!(await page.content()).includes(text), 'its text is shown once');
  await button(page, 'Revoke watcher').click();
  await button(page, 'Revoke it').click();
  await page.locator('tbody tr', { hasText: 'watcher' }).waitFor({ state: 'detached' });
  assert.equal((await api('GET', '/charge-points', { token: text })).status, 401);
}

/** Made and tested against a receiver that first refuses and then takes it. */
async function webhook(window) {
  const { page } = window;
  const heard = [];
  let status = 503;
  const receiver = createServer((request, answer) => {
    heard.push(request.headers['webhook-signature']);
    request.resume();
    answer.writeHead(status).end(status === 200 ? 'thank you' : 'not now');
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  await page.goto(`${ADMIN_URL}/webhooks`);
  await shown(page);
  await button(page, 'New webhook').click();
  await page.getByLabel('Name').fill('billing');
  await page.getByLabel('URL').fill(`http://127.0.0.1:${receiver.address().port}/`);
  await button(page, 'Make it').click();
  assert.match(await page.locator('.secret code').textContent(), /^whsec_/);
  await button(page, 'I have kept it').click();
  for (const [answers, said, told] of [[503, 'The receiver did not take it', 'not now'], [200, 'The receiver took it', 'thank you']]) {
    status = answers;
    await button(page, 'Test billing').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(said).waitFor();
    await dialog.getByText(told).waitFor();
    await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
  }
  assert.ok(heard.length >= 2 && heard.every((signature) => signature.startsWith('v1,')));
  await button(page, 'Pause billing').click();
  await page.locator('tbody tr').getByText('Paused').waitFor();
  await sound(window, 'webhooks');
  await page.getByRole('link', { name: 'billing' }).click();
  await page.getByRole('heading', { level: 1, name: 'billing' }).waitFor();
  await sound(window, 'webhook');
  receiver.close();
}

/** Refused, registered from the list of those who were, and let in with the password that it was given. */
async function stranger(window, operated) {
  const { page } = window;
  await operated.call('DataTransfer', { vendorId: 'com.acme', messageId: 'levels', data: '{"oil": 3}' });
  await assert.rejects(stationOf('1.6', 'STRANGER').connect());
  await page.goto(`${ADMIN_URL}/system`);
  await shown(page, '.retention-part tbody tr');
  await button(page, 'Register STRANGER').click();
  await button(page, 'Add').click();
  const password = await page.getByRole('dialog').locator('.copyable code').first().textContent();
  await button(page, 'I have written it down').click();
  await page.getByRole('heading', { level: 1, name: 'STRANGER' }).waitFor();
  await page.goto(`${ADMIN_URL}/system`);
  await shown(page, '.retention-part tbody tr');
  await page.locator('#refused tbody tr', { hasText: 'STRANGER' }).waitFor();
  await page.locator('#refused tbody tr .badge').waitFor({ state: 'detached' });
  await page.locator('.transfers').getByText('com.acme').waitFor();
  await page.locator('#store').getByText('Writes since the start').waitFor();
  await sound(window, 'system');
  const station = await stationOf('1.6', 'STRANGER', { password }).connect();
  await station.boot();
  await station.close();
}

/** Who did all that is in the log, with what it was before and after. */
async function audit(window) {
  const { page } = window;
  await page.goto(`${ADMIN_URL}/audit?operation=${encodeURIComponent('/pause')}`);
  await shown(page, '.audit-entries > li');
  const entry = page.locator('.audit-entries > li').first();
  await entry.getByText('POST /webhooks/{name}/pause').click();
  const changed = entry.locator('.difference-table tr', { hasText: '/enabled' });
  assert.deepEqual(await changed.locator('td').allTextContents(), ['true', 'false']);
  await sound(window, 'audit');
}

await withBrowser(async (browser) => {
  const state = await loggedIn(browser);
  await api('PUT', '/charge-points/OPERATED', { body: { securityProfile: 0 } });
  const station = await stationOf('1.6', 'OPERATED').connect();
  await station.boot();
  for (const scenario of [pluginOnTrial, decision, pluginSettings, campaign, token, webhook, stranger, audit]) {
    const window = await open(browser, { state });
    try {
      await scenario(window, station);
    } catch (error) {
      await shoot(window.page, `operate-${scenario.name}-failed`);
      const shownNow = await window.page.locator('main').innerText();
      throw new Error([`${scenario.name}: ${error.message}`, ...window.complaints, shownNow].join('\n'), { cause: error });
    }
    await window.context.close();
  }
  await station.close();
});
console.log('PASSED');
