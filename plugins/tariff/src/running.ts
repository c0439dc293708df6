// 2.x TransactionEvent: follows the session, and answers what it costs (use cases I02 and I03).
import { commands } from "@ocpp-central/plugin";
import type { Call } from "@ocpp-central/plugin";
import { bill } from "./bill.js";
import { follow, found, moment } from "./follow.js";
import type { TransactionAnswer, TransactionEvent } from "./follow.js";
import { begin } from "./session.js";
import type { Session } from "./session.js";
import * as store from "./store.js";

export function transactionEvent(call: Call<TransactionEvent>, answer: TransactionAnswer): void {
  const { chargePoint, version, request } = call;
  const transaction = request.transactionInfo.transactionId;
  const session = store.session(chargePoint, transaction) ?? fresh(call);
  // What comes after the end changes nothing.
  if (session.end !== undefined || store.bill(chargePoint, transaction)) return;
  session.version = version;
  follow(session, request, answer);
  const cost = bill(session)?.total;
  if (cost !== undefined) tell(session, request, { answer, cost, now: Date.parse(call.receivedAt) });
  store.keep(session);
}

function fresh({ chargePoint, version, receivedAt, request }: Call<TransactionEvent>): Session {
  const at = moment(request.timestamp, Date.parse(receivedAt));
  const who = { chargePoint, version, transaction: request.transactionInfo.transactionId };
  return request.eventType === "Started" ? begin(who, at) : found(who, at);
}

/** At the end every station is answered the total; before, as its tariff says. */
function tell(
  session: Session,
  request: TransactionEvent,
  { answer, cost, now }: { answer: TransactionAnswer; cost: string; now: number },
): void {
  const { running_cost = "none", running_cost_seconds = 0 } = session.tariff ?? {};
  const ended = request.eventType === "Ended";
  const updated = request.eventType === "Updated";
  if (ended || (updated && ["response", "both"].includes(running_cost))) answer.totalCost = Number(cost);
  if (!updated || !["command", "both"].includes(running_cost)) return;
  const last = session.told;
  if (last && (last.cost === cost || now - last.at < running_cost_seconds * 1000)) return;
  const { chargePoint, transaction } = session;
  commands.send(chargePoint, "CostUpdated", { totalCost: Number(cost), transactionId: transaction });
  session.told = { cost, at: now };
}
