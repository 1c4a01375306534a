// Keeps the live parts of a page fresh: the same page is fetched again every few seconds and its live parts are put in
// place of the old ones. Without this script the page shows the state of its last load; everything else works alike.
const PERIOD = 4000;
const live = () => [...document.querySelectorAll('[data-live]')];
let paused = false;
let stopped = false;

// A part is left alone while somebody reads an opened detail in it, writes into it, or has moved into it by keyboard.
function busy(part) {
  return part.querySelector('details[open]') !== null || part.contains(document.activeElement);
}

function replace(fresh) {
  const here = new Map(live().map((part) => [part.id, part]));
  const there = [...fresh.querySelectorAll('[data-live]')];
  // A cycle that is new on the page needs a place: then the whole page is loaded once.
  if (there.some((part) => !here.has(part.id)) && !live().some(busy)) {
    window.location.reload();
    return;
  }
  for (const part of there) {
    const old = here.get(part.id);
    if (old && !busy(old) && old.innerHTML !== part.innerHTML) {
      old.replaceWith(document.importNode(part, true));
    }
  }
}

async function refresh() {
  if (paused || stopped || document.hidden) {
    return;
  }
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
    if (answer.redirected && new URL(answer.url).pathname !== window.location.pathname) {
      stopped = true;
      tell('You are signed out. Reload the page to sign in again.');
      return;
    }
    if (answer.ok) {
      replace(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      tell('');
    } else {
      tell('The page could not be refreshed (HTTP ' + answer.status + '). Trying again.');
    }
  } catch {
    tell('The server does not answer. Trying again.');
  }
}

const bar = document.createElement('div');
bar.className = 'refresh';
const message = document.createElement('span');
message.setAttribute('role', 'status');
const button = document.createElement('button');
button.type = 'button';
button.className = 'plain';
bar.append(message, button);

function tell(text) {
  if (message.textContent !== text) {
    message.textContent = text;
  }
}

function label() {
  button.textContent = paused ? 'Refresh again' : 'Stop refreshing';
  button.setAttribute('aria-pressed', String(paused));
}

button.addEventListener('click', () => {
  paused = !paused;
  label();
  refresh();
});

if (live().some((part) => part.id !== 'tenant')) {
  label();
  document.querySelector('footer').append(bar);
  window.setInterval(refresh, PERIOD);
}
