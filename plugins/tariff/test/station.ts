// A charge point for the tests: it reports, and the plugin is asked and told as by the server.
import { ask, reset, stateOf, tell } from "@ocpp-central/plugin/testing";
import type { Bill } from "../src/bill.js";
import plugin from "../src/plugin.js";

/** Day and night in Berlin. */
export const SETTINGS = {
  currency: "EUR",
  time_zone: {
    offset: "+01:00",
    summer: { offset: "+02:00", begins: "last Sunday of March, 02:00", ends: "last Sunday of October, 02:00" },
  },
  tariffs: [
    {
      id: "public",
      session_fee: "0.35",
      idle_free_minutes: 10,
      prices: [
        { from: "22:00", to: "06:00", energy: "0.29", minute: "0.01" },
        { energy: "0.49", minute: "0.02", idle_minute: "0.10" },
      ],
    },
  ],
};

/** The same with other members of its one tariff. */
export function tariff(members: object): typeof SETTINGS {
  return { ...SETTINGS, tariffs: SETTINGS.tariffs.map((each) => ({ ...each, ...members })) };
}

export function setUp(settings: unknown = SETTINGS, directory = {}): void {
  reset({ settings, directory });
}

const ID = "t-1";
let events = 0;

/** A 2.0.1 TransactionEvent: the answer's total cost, after the plugin was told what it is told then. */
export function event(
  eventType: "Started" | "Updated" | "Ended",
  timestamp: string,
  { wh, state, token, answer = {}, told = true, asked = true }: {
    wh?: number;
    state?: string;
    token?: string;
    answer?: object;
    told?: boolean;
    asked?: boolean;
  } = {},
): number | undefined {
  const payload = {
    eventType,
    timestamp,
    triggerReason: "Trigger",
    seqNo: 0,
    transactionInfo: { transactionId: ID, ...(state && { chargingState: state }) },
    evse: { id: 1, connectorId: 1 },
    ...(token !== undefined && { idToken: { idToken: token, type: "ISO14443" } }),
    ...(wh !== undefined && { meterValue: [{ timestamp, sampledValue: [{ value: wh }] }] }),
  };
  const origin = { version: "2.0.1", chargePoint: "CP-1", receivedAt: new Date(timestamp).toISOString() };
  const response = asked ? ask(plugin, { ...origin, action: "TransactionEvent", payload, proposed: answer }) : answer;
  const kind = { Started: "transaction.started", Updated: "transaction.updated", Ended: "transaction.ended" }[eventType];
  if (told && kind !== "transaction.updated") say(kind, "2.0.1", { action: "TransactionEvent", request: payload, response });
  return response.totalCost;
}

/** Tells what the server tells, with an id of its own. */
export function say(kind: string, version: string, payload: object, id = `e-${(events += 1)}`): void {
  const transaction = { id: ID, chargePoint: "CP-1" };
  const result = tell(plugin, {
    kind,
    version,
    chargePoint: "CP-1",
    attributes: { event: id },
    payload: { transaction, ...payload },
  });
  if (result !== "ok") throw new Error(result.error);
}

export function bill(transaction = ID): Bill {
  const text = stateOf(`bill/CP-1/${transaction}`);
  if (text === undefined) throw new Error(`there is no bill for ${transaction}`);
  return JSON.parse(text);
}

/** What stands on a bill, shortly: item, quantity and amount. */
export function lines({ lines }: Bill): string[] {
  return lines.map(({ item, when, quantity, unit, amount }) =>
    [item, when, quantity && `${quantity} ${unit}`, amount].filter(Boolean).join(" | "),
  );
}
