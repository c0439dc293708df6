// {{name}}: nobody starts on connector 2.
import { definePlugin } from "@ocpp-central/plugin";

export default definePlugin({
  actions: {
    "1.6": {
      StartTransaction({ request }, response) {
        if (request.connectorId === 2) response.idTagInfo.status = "Blocked";
      },
    },
    "2.0.1": {
      TransactionEvent({ request }, response) {
        const { eventType, evse } = request;
        if (eventType === "Started" && evse?.id === 2 && response.idTokenInfo) {
          response.idTokenInfo.status = "Blocked";
        }
      },
    },
  },
});
