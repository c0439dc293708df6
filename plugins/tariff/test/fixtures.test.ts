// The stories that `ocpp-central plugin test` plays with the component.
import { fixtures } from "@ocpp-central/plugin/testing";
import plugin from "../src/plugin.js";

fixtures(plugin, "fixtures");
