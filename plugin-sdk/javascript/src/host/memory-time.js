// Local time in tests, by the zones that Node has. Abbreviations are Node's, which has fewer than the server.
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const HORIZON = 3 * 366 * DAY;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const SHOWN = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

export const time = {
  toLocal(text, zone) {
    const at = MOMENT.test(text) ? Date.parse(text) : NaN;
    if (Number.isNaN(at)) refuse("moment", `${text} is no moment`);
    const offset = offsetAt(zone, at);
    const shown = new Date(at + offset * SECOND);
    return {
      text: shown.toISOString().slice(0, -1) + written(offset),
      offset,
      weekday: shown.getUTCDay() || 7,
      secondOfDay: Math.floor((shown.getTime() % DAY) / SECOND),
      summer: offset > Math.min(...[0, 6].map((month) => offsetAt(zone, Date.UTC(shown.getUTCFullYear(), month, 1)))),
      abbreviation: part(zone, at, "short"),
      nextChange: nextChange(zone, at),
    };
  },

  fromLocal(text, zone) {
    const shown = SHOWN.test(text) ? Date.parse(`${text}Z`) : NaN;
    offsetAt(zone, 0);
    if (Number.isNaN(shown)) refuse("moment", `${text} is no local time`);
    const offsets = new Set([shown - DAY, shown + DAY].map((near) => offsetAt(zone, near)));
    const moments = [...offsets].map((offset) => shown - offset * SECOND);
    const real = moments.filter((at) => at + offsetAt(zone, at) * SECOND === shown);
    return real.sort((a, b) => a - b).map((at) => new Date(at).toISOString());
  },
};

function offsetAt(zone, at) {
  const [, sign, hours, minutes, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(part(zone, at, "longOffset")) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

function part(zone, at, timeZoneName) {
  try {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName });
    return format.formatToParts(at).find(({ type }) => type === "timeZoneName").value;
  } catch {
    return refuse("zone", `there is no time zone ${zone}`);
  }
}

function nextChange(zone, at) {
  const before = offsetAt(zone, at);
  let [low, high] = [at, at];
  do {
    [low, high] = [high, high + DAY];
    if (high - at > HORIZON) return undefined;
  } while (offsetAt(zone, high) === before);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return new Date(high).toISOString();
}

function written(offset) {
  const minutes = Math.abs(offset) / 60;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

function refuse(code, message) {
  throw Object.assign(new Error(message), { payload: { code, message } });
}
