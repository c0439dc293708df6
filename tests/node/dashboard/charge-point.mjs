// The page of one charge point: each of its parts shows what a real station did, and what is sent by its forms reaches it.
// Argument: where charge points connect (`ws://HOST:PORT`).

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ADMIN_URL, deaf, hearing, loggedIn, open, withBrowser } from './browser.mjs';

const { RPCClient } = createRequire(join(process.env.NODE_PATH, 'here.js'))('ocpp-rpc');
const [ocppUrl] = process.argv.slice(2);

const now = () => new Date().toISOString();
const show = (page, station, query = '') => page.goto(`${ADMIN_URL}/charge-points/${encodeURIComponent(station.identity)}${query}`);
const sees = (page, text) => page.locator('main').getByText(text).first().waitFor();

/** A station that answers what these checks send; `asked` has what came, by action. */
class Station {
  constructor(version, identity) {
    Object.assign(this, { version, identity, asked: new Map() });
    this.client = new RPCClient({ endpoint: `${ocppUrl}/ocpp`, identity, protocols: [`ocpp${version}`], strictMode: false, reconnect: false });
    this.values = { HeartbeatInterval: '300', NumberOfConnectors: '2' };
    this.client.handle(({ method, params }) => {
      this.asked.set(method, params);
      return this.answer(method, params);
    });
  }

  answer(method, params) {
    if (method === 'GetConfiguration') {
      const keys = Object.entries(this.values).map(([key, value]) => ({ key, value, readonly: key === 'NumberOfConnectors' }));
      return { configurationKey: keys, unknownKey: [] };
    }
    if (method === 'ChangeConfiguration') this.values[params.key] = params.value;
    if (method === 'UnlockConnector') return { status: 'Unlocked' };
    return { status: 'Accepted' };
  }

  async begin() {
    await this.client.connect();
    const boot = this.version === '1.6'
      ? { chargePointVendor: 'Nordwind', chargePointModel: 'Duo 22', firmwareVersion: '3.4.1' }
      : { reason: 'PowerUp', chargingStation: { vendorName: 'Sudwerk', model: 'Quick 150' } };
    await this.client.call('BootNotification', boot);
  }

  call(action, payload) {
    return this.client.call(action, payload, { callTimeoutMs: 60_000 });
  }

  status(connectorId, status, more = {}) {
    return this.call('StatusNotification', { connectorId, status, errorCode: 'NoError', timestamp: now(), ...more });
  }

  measure(transactionId, watts, wattHours) {
    const sampledValue = [
      { value: String(wattHours), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
      { value: String(watts), measurand: 'Power.Active.Import', unit: 'W' },
      { value: '41', measurand: 'SoC', unit: 'Percent' },
    ];
    return this.call('MeterValues', { connectorId: 1, transactionId, meterValue: [{ timestamp: now(), sampledValue }] });
  }
}

await withBrowser(async (browser) => {
  const old = new Station('1.6', 'Yard 1/A');
  const modern = new Station('2.0.1', 'QUICK');
  await old.begin();
  await modern.begin();
  const { page, complaints } = await open(browser, { state: await loggedIn(browser) });
  await overview(page, old);
  await timeline(page, old);
  await messages(page, old);
  await commandByKeyboard(page, old);
  await nestedCommand(page, modern);
  await configuration(page, old);
  await sessions(page, old);
  await settings(page, old);
  assert.deepEqual(complaints, []);
  await Promise.all([old.client.close(), modern.client.close()]);
});
console.log('PASSED');

async function overview(page, station) {
  await station.status(0, 'Available');
  await station.status(1, 'Charging');
  await station.status(2, 'Faulted', { errorCode: 'GroundFailure', info: 'RCD tripped', vendorErrorCode: 'F12' });
  const { transactionId } = await station.call('StartTransaction', { connectorId: 1, idTag: 'ANNA', meterStart: 1_000, timestamp: now() });
  station.transactionId = transactionId;
  await station.measure(transactionId, 7_000, 1_100);
  await show(page, station);
  await sees(page, 'Nordwind Duo 22');
  await sees(page, 'GroundFailure · RCD tripped · code F12');
  await sees(page, 'Charging now: Connector 1');
  await sees(page, '7 kW');
  await page.getByText('41 %').waitFor();
  // What comes is drawn without asking for it.
  await hearing(page);
  await station.measure(transactionId, 11_000, 1_350);
  await page.getByText('11 kW').waitFor();
  await page.getByText('350 Wh').first().waitFor();
  await page.getByRole('button', { name: 'Unlock: Connector 2' }).click();
  await page.getByText('Unlock: The connector is unlocked.').waitFor();
  assert.deepEqual(station.asked.get('UnlockConnector'), { connectorId: 2 });
}

async function timeline(page, station) {
  await assert.rejects(station.call('Frobnicate', {}));
  await show(page, station, '?tab=timeline');
  await sees(page, 'Frobnicate refused');
  await sees(page, 'Connector 2: Faulted');
  await sees(page, 'Booted');
  // What happens now is on top at once, and what was opened stays open.
  await page.locator('summary', { hasText: 'Frobnicate refused' }).click();
  await page.locator('.opened', { hasText: 'On the wire' }).waitFor();
  await hearing(page);
  await station.status(2, 'Unavailable');
  await page.locator('.timeline > li:not(.day)').first().getByText('Connector 2: Unavailable').waitFor();
  assert.equal(await page.locator('.timeline details[open]').count(), 1);
  await page.getByRole('button', { name: 'Boots' }).click();
  await page.getByText('Frobnicate refused').waitFor({ state: 'detached' });
  await sees(page, 'Booted');
  // What happens between the first look and the first word is told, too.
  const begin = await deaf(page);
  await show(page, station, '?tab=timeline');
  await sees(page, 'Frobnicate refused');
  await station.status(2, 'Faulted');
  begin();
  await page.locator('.timeline > li:not(.day)').first().getByText('Connector 2: Faulted').waitFor();
}

async function messages(page, station) {
  await station.call('Authorize', { idTag: 'A-TAG-THAT-IS-MUCH-TOO-LONG-0001' });
  await show(page, station, '?tab=messages');
  const first = page.locator('.frames > li', { hasText: 'Authorize' }).filter({ hasText: 'repaired' }).first();
  await first.locator('summary').click();
  assert.match(await first.locator('mark').first().innerText(), /A-TAG-THAT-IS-MUCH-TOO-LONG-0001/);
  await hearing(page);
  await station.call('Heartbeat', {});
  await page.locator('.frames > li').first().getByText('Heartbeat').waitFor();
  await page.getByRole('button', { name: 'Refused only' }).click();
  await page.locator('.frames > li', { hasText: 'Heartbeat' }).first().waitFor({ state: 'detached' });
  await page.locator('.frames > li', { hasText: 'Frobnicate' }).first().waitFor();
}

// From the heading on with the keys alone.
async function commandByKeyboard(page, station) {
  await show(page, station, '?tab=commands');
  await page.locator('.picker-list button').first().waitFor();
  await tabTo(page, (element) => element.id === 'command-search');
  await page.keyboard.type('reset');
  await tabTo(page, (element) => element.textContent === 'Restart');
  await page.keyboard.press('Enter');
  await page.locator('#command-title', { hasText: 'Restart' }).waitFor();
  await tabTo(page, (element) => element.nodeName === 'SELECT' && [...element.options].some(({ value }) => value === 'hard'));
  await page.keyboard.press('h');
  await tabTo(page, (element) => element.textContent.startsWith('Send: '));
  await page.keyboard.press('Enter');
  await page.locator('.answer').getByText('Accepted').first().waitFor();
  assert.deepEqual(station.asked.get('Reset'), { type: 'Hard' });
  await page.locator('#history').getByText('reset').first().waitFor();
}

async function tabTo(page, isThere) {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${isThere})(document.activeElement)`)) return;
  }
  assert.fail(`the keyboard does not lead to ${isThere}`);
}

async function nestedCommand(page, station) {
  await show(page, station, '?tab=commands&command=SetChargingProfile');
  const field = (name, index = 0) => page.getByLabel(new RegExp(`^${name}( required)?$`)).nth(index);
  await page.getByRole('button', { name: 'Send: SetChargingProfile' }).click();
  await page.getByText('It is required.').first().waitFor();
  assert.equal(station.asked.get('SetChargingProfile'), undefined);
  await field('evseId').fill('1');
  await field('id').fill('10');
  await field('stackLevel').fill('0');
  await field('chargingProfilePurpose').selectOption('TxDefaultProfile');
  await field('chargingProfileKind').selectOption('Absolute');
  await field('id', 1).fill('1');
  await field('chargingRateUnit').selectOption('A');
  await field('startPeriod').fill('0');
  await field('limit').fill('16');
  await page.getByRole('button', { name: 'Add chargingSchedulePeriod' }).click();
  await field('startPeriod', 1).fill('3600');
  await field('limit', 1).fill('10.5');
  await page.getByRole('button', { name: 'Send: SetChargingProfile' }).click();
  await page.locator('.answer').getByText('The charge point accepted it.').waitFor();
  const chargingSchedulePeriod = [{ startPeriod: 0, limit: 16 }, { startPeriod: 3_600, limit: 10.5 }];
  assert.deepEqual(station.asked.get('SetChargingProfile'), {
    evseId: 1,
    chargingProfile: {
      id: 10,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod }],
    },
  });
  await show(page, station, '?tab=maintenance');
  const profile = page.locator('tr', { hasText: 'TxDefaultProfile' });
  await profile.getByText('10.5 to 16 A').waitFor();
  await page.getByText('It has reported no profile').waitFor();
}

async function configuration(page, station) {
  await show(page, station, '?tab=configuration');
  await page.getByRole('button', { name: 'Read anew' }).click();
  await page.getByRole('button', { name: 'Set HeartbeatInterval' }).click();
  assert.equal(await page.getByRole('button', { name: 'Set NumberOfConnectors' }).count(), 0, 'what is read-only is not to be set');
  await page.locator('dialog input').fill('600');
  await page.getByRole('button', { name: 'Set it, and want it' }).click();
  await page.locator('tr', { hasText: 'HeartbeatInterval' }).getByText('is so').waitFor();
  assert.deepEqual(station.asked.get('ChangeConfiguration'), { key: 'HeartbeatInterval', value: '600' });
  // The station goes its own way: it is seen when it is read anew.
  station.values.HeartbeatInterval = '60';
  await page.getByRole('button', { name: 'Read anew' }).click();
  await page.locator('tr', { hasText: 'HeartbeatInterval' }).getByText('not so').waitFor();
}

async function sessions(page, station) {
  await show(page, station, '?tab=sessions');
  const row = page.locator('#sessions tr', { hasText: 'ANNA' }).first();
  await row.getByText('Under way').waitFor();
  await hearing(page);
  await station.call('StopTransaction', { transactionId: station.transactionId, meterStop: 2_000, timestamp: now(), reason: 'Local' });
  await row.getByText('Over').waitFor();
  await row.getByText('1 kWh').waitFor();
}

async function settings(page, station) {
  await show(page, station, '?tab=settings');
  await page.getByLabel('Name', { exact: true }).fill('The yard');
  await page.getByLabel('Labels').fill('fast, depot-2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('h1', { hasText: 'The yard' }).waitFor();
  await page.getByRole('button', { name: 'Forget this charge point …' }).click();
  await page.locator('dialog input').fill('another');
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByText('Not forgotten').waitFor();
}
