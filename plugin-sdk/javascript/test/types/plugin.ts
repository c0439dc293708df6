// What the declarations take and refuse: a line after `@ts-expect-error` must not compile.
import { commands, definePlugin, directory, state } from "@ocpp-central/plugin";
import type { v16, v21 } from "@ocpp-central/plugin";
import { postJson } from "@ocpp-central/plugin/http";
import { ask } from "@ocpp-central/plugin/testing";

const plugin = definePlugin({
  actions: {
    "1.6": {
      StartTransaction(call, response) {
        const connector: number = call.request.connectorId;
        if (connector > 1) response.idTagInfo.status = "Blocked";
        // @ts-expect-error no such status
        response.idTagInfo.status = "Forbidden";
      },
      DataTransfer: (call) => ({ status: "Accepted", data: `${call.request.data}` }),
      // @ts-expect-error nothing in a plugin can wait
      async Heartbeat() {},
    },
    "2.1": {
      TransactionEvent({ request, version }, response) {
        if (request.eventType === "Ended" && version === "2.1") response.totalCost = 0;
      },
    },
  },
  events: {
    "transaction.ended": ({ payload }) => state.put(payload.transaction?.id ?? "unknown", payload.action),
    "plugin.tariff.billed": ({ payload }) => state.putJson("last", payload),
  },
  schedules: { often: ({ receivedAt }) => state.put("tick", receivedAt) },
  http: ({ segments, parameters }) => ({ status: 200, body: segments[0] ?? parameters.q ?? "" }),
});

// @ts-expect-error a charge point sends no Reset
definePlugin({ actions: { "1.6": { Reset() {} } } });
// @ts-expect-error no such event
definePlugin({ events: { "transaction.paid": () => {} } });

commands.send("CP-1", "Reset", { type: "Soft" });
commands.send("CP-1", "CostUpdated", { totalCost: 1.5, transactionId: "t" }, { whenAway: "wait" });
// @ts-expect-error no such type
commands.send("CP-1", "Reset", { type: "Gentle" });
// @ts-expect-error a central system sends no Authorize
commands.send("CP-1", "Authorize", { idTag: "A" });

export const stop: v16.StopTransactionRequest = { meterStop: 1, timestamp: "", transactionId: 7, reason: "Local" };
// @ts-expect-error a required member
export const token: v21.IdToken = { idToken: "A" };
export const wh: string | null | undefined = directory.transaction("CP-1", "7")?.energyWh;
export const status: number = postJson("https://example.org", { a: 1 }).status;
export const answer: unknown = ask(plugin, { action: "Heartbeat" });
