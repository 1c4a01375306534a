// Draws one process instance on the diagram of the model version it ran on: what was reached, how often, when and by
// whom. The tables of the page tell the same without this script.
const MAX_NAMES = 3;
// However far the diagram is zoomed out, its numbers can be read.
const READABLE = { min: 0.75, max: 1.2 };
const STEP = 1.4;
// Room around the path for labels and numbers, in units of the diagram.
const MARGIN = 100;
const place = document.getElementById('diagram');

function fail(text) {
  const note = document.getElementById('diagram-failed');
  note.textContent = text;
  note.hidden = false;
}

async function load(path, kind) {
  const answer = await fetch(path, { credentials: 'same-origin' });
  if (!answer.ok) {
    throw new Error(path + ' answers ' + answer.status);
  }
  return kind === 'json' ? answer.json() : answer.text();
}

function badge(text, style, title) {
  const element = document.createElement('span');
  element.className = 'badge ' + style;
  element.textContent = text;
  element.title = title;
  return element;
}

// Text goes in as text, never as HTML: names of steps and people come from models and directories.
function says(step) {
  const parts = ['Reached ' + step.times + (step.times === 1 ? ' time' : ' times')];
  if (step.canceled) {
    parts.push('cut off ' + step.canceled);
  }
  if (step.open) {
    parts.push('waits here now');
  }
  parts.push('first ' + step.first);
  if (step.last) {
    parts.push('last left ' + step.last);
  }
  if (step.by.length) {
    parts.push('by ' + step.by.join(', '));
  }
  return parts.join('\n');
}

function mark(viewer, picture) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  const elements = viewer.get('elementRegistry');
  for (const flow of picture.flows) {
    if (elements.get(flow)) {
      canvas.addMarker(flow, 'taken');
    }
  }
  for (const step of picture.steps) {
    const element = elements.get(step.element);
    if (!element) {
      continue;
    }
    canvas.addMarker(step.element, step.open ? 'waits' : step.canceled === step.times ? 'cut' : 'taken');
    overlays.add(step.element, { scale: READABLE, position: { top: -11, left: -9 }, html: badge(String(step.times), step.open ? 'waits' : step.canceled ? 'cut' : 'taken', says(step)) });
    if (step.by.length) {
      overlays.add(step.element, { scale: READABLE, position: { bottom: 8, left: 0 }, html: badge(step.by.join(', '), 'by', says(step)) });
    }
    if (step.called.length) {
      const list = document.createElement('span');
      list.className = 'badge calls';
      // what is called again and again is named once; the table lists each
      const named = step.called.filter((called, i) => step.called.findIndex(c => c.name === called.name) === i).slice(0, MAX_NAMES + 1);
      for (const called of named) {
        const link = document.createElement('a');
        link.href = '/desk/instances/' + encodeURIComponent(called.id);
        link.textContent = called.name;
        link.title = called.state;
        list.append(link);
      }
      if (step.called.length > named.length) {
        list.append('+' + (step.called.length - named.length));
      }
      overlays.add(step.element, { scale: READABLE, position: { bottom: 8, left: 0 }, html: list });
    }
  }
}

// Of a long model that ended early most is never reached: what was reached comes first, as large as it can be.
function showPath(viewer, picture) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  const reached = picture.steps.map(step => elements.get(step.element)).filter(element => element && element.width);
  if (!reached.length) {
    canvas.zoom('fit-viewport', 'auto');
    return;
  }
  const left = Math.min(...reached.map(e => e.x)) - MARGIN;
  const top = Math.min(...reached.map(e => e.y)) - MARGIN;
  const right = Math.max(...reached.map(e => e.x + e.width)) + MARGIN;
  const bottom = Math.max(...reached.map(e => e.y + e.height)) + MARGIN;
  canvas.viewbox({ x: left, y: top, width: right - left, height: bottom - top });
  if (canvas.zoom() > 1) {
    canvas.zoom(1, 'auto');
  }
}

async function draw() {
  const base = '/desk/instances/' + encodeURIComponent(place.dataset.instance);
  try {
    const [xml, picture] = await Promise.all([load(base + '/diagram', 'text'), load(base + '/course', 'json')]);
    const viewer = new window.BpmnJS({ container: place });
    await viewer.importXML(xml);
    mark(viewer, picture);
    const canvas = viewer.get('canvas');
    const ways = { path: () => showPath(viewer, picture), fit: () => canvas.zoom('fit-viewport', 'auto'), larger: () => canvas.zoom(canvas.zoom() * STEP), smaller: () => canvas.zoom(canvas.zoom() / STEP) };
    ways.path();
    for (const [id, way] of Object.entries(ways)) {
      const button = document.getElementById(id);
      button.hidden = false;
      button.addEventListener('click', way);
    }
    place.dataset.drawn = 'true';
  } catch (problem) {
    fail('The diagram cannot be drawn (' + problem.message + '). The tables below tell the same.');
  }
}

draw();
