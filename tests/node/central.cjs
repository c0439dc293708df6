// A central system on npm `ocpp-rpc`, in the version that the charge point speaks: `central.cjs`.
//
// Says what happens as JSON lines on standard output, and sends what comes in on standard input, a line each:
// `{"action": "ClearCache", "payload": {}}`. Ends when standard input does. In its strict mode the library holds every
// message of 1.6 and 2.0.1 against the schemas, both ways; those of 2.1 that it brings do not fit its own strict mode.
'use strict';

const { createInterface } = require('node:readline');
const { RPCServer } = require('ocpp-rpc');

const ACCEPTED = { status: 'Accepted' };
const NOTHING = () => ({});

const ANSWERS = {
  BootNotification: () => ({ currentTime: new Date().toISOString(), interval: 300, status: 'Accepted' }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  StatusNotification: NOTHING,
  NotifyEvent: NOTHING,
  SecurityEventNotification: NOTHING,
  MeterValues: NOTHING,
  NotifyReport: NOTHING,
  StopTransaction: NOTHING,
  Authorize: (asked) => (asked.idTag ? { idTagInfo: ACCEPTED } : { idTokenInfo: ACCEPTED }),
  StartTransaction: () => ({ transactionId: 4711, idTagInfo: ACCEPTED }),
  TransactionEvent: (event) => (event.idToken ? { idTokenInfo: ACCEPTED } : {}),
};

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

let station;

const server = new RPCServer({ protocols: ['ocpp2.1', 'ocpp2.0.1', 'ocpp1.6'], strictMode: ['ocpp1.6', 'ocpp2.0.1'] });

server.auth((accept) => accept());

server.on('client', (client) => {
  station = client;
  const { password } = client.handshake;
  say({
    connected: client.identity,
    subprotocol: client.protocol,
    authorization: password ? `${client.identity}:${password}` : null,
  });
  client.on('strictValidationFailure', ({ error }) => say({ invalid: String(error) }));
  client.on('close', () => say({ disconnected: client.identity }));
  for (const [action, answer] of Object.entries(ANSWERS)) {
    client.handle(action, ({ params }) => {
      say({ received: action, payload: params });
      return answer(params);
    });
  }
});

async function command(line) {
  const { action, payload } = JSON.parse(line);
  try {
    say({ answered: action, payload: await station.call(action, payload) });
  } catch (error) {
    say({ answered: action, error: String(error) });
  }
}

server.listen(0, '127.0.0.1').then((listener) => {
  say({ listening: listener.address().port });
  createInterface({ input: process.stdin }).on('line', command).on('close', () => process.exit(0));
});
