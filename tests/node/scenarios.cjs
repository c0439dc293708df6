// Scenarios with a charge point on npm `ocpp-rpc`: `scenarios.cjs SCENARIO VERSION [ARGUMENT...]`.
//
// Run by `tests/tests/clients.rs`, which starts the server and says where it is in the environment.
// Prints PASSED as its last line; anything else is a failure.
'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { readFileSync } = require('node:fs');
const admin = require('./admin.cjs');
const { station } = require('./station.cjs');

const ACCEPTED = { status: 200, body: { status: 'Accepted' } };

/** Connects, plays, and closes whatever happens. */
async function connected(version, identity, play, options) {
  const charger = await station(version, identity, options).connect();
  try {
    return await play(charger);
  } finally {
    await charger.close();
  }
}

/** From plugging in to driving away: 1500 Wh. */
async function session(charger, tag) {
  assert.equal(await charger.boot(), 'Accepted');
  await charger.report('Available');
  assert.equal(await charger.authorize(tag), 'Accepted');
  await charger.report('Preparing');
  assert.equal(await charger.begin(tag), 'Accepted');
  await charger.report('Charging');
  for (let sample = 0; sample < 3; sample += 1) await charger.charge(500);
  await charger.end();
  await charger.report('Available');
}

function isClosed(transaction, energyWh) {
  assert.deepEqual([transaction.state, transaction.energyWh], ['closed', energyWh], JSON.stringify(transaction));
}

async function charge(version) {
  await admin.setTag('DRIVER', 'Accepted');
  await connected(version, 'CP1', async (charger) => {
    await session(charger, 'DRIVER');
    assert.match((await charger.heartbeat()).currentTime, /Z$/);
    const transaction = await admin.onlyTransaction('CP1');
    isClosed(transaction, '1500');
    assert.equal(transaction.id, String(charger.transaction));
    assert.deepEqual([transaction.idTag, transaction.complete, transaction.version], ['DRIVER', true, version]);
  });
}

/** A whole session on a connection that offers compression with these parameters. */
async function compressed(version, offer, answer) {
  await admin.setTag('DRIVER', 'Accepted');
  await connected(version, 'CP1', async (charger) => {
    await session(charger, 'DRIVER');
    const { status, body } = await admin.request('GET', '/api/v1/charge-points/CP1');
    assert.deepEqual([status, body.session?.compression], [200, answer], JSON.stringify(body));
    assert.deepEqual(await admin.command('CP1', charger.remoteStart, charger.startPayload('DRIVER')), ACCEPTED);
    await charger.requested(charger.remoteStart);
    isClosed(await admin.onlyTransaction('CP1'), '1500');
  }, { wsOpts: { perMessageDeflate: compression(offer) } });
}

/** What `ws` offers by these words: `name` or `name=number` each. */
function compression(words) {
  const given = Object.fromEntries(words.split(' ').filter(Boolean).map((word) => word.split('=')));
  const bits = (value) => (value === undefined ? true : Number(value));
  return {
    threshold: 0,
    serverNoContextTakeover: 'server_no_context_takeover' in given,
    clientNoContextTakeover: 'client_no_context_takeover' in given ? true : undefined,
    serverMaxWindowBits: 'server_max_window_bits' in given ? bits(given.server_max_window_bits) : undefined,
    clientMaxWindowBits: 'client_max_window_bits' in given ? bits(given.client_max_window_bits) : false,
  };
}

async function refused_tag(version) {
  await admin.setTag('THIEF', 'Blocked');
  await connected(version, 'CP1', async (charger) => {
    await charger.boot();
    assert.equal(await charger.authorize('THIEF'), 'Blocked');
    assert.equal(await charger.authorize('STRANGER'), 'Invalid');
    assert.equal(await charger.begin('THIEF'), 'Blocked');
    await charger.end();
  });
}

async function remote(version) {
  await connected(version, 'CP1', async (charger) => {
    await charger.boot();
    await admin.untilConnected('CP1');
    const start = charger.startPayload('DRIVER');
    assert.deepEqual(await admin.command('CP1', charger.remoteStart, start), ACCEPTED);
    const asked = await charger.requested(charger.remoteStart);
    assert.deepEqual(asked, start);
    assert.equal(await charger.authorize('DRIVER'), 'Accepted');
    assert.equal(await charger.begin('DRIVER', asked), 'Accepted');
    await charger.charge(700);
    assert.deepEqual(await admin.command('CP1', charger.remoteStop, charger.stopPayload()), ACCEPTED);
    assert.deepEqual(await charger.requested(charger.remoteStop), charger.stopPayload());
    await charger.end();
    isClosed(await admin.onlyTransaction('CP1'), '700');
  });
}

async function reservation(version) {
  await connected(version, 'CP1', async (charger) => {
    await charger.boot();
    await admin.untilConnected('CP1');
    const place = version === '1.6' ? { connector: 1 } : { evse: 1 };
    const wish = { idTag: 'DRIVER', expiry: '2999-01-01T00:00:00Z', ...place };
    const made = await admin.request('POST', '/api/v1/charge-points/CP1/reservations', wish);
    assert.deepEqual([made.status, made.body.status], [201, 'Accepted'], JSON.stringify(made));
    assert.equal(charger.reservedTag(await charger.requested('ReserveNow')), 'DRIVER');
    const { reservationId } = made.body;
    const path = `/api/v1/charge-points/CP1/reservations/${reservationId}`;
    assert.deepEqual(await admin.request('DELETE', path), ACCEPTED);
    assert.deepEqual(await charger.requested('CancelReservation'), { reservationId });
  });
}

/** The HTTP status with which the connection is refused. */
async function statusOf(version, identity, options) {
  const charger = station(version, identity, options);
  try {
    await charger.connect();
  } catch (refused) {
    return refused.code;
  }
  await charger.close();
  return 101;
}

async function wrong_password(version) {
  const password = 'correct horse battery';
  await admin.register('CP1', { securityProfile: 1, password });
  assert.equal(await statusOf(version, 'CP1', {}), 401);
  assert.equal(await statusOf(version, 'CP1', { password: 'wrong' }), 401);
  const other = Buffer.from(`CP2:${password}`).toString('base64');
  assert.equal(await statusOf(version, 'CP1', { headers: { authorization: `Basic ${other}` } }), 401);
  await connected(version, 'CP1', async (charger) => assert.equal(await charger.boot(), 'Accepted'), { password });
}

async function unknown_station(version) {
  assert.equal(await statusOf(version, 'STRANGER', {}), 404);
  assert.equal(await statusOf(version, 'STRANGER', { password: 'anything' }), 404);
}

async function two_connections(version) {
  await connected(version, 'CP1', async (old) => {
    assert.equal(await old.boot(), 'Accepted');
    const closed = once(old.client, 'close');
    await connected(version, 'CP1', async (charger) => {
      await closed;
      await charger.heartbeat();
      assert.deepEqual(await admin.command('CP1', 'ClearCache', {}), ACCEPTED);
      await charger.requested('ClearCache');
    });
  });
}

/** Another component takes over in the middle of a session: another decision, no call lost. */
async function swap(version, before, after) {
  await putPlugin(before);
  await connected(version, 'CP1', async (charger) => {
    await charger.boot();
    assert.equal(await charger.authorize('BLOCKED-1'), 'Blocked');
    assert.equal(await charger.begin('DRIVER'), 'Accepted');
    const told = { enough: false };
    const charging = chargeUntil(charger, told);
    await putPlugin(after);
    assert.equal(await charger.authorize('BLOCKED-1'), 'Accepted');
    told.enough = true;
    const samples = await charging;
    await charger.end();
    isClosed(await admin.onlyTransaction('CP1'), String(samples * 10));
  });
}

async function chargeUntil(charger, told) {
  let samples = 0;
  do {
    await charger.charge(10);
    samples += 1;
  } while (!told.enough);
  return samples;
}

async function putPlugin(path) {
  const answer = await admin.request('PUT', '/api/v1/plugins/decider', readFileSync(path));
  assert.equal(answer.status, 200, JSON.stringify(answer));
}

async function ten_at_once(version) {
  await admin.setTag('DRIVER', 'Accepted');
  const names = Array.from({ length: 10 }, (_, number) => `CP${number}`);
  await Promise.all(names.map((name) => connected(version, name, async (charger) => {
    await session(charger, 'DRIVER');
    isClosed(await admin.onlyTransaction(name), '1500');
  })));
}

const scenarios = {
  charge, compressed, refused_tag, remote, reservation, wrong_password, unknown_station, two_connections, swap, ten_at_once,
};

setTimeout(() => {
  console.error('not done after two minutes');
  process.exit(1);
}, 120_000).unref();

const [name, ...rest] = process.argv.slice(2);
scenarios[name](...rest).then(
  () => process.stdout.write('PASSED\n', () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
