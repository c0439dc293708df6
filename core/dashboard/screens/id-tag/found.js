// Id tags that fit, read page by page: the API lists all of them in their order, so a search reads on until enough is found.

import { get } from '../../lib/api.js';

const STEP = 1_000;
const ENOUGH = 100;

/** Like `Pages` of the library, with `fits(tag)`. */
export class FoundTags {
  constructor(fits, { signal, enough = ENOUGH } = {}) {
    Object.assign(this, { fits, signal, enough, items: [], next: undefined });
  }

  async more() {
    const wanted = this.items.length + this.enough;
    do {
      const page = await get('/id-tags', { query: { limit: STEP, after: this.next }, signal: this.signal });
      this.items.push(...page.items.filter(this.fits));
      this.next = page.next ?? null;
    } while (this.next && this.items.length < wanted);
    return this;
  }
}
