// A part of the page that is drawn once it has read, and again when something of these kinds has happened.

import { render } from '../../lib/html.js';
import { soon } from '../../lib/live.js';
import { problemBox } from '../../lib/ui.js';

export async function begin(station, { make: Part, kinds, place }) {
  const part = new Part(station);
  const draw = () => render(place, part.content(again));
  const read = async () => {
    try {
      await part.read();
      draw();
    } catch (problem) {
      if (problem.name !== 'AbortError') render(place, problemBox(problem));
    }
  };
  const again = soon(read, { every: 300, signal: station.signal });
  await read();
  station.changed(draw);
  station.hears(({ kind }) => {
    if (kinds.test(kind)) again();
  });
}
