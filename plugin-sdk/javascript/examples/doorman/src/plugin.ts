// The reference plugin: the same in every language. Says who may start where, and how often.
import { CallError, NotNow, definePlugin, events, log, respond, state } from "@ocpp-central/plugin";
import type { Call, v16, v201 } from "@ocpp-central/plugin";
import { read } from "./settings.js";

const STARTS = "starts/";

export default definePlugin({
  actions: {
    "1.6": { StartTransaction: startTransaction, DataTransfer: dataTransfer },
    "2.0.1": { TransactionEvent: transactionEvent },
  },

  events: {
    "transaction.ended"({ payload }) {
      state.increment("ended");
      if (payload.request.reason === "Error") throw new NotNow("an error ended it");
    },
  },

  schedules: {
    forget() {
      for (const key of state.keys(STARTS)) state.delete(key);
    },
  },

  http({ method, path }) {
    if (method !== "GET" || path !== "/starts") return respond.text("not here", 404);
    const starts = [...state.keys(STARTS)].map((key) => [key.slice(STARTS.length), Number(state.get(key))]);
    return respond.json(Object.fromEntries(starts));
  },
});

function startTransaction(call: Call<v16.StartTransactionRequest>, response: v16.StartTransactionResponse) {
  const { connectorId, idTag } = call.request;
  response.idTagInfo.status = judge(call, { connector: connectorId, tag: idTag }, response.idTagInfo.status);
}

function transactionEvent(call: Call<v201.TransactionEventRequest>, response: v201.TransactionEventResponse) {
  const { eventType, evse, idToken } = call.request;
  const info = response.idTokenInfo;
  if (eventType !== "Started" || !idToken || !info) return;
  info.status = judge(call, { connector: evse?.id, tag: idToken.idToken }, info.status);
}

function judge<Status extends string>(
  { chargePoint }: Call<unknown>,
  { connector, tag }: { connector: number | undefined; tag: string },
  proposed: Status,
): Status | "Blocked" | "ConcurrentTx" {
  const { allow, most } = read();
  if (connector !== undefined && allow && !allow.includes(connector)) {
    events.emit(chargePoint, "refused", { connector, idTag: tag });
    log.info(`connector ${connector} refused for ${tag}`);
    return "Blocked";
  }
  if (proposed !== "Accepted") return proposed;
  const starts = state.increment(STARTS + tag);
  return most !== undefined && starts > most ? "ConcurrentTx" : proposed;
}

function dataTransfer({ request }: Call<v16.DataTransferRequest>): v16.DataTransferResponse | void {
  if (request.vendorId !== "doorman") return;
  switch (request.messageId) {
    case "starts":
      return { status: "Accepted", data: state.get(STARTS + request.data) ?? "0" };
    case "greet":
      return { status: "Accepted", data: read().greeting };
    case "fail":
      throw new CallError("GenericError", "asked to fail", { by: "doorman" });
    default:
      return { status: "UnknownMessageId" };
  }
}
