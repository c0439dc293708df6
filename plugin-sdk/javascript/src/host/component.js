// The host's functions inside a component: the imports of the contract.
export * as commands from "ocpp:plugin/commands@0.1.0";
export * as directory from "ocpp:plugin/directory@0.1.0";
export * as events from "ocpp:plugin/events@0.1.0";
export * as log from "ocpp:plugin/log@0.1.0";
export * as settings from "ocpp:plugin/settings@0.1.0";
export * as state from "ocpp:plugin/state@0.1.0";
