// The capability `settings`: the plugin's section of the server's configuration.
import { settings as host } from "#host";

const asItIs = (value) => value;
// What the last check made of which text: settings change seldom, and a call has little time.
let known = {};

export function read(check = asItIs) {
  const text = host.get();
  if (known.check !== check || known.text !== text) known = { check, text, value: checked(check, text) };
  return known.value;
}

function checked(check, text) {
  try {
    return check(JSON.parse(text));
  } catch (error) {
    throw new Error(`the plugin's settings cannot be used: ${error.message}`, { cause: error });
  }
}
