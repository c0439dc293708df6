// Simulated charge points, where the server offers them: `POST /simulated-charge-points`.

import { get, may, send } from '../../lib/api.js';

let offered = null;

/** Whether this server can start one, and whoever is logged in may. */
export async function canSimulate(signal) {
  offered ??= await describes(signal);
  return offered && may('operator');
}

async function describes(signal) {
  try {
    const description = await get('/openapi.json', { signal });
    return Boolean(description.paths['/api/v1/simulated-charge-points']?.post);
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    return false;
  }
}

/** Starts one; answers its identity. */
export async function simulate() {
  const made = await send('POST', '/simulated-charge-points', { body: { scenario: 'busy' } });
  return made.id;
}
