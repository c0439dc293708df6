// HTML as tagged templates: `html` makes a fragment of what is written and what is filled in, `render` brings it to the
// page by changing only what differs, so that focus, what was typed and what was opened stay as they are.
//
//     html`<p class="${name}">${text}</p>`       text and attributes, always escaped
//     html`<a href=${url} ?hidden=${flag}>`      an attribute that is there or not; null and false leave one away
//     html`<input .value=${text}>`               a property
//     html`<button @click=${handler}>`           a listener
//     html`<i style=${{ width: '40%' }}></i>`    style, as the Content-Security-Policy allows it
//     html`<ul>${items.map((i) => html`<li data-key=${i.id}>…`)}</ul>`   lists; `data-key` keeps rows apart
//
// What is filled in may be a text, a number, a node, a fragment, a list of these, or nothing (null, undefined, false).
// An element with `data-keep` is made once: later renderings leave what is inside it alone.

const MARK = 'fill:';
const STYLE = 'data-filled-style';
const prepared = new WeakMap();

/** A fragment of a template and its values. */
export function html(strings, ...values) {
  const fragment = document.importNode(templateOf(strings).content, true);
  fill(fragment, values);
  return fragment;
}

/** Makes the children of `parent` what `content` says. */
export function render(parent, content) {
  const wanted = document.createDocumentFragment();
  append(wanted, content);
  morphChildren(parent, wanted);
}

function templateOf(strings) {
  let template = prepared.get(strings);
  if (!template) {
    template = document.createElement('template');
    template.innerHTML = source(strings);
    prepared.set(strings, template);
  }
  return template;
}

function source(strings) {
  let text = '';
  let inTag = false;
  strings.forEach((part, index) => {
    // As an attribute `style` is refused by the Content-Security-Policy, also one that is not filled in yet.
    text += part.replace(/(\s)style=("?)$/, `$1${STYLE}=$2`);
    inTag = isInTag(part, inTag);
    if (index < strings.length - 1) text += inTag ? `${MARK}${index};` : `<!--${MARK}${index};-->`;
  });
  return text;
}

// Whether what follows `part` stands between `<` and `>`.
function isInTag(part, before) {
  const opened = part.lastIndexOf('<');
  const closed = part.lastIndexOf('>');
  return opened === closed ? before : opened > closed;
}

function fill(fragment, values) {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) fillAttributes(node, values);
    else if (node.data.startsWith(MARK)) comments.push(node);
  }
  for (const comment of comments) {
    const content = document.createDocumentFragment();
    append(content, values[indexOf(comment.data)]);
    comment.replaceWith(content);
  }
}

function indexOf(mark) {
  return Number.parseInt(mark.slice(MARK.length), 10);
}

function fillAttributes(element, values) {
  for (const { name, value } of [...element.attributes]) {
    if (!value.includes(MARK)) continue;
    const whole = /^fill:(\d+);$/.exec(value);
    const given = whole ? values[Number(whole[1])] : null;
    if (name.startsWith('@')) {
      element.removeAttribute(name);
      listen(element, name.slice(1), given);
    } else if (name.startsWith('.')) {
      element.removeAttribute(name);
      setProperty(element, propertyName(element, name.slice(1)), given);
    } else if (name.startsWith('?')) {
      element.removeAttribute(name);
      element.toggleAttribute(name.slice(1), Boolean(given));
    } else if (name === STYLE) {
      element.removeAttribute(name);
      for (const [property, text] of Object.entries(given ?? {})) element.style.setProperty(property, text);
    } else if (whole) {
      setAttribute(element, name, given);
    } else {
      element.setAttribute(name, value.replace(/fill:(\d+);/g, (_, index) => values[Number(index)] ?? ''));
    }
  }
}

// The parser of HTML makes names of attributes lower case.
function propertyName(element, lower) {
  for (const name in element) if (name.toLowerCase() === lower) return name;
  return lower;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

function setProperty(element, name, value) {
  element[name] = value ?? '';
  (element.givenProperties ??= {})[name] = value ?? '';
}

/** One listener for each kind of event, which calls what was given last, also after a later rendering. */
export function listen(element, type, handler) {
  element.givenListeners ??= {};
  if (!(type in element.givenListeners)) {
    element.addEventListener(type, (event) => element.givenListeners[type]?.call(element, event));
  }
  element.givenListeners[type] = handler || null;
}

function append(parent, content) {
  if (content === null || content === undefined || content === false || content === true) return;
  if (Array.isArray(content)) for (const item of content) append(parent, item);
  else parent.append(content instanceof Node ? content : String(content));
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset.key || node.id || null : null;
}

// What is alike at the beginning and at the end stays where it is: a card that comes or goes above a field must not
// take the focus from it.
function morphChildren(parent, wanted) {
  const [old, nodes] = [[...parent.childNodes], [...wanted.childNodes]];
  const most = Math.min(old.length, nodes.length);
  let first = 0;
  while (first < most && isAlike(old[first], nodes[first])) first += 1;
  let last = 0;
  while (last < most - first && isAlike(old.at(-1 - last), nodes.at(-1 - last))) last += 1;
  const end = old[old.length - last] ?? null;
  morphBetween(old.slice(first, old.length - last), nodes.slice(first, nodes.length - last), { parent, end });
  for (let place = 0; place < first; place += 1) morph(old[place], nodes[place]);
  for (let place = 1; place <= last; place += 1) morph(old.at(-place), nodes.at(-place));
}

function morphBetween(old, nodes, { parent, end }) {
  const keys = new Set(nodes.map(keyOf));
  const keyed = new Map();
  // Those that are wanted no more go first, so that the others are found where they stand.
  for (const child of old) {
    const key = keyOf(child);
    if (key && !keys.has(key)) child.remove();
    else if (key) keyed.set(key, child);
  }
  let next = old.find((child) => child.parentNode === parent) ?? end;
  for (const node of nodes) {
    const found = match(node, next === end ? null : next, keyed);
    if (!found) {
      parent.insertBefore(node, next);
      continue;
    }
    if (found === next) next = next.nextSibling;
    else parent.insertBefore(found, next);
    morph(found, node);
  }
  while (next !== end) {
    const following = next.nextSibling;
    next.remove();
    next = following;
  }
}

function isAlike(node, other) {
  return node.nodeType === other.nodeType && node.nodeName === other.nodeName && keyOf(node) === keyOf(other);
}

function match(node, next, keyed) {
  const key = keyOf(node);
  if (key) {
    const found = keyed.get(key);
    keyed.delete(key);
    return found && found.nodeName === node.nodeName ? found : null;
  }
  return next && next.nodeType === node.nodeType && next.nodeName === node.nodeName && !keyOf(next) ? next : null;
}

function morph(node, wanted) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
    return;
  }
  morphAttributes(node, wanted);
  for (const type of Object.keys({ ...node.givenListeners, ...wanted.givenListeners })) {
    listen(node, type, wanted.givenListeners?.[type]);
  }
  if (!node.hasAttribute('data-keep')) morphChildren(node, wanted);
  // What somebody is typing is not taken from under the fingers.
  if (wanted.givenProperties && node !== document.activeElement) {
    for (const [name, value] of Object.entries(wanted.givenProperties)) {
      if (node[name] !== value) node[name] = value;
      (node.givenProperties ??= {})[name] = value;
    }
  }
}

function morphAttributes(node, wanted) {
  const stays = staying(node);
  for (const { name, value } of wanted.attributes) {
    if (stays.includes(name) || node.getAttribute(name) === value) continue;
    // The Content-Security-Policy lets no attribute say it.
    if (name === 'style') node.style.cssText = value;
    else node.setAttribute(name, value);
  }
  for (const { name } of [...node.attributes]) {
    if (!stays.includes(name) && !wanted.hasAttribute(name)) node.removeAttribute(name);
  }
}

// Whoever opened something keeps it open, and a button that is at work (`attempt` of ui.js) stays so until it is done.
function staying(node) {
  if (node.nodeName === 'DETAILS' || node.nodeName === 'DIALOG') return ['open'];
  return node.isAtWork ? ['aria-busy', 'disabled'] : [];
}
