// Sessions, id tags and the inbox, worked with through the page while charge points are at work: what they told is shown,
// what is done on the page is so at the server and at the charge point. Argument: where charge points connect (`ws://HOST:PORT`).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ADMIN_URL, deaf, faults, hearing, loggedIn, open, shoot, shown, withBrowser } from './browser.mjs';

const require = createRequire(import.meta.url);
[process.env.OCPP_URL] = process.argv.slice(2);
const { request } = require('../admin.cjs');
const { station } = require('../station.cjs');

const WIDTHS = [1280, 390];

/** A charge point that has booted. */
async function booted(version, identity) {
  const one = await station(version, identity).connect();
  await one.boot();
  return one;
}

const session = (identity, id) => `/charge-points/${identity}/sessions/${id}`;

async function go(page, path, wanted) {
  await page.goto(ADMIN_URL + path);
  await shown(page, wanted);
}

/** What the API says, once it is so. */
async function until(path, isSo) {
  for (const begin = Date.now(); Date.now() - begin < 60_000; await new Promise((done) => setTimeout(done, 20))) {
    const { body } = await request('GET', path);
    if (isSo(body)) return body;
  }
  throw new Error(`${path} does not become as it should`);
}

/** Refuses what a browser says of a request that the server refused, which the page shows. */
async function unfaulted(window, name) {
  await shoot(window.page, name);
  window.complaints.splice(0, Infinity, ...window.complaints.filter((text) => !/status of 4(09|22)/.test(text)));
  assert.deepEqual(await faults(window), [], name);
}

async function everyDoubtIsExplained({ page }) {
  const { body } = await request('GET', '/api/v1/openapi.json');
  const doubts = body.components.schemas.Doubt.enum;
  assert.ok(doubts.length > 10);
  await go(page, '/sessions');
  const words = await page.evaluate(async () => Object.keys((await import('/assets/screens/session/words.js')).DOUBTS));
  assert.deepEqual(words.toSorted(), doubts.toSorted());
}

async function whatWasChargedIsFound({ page }) {
  const [one, two] = [await booted('1.6', 'LIST-1'), await booted('2.0.1', 'LIST-2')];
  await one.begin('ANNA');
  await one.charge(1_500);
  await one.end();
  await two.begin('BERT');
  await two.charge(700);
  await two.end();
  await go(page, '/sessions', 'tbody tr:nth-child(2)');
  await page.getByLabel('Id tag').fill('anna');
  await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
  const row = page.locator('tbody tr');
  await row.getByText('ANNA').waitFor();
  assert.match(await row.innerText(), /LIST-1[^]*1\.5 kWh[^]*Local/);
  assert.equal(new URL(page.url()).search, '?idTag=anna');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  assert.equal(lines.length, 2, 'what is filtered, and its head');
  assert.match(lines[1], /^LIST-1,.*ANNA/);
  await Promise.all([one.close(), two.close()]);
}

async function whatIsInDoubtIsExplained({ browser, state }) {
  const one = await booted('1.6', 'DOUBT-1');
  await one.begin('CARL');
  await one.charge(900);
  one.meter = 10;
  await one.end();
  for (const width of WIDTHS) {
    const window = await open(browser, { width, state });
    await go(window.page, session('DOUBT-1', one.transaction), '#doubts');
    await window.page.getByText('Meter ran backwards').waitFor();
    await window.page.locator('#curve svg').waitFor();
    await unfaulted(window, `session-doubts-${width}`);
    await window.context.close();
  }
  await one.close();
}

async function aSessionIsSeenAndClosed({ page }) {
  const one = await booted('1.6', 'CLOSE-1');
  await one.begin('DORA');
  await one.charge(1_000);
  const begin = await deaf(page);
  await go(page, session('CLOSE-1', one.transaction), '#curve svg');
  // Also of what happens before the page hears.
  await one.charge(2_000);
  begin();
  await page.locator('.figures').getByText('3 kWh').waitFor();
  await page.getByRole('button', { name: 'Close here' }).click();
  await page.getByLabel('Reason').fill('Cable was cut');
  await page.getByLabel('Meter at the end, in Wh').fill('4500');
  await page.getByRole('button', { name: 'Close the session' }).click();
  await page.locator('#people').getByText('Cable was cut').waitFor();
  await page.locator('.figures').getByText('3.5 kWh').waitFor();
  const { body } = await request('GET', `/api/v1/transactions/CLOSE-1/${one.transaction}`);
  assert.deepEqual([body.state, body.closedBy, body.stopReason, body.energyWh], ['closed', 'operator', 'Cable was cut', '3500']);
  assert.equal(await page.getByRole('button', { name: 'Close here' }).count(), 0);
  await one.close();
}

async function aSessionIsGivenToWhomeverAnOperatorNames({ page, browser, state }) {
  await request('PUT', '/api/v1/id-tags/OWNER-1', { status: 'Accepted' });
  const one = await booted('2.0.1', 'WHOSE-1');
  await one.begin('BORROWED');
  await one.charge(800);
  await one.end();
  await go(page, session('WHOSE-1', one.transaction), '#people');
  await page.getByRole('button', { name: 'Whose it is' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Id tag').fill('owner');
  await dialog.locator('datalist option[value="OWNER-1"]').waitFor({ state: 'attached' });
  await dialog.getByLabel('Id tag').fill('OWNER-1');
  await dialog.getByLabel('Note').fill('A borrowed card.\nShe called.');
  await shoot(page, 'session-assign');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await page.locator('#people').getByText('A borrowed card.').waitFor();
  await page.locator('#people').getByRole('link', { name: 'BORROWED' }).waitFor();
  await page.locator('#story').getByText('Session assigned').waitFor();
  for (const width of WIDTHS) {
    const window = await open(browser, { width, state });
    await go(window.page, session('WHOSE-1', one.transaction), '#people');
    await unfaulted(window, `session-assigned-${width}`);
    await window.context.close();
  }
  const { body } = await request('GET', `/api/v1/transactions/WHOSE-1/${one.transaction}`);
  assert.deepEqual([body.idTag, body.assigned.toldIdTag], ['OWNER-1', 'BORROWED']);
  await one.close();
}

async function theSessionWithoutAnIdIsShownAsAnyOther({ page }) {
  const one = await booted('2.0.1', 'NAMELESS-1');
  one.begin = async () => {
    one.transaction = '';
    one.number = 0;
    await one.tell('Started', 'Authorized', {}, { evse: { id: 1, connectorId: 1 } });
  };
  await one.begin();
  await one.charge(500);
  await one.end();
  await go(page, '/sessions?chargePoint=NAMELESS-1', 'tbody a');
  await page.locator('tbody a').first().click();
  await page.getByRole('heading', { name: 'Session without an id' }).waitFor();
  await page.locator('#curve svg').waitFor();
  await page.getByRole('button', { name: 'Whose it is' }).click();
  await page.getByRole('dialog').getByLabel('Id tag').fill('OWNER-1');
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  await page.locator('#people').getByRole('link', { name: 'OWNER-1' }).waitFor();
  await one.close();
}

async function sessionsOfASiteAreSummedUp({ page, browser, state }) {
  await request('PUT', '/api/v1/charge-points/SUM-1', { securityProfile: 0, site: 'Quay', labels: ['sum'] });
  const one = await booted('1.6', 'SUM-1');
  await one.begin('SUSI');
  await one.charge(1_250);
  await one.end();
  await one.begin('SUSI');
  await one.charge(750);
  one.meter = 1;
  await one.end();
  await go(page, '/sessions', 'tbody tr');
  await page.getByLabel('Site').selectOption('Quay');
  const figures = page.locator('.figures');
  await figures.getByText('sessions that fit').waitFor();
  await page.locator('.figures li', { hasText: 'sessions that fit' }).getByText('2', { exact: true }).waitFor();
  await figures.getByText('2 kWh').waitFor();
  await page.getByLabel('Doubts').selectOption('Any doubt');
  await page.locator('.figures li', { hasText: 'session that fits' }).getByText('1', { exact: true }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  assert.equal(new URL(page.url()).search, '?site=Quay&doubt=any');
  const window = await open(browser, { width: 390, state });
  await go(window.page, '/sessions?site=Quay', '.figures');
  await unfaulted(window, 'sessions-of-a-site-390');
  await window.context.close();
  await one.close();
}

async function whereATagWasRefusedIsSeen({ browser, state }) {
  await request('PUT', '/api/v1/id-tags/REFUSED-1', { status: 'Blocked' });
  const one = await booted('1.6', 'REFUSE-1');
  assert.equal(await one.authorize('REFUSED-1'), 'Blocked');
  assert.equal(await one.authorize('REFUSED-1'), 'Blocked');
  for (const width of WIDTHS) {
    const window = await open(browser, { width, state });
    await go(window.page, '/id-tags/REFUSED-1', '.refusals li');
    assert.match(await window.page.locator('.refusals li').innerText(), /at REFUSE-1:\s+Blocked\s+Authorize, 2 times since/);
    await unfaulted(window, `id-tag-refusals-${width}`);
    await window.context.close();
  }
  await one.close();
}

async function anEndWhoseStartNeverCameBecomesASession(window) {
  const { page } = window;
  const one = await booted('1.6', 'MADE-1');
  await one.call('StopTransaction', { transactionId: 999_100, idTag: 'INA', meterStop: 9_000, timestamp: new Date().toISOString() });
  await go(page, '/inbox?chargePoint=MADE-1', 'code');
  await page.getByRole('button', { name: 'Make a session of it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Id tag').fill('INA');
  await dialog.getByLabel('Meter at the start').fill('4000');
  await shoot(page, 'inbox-make');
  await dialog.getByRole('button', { name: 'Make the session' }).click();
  await page.locator('#doubts').getByText('The start has not arrived').waitFor();
  await page.locator('.figures').getByText('5 kWh').waitFor();
  await unfaulted(window, 'session-made');
  const { body } = await request('GET', '/api/v1/transactions?chargePoint=MADE-1');
  assert.deepEqual(body.items.map(({ idTag, energyWh, stationTransactionId, doubts }) => [idTag, energyWh, stationTransactionId, doubts]), [['INA', '5000', '999100', ['start-lost']]]);
  await one.close();
}

async function aChargePointIsToldToStop({ page }) {
  const one = await booted('2.0.1', 'STOP-1');
  await one.begin('EMIL');
  await go(page, session('STOP-1', one.transaction), 'h2');
  await page.getByRole('button', { name: 'Stop charging' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop charging' }).click();
  assert.equal((await one.requested('RequestStopTransaction')).transactionId, one.transaction);
  await hearing(page);
  await one.end();
  await page.locator('.badge', { hasText: 'Ended' }).waitFor();
  await one.close();
}

async function aTagIsAddedBlockedAndAllowed({ page, browser, state }) {
  const one = await booted('1.6', 'TAG-1');
  await go(page, '/id-tags');
  await page.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByLabel('Id tag required').fill('FLEET/7');
  await page.getByLabel('Group (parent tag)').fill('FLEET');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByRole('heading', { name: 'FLEET/7', level: 1 }).waitFor();
  assert.equal(await one.authorize('FLEET/7'), 'Accepted');
  await page.getByRole('button', { name: 'Block everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await page.getByRole('heading', { name: 'FLEET/7 is blocked' }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('#registered-any').getByText('Blocked').waitFor();
  assert.equal(await one.authorize('fleet/7'), 'Blocked');
  await page.getByLabel('What a charge point was answered').fill('TAG-1');
  await page.getByRole('button', { name: 'Look' }).click();
  await page.locator('#authorizations [aria-live] li').nth(1).waitFor();
  assert.match(await page.locator('#authorizations [aria-live] li').first().innerText(), /Authorize:\s+Blocked/);
  for (const width of WIDTHS) {
    const window = await open(browser, { width, state });
    await go(window.page, '/id-tags/FLEET%2F7', '#group');
    await unfaulted(window, `id-tag-blocked-${width}`);
    await window.context.close();
  }
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.getByRole('button', { name: 'Accept it' }).click();
  await page.locator('#registered-any').getByText('Accepted').waitFor();
  assert.equal(await one.authorize('FLEET/7'), 'Accepted');
  await one.close();
}

async function aTableIsLookedAtAndBroughtIn(window) {
  const { page } = window;
  await go(page, '/id-tags');
  await page.getByRole('button', { name: 'Import CSV' }).click();
  await page.getByLabel('Or its text').fill('tag,status,expiry\nIN-1,Accepted,\nIN-2,Perhaps,\nIN-3,Accepted,soon');
  await page.getByRole('button', { name: 'Look at it first' }).click();
  await page.getByText('2 rows of 3 cannot be used').waitFor();
  assert.deepEqual(await page.getByRole('dialog').locator('tbody th').allInnerTexts(), ['3', '4']);
  await unfaulted(window, 'id-tags-import');
  await page.getByLabel('Or its text').fill('tag,status\nIN-1,Accepted\nIN-2,Blocked');
  await page.getByRole('button', { name: 'Look at it first' }).click();
  await page.getByText('2 rows: 2 new').waitFor();
  assert.equal((await request('GET', '/api/v1/id-tags/IN-1')).status, 404, 'it was only looked at');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.locator('.toast', { hasText: 'Imported' }).waitFor();
  assert.equal((await request('GET', '/api/v1/id-tags/IN-2')).body.status, 'Blocked');
}

async function aTagIsErasedByWhoeverTypesIt({ page }) {
  await go(page, '/id-tags/IN-1', '#person');
  await page.getByRole('button', { name: 'Erase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type the id tag to confirm').fill('IN-2');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await dialog.getByText('Nothing was erased').waitFor();
  assert.equal((await request('GET', '/api/v1/id-tags/IN-1')).status, 200);
  await dialog.getByLabel('Type the id tag to confirm').fill('IN-1');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await page.getByRole('heading', { name: 'Erased' }).waitFor();
  assert.equal((await request('GET', '/api/v1/id-tags/IN-1')).status, 404);
}

async function theInboxIsSettled(window) {
  const { page } = window;
  await go(page, '/inbox');
  await page.getByText('Nothing waits here').waitFor();
  await hearing(page);
  const one = await booted('1.6', 'LOST-1');
  await one.begin('FRED');
  await one.charge(500);
  const stop = (transactionId, idTag) => one.call('StopTransaction', { transactionId, idTag, meterStop: 2_200, timestamp: new Date().toISOString(), reason: 'PowerLoss' });
  // Two are open, so that no sign tells by itself whose end it is.
  const other = await one.call('StartTransaction', { connectorId: 2, idTag: 'GERD', meterStart: 70, timestamp: new Date().toISOString() });
  await stop(999_001, 'HANS');
  await page.locator('code', { hasText: '999001' }).waitFor();
  await unfaulted(window, 'inbox');
  await page.getByRole('button', { name: 'Assign to a session' }).click();
  await page.getByRole('radio', { name: 'FRED' }).check();
  await unfaulted(window, 'inbox-assign');
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByText('Nothing waits here').waitFor();
  const ended = await until(`/api/v1/transactions/LOST-1/${one.transaction}`, ({ state }) => state === 'closed');
  assert.deepEqual([ended.energyWh, ended.stopReason], ['1200', 'PowerLoss']);
  const still = await request('GET', `/api/v1/transactions/LOST-1/${other.transactionId}`);
  assert.equal(still.body.state, 'open');

  await one.call('MeterValues', { connectorId: 0, transactionId: 999_002, meterValue: [{ timestamp: new Date().toISOString(), sampledValue: [{ value: '5' }] }] });
  await page.locator('code', { hasText: '999002' }).waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Nothing waits here').waitFor();
  await page.getByLabel('Show').selectOption('What is settled, too');
  await page.locator('.badge', { hasText: 'assigned' }).waitFor();
  await page.locator('.badge', { hasText: 'dismissed' }).waitFor();
  await one.close();
}

const CHECKS = [
  everyDoubtIsExplained,
  whatWasChargedIsFound,
  whatIsInDoubtIsExplained,
  aSessionIsSeenAndClosed,
  aSessionIsGivenToWhomeverAnOperatorNames,
  theSessionWithoutAnIdIsShownAsAnyOther,
  sessionsOfASiteAreSummedUp,
  whereATagWasRefusedIsSeen,
  aChargePointIsToldToStop,
  aTagIsAddedBlockedAndAllowed,
  aTableIsLookedAtAndBroughtIn,
  aTagIsErasedByWhoeverTypesIt,
  theInboxIsSettled,
  anEndWhoseStartNeverCameBecomesASession,
];

await withBrowser(async (browser) => {
  const state = await loggedIn(browser);
  for (const check of CHECKS) {
    const window = await open(browser, { state });
    try {
      await check({ ...window, browser, state });
    } catch (error) {
      await shoot(window.page, `${check.name}-failed`).catch(() => {});
      throw new Error(`${check.name}: ${error.stack}`);
    }
    await window.context.close();
  }
});
console.log('PASSED');
