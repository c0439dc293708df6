// What is known of the charge point that is shown, and what it tells while it is shown. Its parts read `view`, and say
// what they want to hear.

import { at, get, withQuery } from '../../lib/api.js';
import { listen, soon } from '../../lib/live.js';

// Events after which the charge point itself looks different.
const CHANGES = /^(charge-point|connector|message\.repaired|reservation|transaction\.(started|ended)|firmware)/;

export class Station {
  constructor({ id, query, signal }) {
    Object.assign(this, { id, query, signal, view: null, state: 'live', hearers: [], drawers: [] });
    this.path = at`/charge-points/${id}`;
    this.page = at`/charge-points/${id}`;
    this.reread = soon(() => this.read().catch(() => {}), { every: 400, signal });
  }

  /** Reads it for the first time. What happens from now on is heard later, however long the reading takes. */
  async begin() {
    const { items } = await get(`${this.path}/timeline`, { query: { limit: 1 }, signal: this.signal });
    this.heardUpTo = items[0]?.number;
    await this.read();
  }

  /** Reads it anew, and has everybody draw it. */
  async read() {
    this.view = await get(this.path, { signal: this.signal });
    this.draw();
  }

  draw() {
    for (const draw of this.drawers) draw();
  }

  /** `draw()` is called whenever it is another. */
  changed(draw) {
    this.drawers.push(draw);
  }

  /** `hear(event)` is called for each event that is about it. */
  hears(hear) {
    this.hearers.push(hear);
  }

  /** Begins to hear what happens; `all`: also each single message. */
  listen({ all = false } = {}) {
    // How long something lasts is told anew while nothing comes.
    const timer = setInterval(() => this.draw(), 15_000);
    this.signal.addEventListener('abort', () => clearInterval(timer));
    listen({ chargePoint: this.id, kind: all ? '*' : undefined, after: this.heardUpTo }, (event) => {
      if (CHANGES.test(event.kind)) this.reread();
      for (const hear of this.hearers) hear(event);
    }, {
      signal: this.signal,
      state: (state) => {
        if (this.state === state) return;
        this.state = state;
        // What happened meanwhile is told by the log; what is no event may have changed.
        if (state === 'live') this.reread();
        this.draw();
      },
    });
  }

  get isConnected() {
    return this.view.connected;
  }

  /** The OCPP version of its connection, or of its last one. */
  get version() {
    return this.view.session?.version ?? this.view.lastConnection?.version ?? this.view.boot?.version ?? null;
  }

  /** What is called a connector in 1.6 is an EVSE afterwards. */
  get isEvse() {
    return this.version !== null && this.version !== '1.6';
  }

  /** The address of one of its parts. */
  part(tab, query = {}) {
    return withQuery(this.page, { tab, ...query });
  }

  /** The address of a session's page. */
  session(id) {
    return at`/charge-points/${this.id}/sessions/${id}`;
  }
}
