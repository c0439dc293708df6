// The server's admin API, as an operator's script would use it.
'use strict';

const assert = require('node:assert/strict');
const { setTimeout: pause } = require('node:timers/promises');

/** Gives the status and the parsed body. A body of bytes goes out as it is. */
async function request(method, path, body) {
  const answer = await fetch(process.env.ADMIN_URL + path, {
    method,
    headers: { authorization: `Bearer ${process.env.ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

/** Sends a CALL to a charge point and waits for its answer. */
function command(station, action, payload) {
  return request('POST', `/api/v1/charge-points/${station}/commands/${action}`, payload);
}

async function put(path, body) {
  const answer = await request('PUT', path, body);
  assert.ok([200, 201].includes(answer.status), JSON.stringify(answer));
}

const register = (station, members) => put(`/api/v1/charge-points/${station}`, members);
const setTag = (tag, status) => put(`/api/v1/id-tags/${tag}`, { status });

/** The station's only transaction, as the server has it. */
async function onlyTransaction(station) {
  const { status, body } = await request('GET', `/api/v1/transactions?charge_point=${station}`);
  assert.equal(status, 200);
  assert.equal(body.items.length, 1, JSON.stringify(body));
  return body.items[0];
}

/** Waits until the server counts the charge point as connected. */
async function untilConnected(station) {
  for (const start = Date.now(); Date.now() - start < 60_000; await pause(10)) {
    const { status, body } = await request('GET', `/api/v1/charge-points/${station}`);
    if (status === 200 && body.connected) return;
  }
  assert.fail(`${station} is not connected`);
}

module.exports = { request, command, register, setTag, onlyTransaction, untilConnected };
