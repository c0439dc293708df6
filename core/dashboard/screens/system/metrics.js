// The page for monitoring systems, `/metrics`, as figures.

/** Reads it: `of(name)` is a figure without labels, `sum(name)` adds all of a name, `label(name, label)` is a label's value. */
export async function readMetrics(signal) {
  const answer = await fetch('/metrics', { signal, cache: 'no-store', headers: { Accept: 'text/plain' } });
  const lines = answer.ok ? (await answer.text()).split('\n') : [];
  const samples = lines.map(sampleOf).filter(Boolean);
  const named = (name) => samples.filter((sample) => sample.name === name);
  return {
    of: (name) => named(name)[0]?.value,
    sum: (name) => (named(name).length > 0 ? named(name).reduce((sum, { value }) => sum + value, 0) : undefined),
    label: (name, label) => named(name)[0]?.labels.match(new RegExp(`\\b${label}="([^"]*)"`))?.[1],
  };
}

// `name{labels} value`
function sampleOf(line) {
  const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
  return found && { name: found[1], labels: found[2] ?? '', value: Number(found[3]) };
}
