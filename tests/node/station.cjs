// Charge points on npm `ocpp-rpc`, with the same verbs in every version.
//
// In strict mode the library validates what it sends and what it gets against the official schemas, so an
// answer of the server that breaks them fails the scenario.
'use strict';

const { EventEmitter, on } = require('node:events');
const { RPCClient, createValidator } = require('ocpp-rpc');

/** ocpp-rpc 2.2.1 brings the schemas of 2.1 under other names than those under which it looks for them. */
function validator21() {
  const named = ($id) => $id.replace(/Request$/, '.req').replace(/Response$/, '.conf');
  const schemas = require('ocpp-rpc/lib/schemas/ocpp2_1.json');
  return createValidator('ocpp2.1', schemas.map((schema) => ({ ...schema, $id: named(schema.$id) })));
}

const now = () => new Date().toISOString();

/** What the versions share: a connected client whose incoming requests can be waited for. */
class Station {
  constructor(version, identity, options) {
    this.identity = identity;
    this.meter = 1000;
    this.client = new RPCClient({
      endpoint: `${process.env.OCPP_URL}/ocpp`,
      identity,
      protocols: [`ocpp${version}`],
      strictMode: true,
      strictModeValidators: [validator21()],
      reconnect: false,
      ...options,
    });
    const events = new EventEmitter();
    this.requests = on(events, 'request');
    for (const action of [this.remoteStart, this.remoteStop, 'ReserveNow', 'CancelReservation', 'ClearCache']) {
      this.client.handle(action, ({ params }) => {
        events.emit('request', action, params);
        return { status: 'Accepted' };
      });
    }
  }

  /** Connects; refused with an error that has the HTTP status as its code. */
  async connect() {
    await this.client.connect();
    return this;
  }

  /** Waits for the server's next request of this action; gives its payload. */
  async requested(action) {
    const { value: [name, payload] } = await this.requests.next();
    if (name !== action) throw new Error(`expected ${action}, got ${name}`);
    return payload;
  }

  call(action, payload) {
    return this.client.call(action, payload, { callTimeoutMs: 60_000 });
  }

  heartbeat() {
    return this.call('Heartbeat', {});
  }

  close() {
    return this.client.close();
  }
}

/** OCPP 1.6. */
class Station16 extends Station {
  get remoteStart() { return 'RemoteStartTransaction'; }
  get remoteStop() { return 'RemoteStopTransaction'; }

  async boot() {
    return (await this.call('BootNotification', { chargePointVendor: 'Vendor', chargePointModel: 'Model' })).status;
  }

  report(status) {
    return this.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status });
  }

  async authorize(idTag) {
    return (await this.call('Authorize', { idTag })).idTagInfo.status;
  }

  async begin(idTag) {
    const start = { connectorId: 1, idTag, meterStart: this.meter, timestamp: now() };
    const answer = await this.call('StartTransaction', start);
    this.transaction = answer.transactionId;
    return answer.idTagInfo.status;
  }

  charge(wh) {
    this.meter += wh;
    const sampledValue = [{ value: String(this.meter), measurand: 'Energy.Active.Import.Register', unit: 'Wh' }];
    const meterValue = [{ timestamp: now(), sampledValue }];
    return this.call('MeterValues', { connectorId: 1, transactionId: this.transaction, meterValue });
  }

  end() {
    return this.call('StopTransaction', {
      transactionId: this.transaction, meterStop: this.meter, timestamp: now(), reason: 'Local',
    });
  }

  startPayload(idTag) { return { idTag, connectorId: 1 }; }
  stopPayload() { return { transactionId: this.transaction }; }
  reservedTag(payload) { return payload.idTag; }
}

/** OCPP 2.0.1 and 2.1. */
class Station2 extends Station {
  get remoteStart() { return 'RequestStartTransaction'; }
  get remoteStop() { return 'RequestStopTransaction'; }

  async boot() {
    const chargingStation = { vendorName: 'Vendor', model: 'Model' };
    return (await this.call('BootNotification', { reason: 'PowerUp', chargingStation })).status;
  }

  report(status) {
    const connectorStatus = status === 'Available' ? 'Available' : 'Occupied';
    return this.call('StatusNotification', { timestamp: now(), connectorStatus, evseId: 1, connectorId: 1 });
  }

  async authorize(idToken) {
    return (await this.call('Authorize', { idToken: { idToken, type: 'ISO14443' } })).idTokenInfo.status;
  }

  async begin(idToken, { remoteStartId } = {}) {
    this.transaction = `${this.identity}-${Date.now()}`;
    this.number = 0;
    const info = remoteStartId === undefined ? {} : { remoteStartId };
    const answer = await this.tell('Started', 'Authorized', info, {
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken, type: 'ISO14443' },
    });
    return answer.idTokenInfo.status;
  }

  charge(wh) {
    this.meter += wh;
    return this.tell('Updated', 'MeterValuePeriodic', {});
  }

  end() {
    return this.tell('Ended', 'StopAuthorized', { stoppedReason: 'Local' });
  }

  tell(eventType, triggerReason, info, members) {
    const sampledValue = [{ value: this.meter, measurand: 'Energy.Active.Import.Register' }];
    return this.call('TransactionEvent', {
      eventType,
      timestamp: now(),
      triggerReason,
      seqNo: this.number++,
      transactionInfo: { transactionId: this.transaction, ...info },
      meterValue: [{ timestamp: now(), sampledValue }],
      ...members,
    });
  }

  startPayload(idToken) {
    return { idToken: { idToken, type: 'ISO14443' }, remoteStartId: 7, evseId: 1 };
  }

  stopPayload() { return { transactionId: this.transaction }; }
  reservedTag(payload) { return payload.idToken.idToken; }
}

/** A charge point of this version, not yet connected. */
function station(version, identity, options = {}) {
  return version === '1.6' ? new Station16(version, identity, options) : new Station2(version, identity, options);
}

module.exports = { station };
