// The engine's web applications show a sign-in form of their own after a sign-out or when the session ended.
// There is one sign-in for everything, so the browser goes there instead.
const base = new URL('..', import.meta.url);

function leave() {
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace(new URL('login?out', base));
  }
}

window.addEventListener('hashchange', leave);
leave();
