// Prices charging sessions: answers 2.x stations what they cost, and writes a bill for each.
import { definePlugin } from "@ocpp-central/plugin";
import { endpoint } from "./endpoint.js";
import { assigned, ended, metered, started, stood } from "./events.js";
import { transactionEvent } from "./running.js";
import { read } from "./settings.js";

export default definePlugin({
  actions: {
    "2.0.1": { TransactionEvent: transactionEvent },
    "2.1": { TransactionEvent: transactionEvent },
  },
  events: {
    "transaction.started": started,
    "meter.values": metered,
    "connector.status": stood,
    "transaction.ended": ended,
    "transaction.assigned": assigned,
  },
  http: endpoint,
  settings: () => void read(),
});
