// Curves over time, as SVG: made for a screen of any width, readable without its colours, with what it shows as a text
// and a table for whoever does not see it.

import { clock, dateTime, number } from './format.js';
import { html, listen } from './html.js';

// Units of the drawing, so that its texts have about the size of the page's: by the room that the screen has.
const WIDTHS = { phone: 400, half: 720, whole: 1_180 };
const LEFT = 64;
const RIGHT = 64;
const TOP = 12;
const BOTTOM = 28;
// Shorter spans have seconds at their axis.
const MINUTES = 900_000;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * A chart of `series`: each `{ name, unit, points: [[time, value], …], axis: 'left' | 'right', shape: 'line' | 'step' |
 * 'area' }`, its times as ISO texts or milliseconds, in their order. `label` says what it is, `wide` that it has the whole
 * width of the page.
 */
export function chart({ label, series, height = 240, wide = false }) {
  const isOnPhone = innerWidth < 600;
  const width = isOnPhone ? WIDTHS.phone : wide && innerWidth > 1_000 ? WIDTHS.whole : WIDTHS.half;
  const shown = series.map(withNumbers).filter((one) => one.points.length > 0);
  if (shown.length === 0) return html`<p class="empty">No values to draw yet.</p>`;
  const times = shown.flatMap((one) => one.points.map(([time]) => time));
  const span = { from: Math.min(...bounds(times)), to: Math.max(...bounds(times)) };
  if (span.from === span.to) span.to += 1_000;
  const axes = { left: axisOf(shown, 'left'), right: axisOf(shown, 'right') };
  const x = (time) => LEFT + ((time - span.from) / (span.to - span.from)) * (width - LEFT - RIGHT);
  const y = (axis, value) => height - BOTTOM - ((value - axis.low) / (axis.high - axis.low)) * (height - TOP - BOTTOM);
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${label}. ${summary(shown)}`, class: 'chart' });
  drawGrid(svg, { axes, width, height, span, x, y, parts: isOnPhone ? 2 : 4 });
  shown.forEach((one, index) => drawSeries(svg, one, { axis: axes[one.axis], floor: height - BOTTOM, index, x, y }));
  follow(svg, { shown, span, width, height });
  return html`<figure class="chart-frame">
    ${legend(shown)} ${svg} <p class="readout" aria-hidden="true" data-keep="yes"></p>
    <details><summary>As a table</summary>${valueTable(shown)}</details>
  </figure>`;
}

// `Math.min(...list)` of a long list is too many arguments.
function bounds(values) {
  let [low, high] = [values[0], values[0]];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function withNumbers(one) {
  const points = one.points
    .map(([time, value]) => [typeof time === 'number' ? time : Date.parse(time), Number(value)])
    .filter(([time, value]) => Number.isFinite(time) && Number.isFinite(value));
  return { axis: 'left', shape: 'line', ...one, points };
}

function axisOf(series, side) {
  const own = series.filter((one) => one.axis === side);
  if (own.length === 0) return null;
  const { unit } = own[0];
  const [low, high] = bounds(own.flatMap((one) => one.points.map(([, value]) => value)));
  if (unit === '%' && low >= 0 && high <= 100) return { low: 0, high: 100, step: 25, unit };
  // What is filled is drawn from zero, and so is what is not far from it; a register that begins at a million is not.
  const isFromZero = low >= 0 && (low < high * 0.5 || own.some(({ shape }) => shape !== 'line'));
  const begin = isFromZero ? 0 : low;
  const step = niceStep((high - begin || Math.abs(high) || 1) / 4);
  return { low: Math.floor(begin / step) * step, high: Math.ceil((high + step / 100) / step) * step, step, unit };
}

function niceStep(rough) {
  const size = 10 ** Math.floor(Math.log10(rough));
  const found = [1, 2, 2.5, 5, 10].find((factor) => factor * size >= rough);
  return (found ?? 10) * size;
}

function element(name, attributes, text) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawGrid(svg, { axes, width, height, span, x, y, parts }) {
  for (const [side, axis] of Object.entries(axes)) {
    if (!axis) continue;
    for (let value = axis.low; value <= axis.high + axis.step / 2; value += axis.step) {
      const at = y(axis, value);
      if (side === 'left' || !axes.left) svg.append(element('line', { x1: LEFT, x2: width - RIGHT, y1: at, y2: at, class: 'grid' }));
      const place = side === 'left' ? { x: LEFT - 8, 'text-anchor': 'end' } : { x: width - RIGHT + 8, 'text-anchor': 'start' };
      svg.append(element('text', { ...place, y: at + 4, class: 'tick' }, `${number(value, 2)} ${axis.unit}`));
    }
  }
  const hasSeconds = span.to - span.from < MINUTES;
  const hasDays = span.to - span.from > 36 * 3_600_000;
  for (let part = 0; part <= parts; part += 1) {
    const time = span.from + ((span.to - span.from) * part) / parts;
    const text = hasDays ? dateTime(time) : clock(time);
    const anchor = part === 0 ? 'start' : part === parts ? 'end' : 'middle';
    svg.append(element('text', { x: x(time), y: height - 8, 'text-anchor': anchor, class: 'tick' }, hasSeconds ? text : text.replace(/:\d\d(?=\s|$)/, '')));
  }
}

function drawSeries(svg, one, { axis, floor, index, x, y }) {
  let path = '';
  one.points.forEach(([time, value], place) => {
    const [across, down] = [x(time).toFixed(1), y(axis, value).toFixed(1)];
    if (place === 0) path = `M${across} ${down}`;
    else path += one.shape === 'step' ? `H${across}V${down}` : `L${across} ${down}`;
  });
  if (one.shape === 'area') {
    const [first, last] = [one.points[0][0], one.points.at(-1)[0]];
    svg.append(element('path', { d: `${path}L${x(last).toFixed(1)} ${floor}L${x(first).toFixed(1)} ${floor}Z`, class: `area series-${index}` }));
  }
  svg.append(element('path', { d: path, class: `line series-${index}` }));
  if (one.points.length === 1) {
    const [time, value] = one.points[0];
    svg.append(element('circle', { cx: x(time), cy: y(axis, value), r: 3, class: `dot series-${index}` }));
  }
}

// What the values were at the place that is pointed at. A chart that is drawn anew keeps its elements, so they are looked
// up when they are needed.
function follow(svg, { shown, span, width, height }) {
  svg.append(element('line', { y1: TOP, y2: height - BOTTOM, class: 'cursor', visibility: 'hidden' }));
  listen(svg, 'pointermove', (event) => {
    const { line, readout, box } = pointed(event.currentTarget);
    const across = ((event.clientX - box.left) / box.width) * width;
    const part = Math.min(1, Math.max(0, (across - LEFT) / (width - LEFT - RIGHT)));
    const time = span.from + part * (span.to - span.from);
    line.setAttribute('x1', LEFT + part * (width - LEFT - RIGHT));
    line.setAttribute('x2', LEFT + part * (width - LEFT - RIGHT));
    line.setAttribute('visibility', 'visible');
    const values = shown.map((one) => `${one.name} ${number(nearest(one.points, time)[1], 2)} ${one.unit}`);
    readout.textContent = `${dateTime(nearest(shown[0].points, time)[0])}: ${values.join(', ')}`;
  });
  listen(svg, 'pointerleave', (event) => {
    const { line, readout } = pointed(event.currentTarget);
    line.setAttribute('visibility', 'hidden');
    readout.textContent = '';
  });
}

function pointed(svg) {
  return {
    line: svg.querySelector('.cursor'),
    readout: svg.closest('.chart-frame').querySelector('.readout'),
    box: svg.getBoundingClientRect(),
  };
}

function nearest(points, time) {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= time) low = middle;
    else high = middle;
  }
  return Math.abs(points[low][0] - time) <= Math.abs(points[high][0] - time) ? points[low] : points[high];
}

function summary(shown) {
  return shown
    .map((one) => {
      const [low, high] = bounds(one.points.map(([, value]) => value));
      return `${one.name}: ${number(low, 2)} to ${number(high, 2)} ${one.unit}, ${one.points.length} values`;
    })
    .join('; ');
}

function legend(shown) {
  return html`<figcaption class="legend">${shown.map((one, index) => html`<span class=${`series-${index}`}>${one.name} (${one.unit})</span>`)}</figcaption>`;
}

const ROWS = 60;

function valueTable(shown) {
  return html`${shown.map((one) => {
    const every = Math.ceil(one.points.length / ROWS);
    const rows = one.points.filter((_, index) => index % every === 0 || index === one.points.length - 1);
    return html`<table><caption>${one.name}${every > 1 && `, each ${every}th value`}</caption>
      <thead><tr><th scope="col">Time</th><th scope="col" class="number">${one.unit}</th></tr></thead>
      <tbody>${rows.map(([time, value]) => html`<tr><th scope="row">${dateTime(time)}</th><td class="number">${number(value, 3)}</td></tr>`)}</tbody></table>`;
  })}`;
}
