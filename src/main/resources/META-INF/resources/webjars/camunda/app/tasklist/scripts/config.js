import '/assets/to-sign-in.js';

export default {
  csrfCookieName: 'XSRF-TOKEN',
  locales: { availableLocales: ['en', 'de'], fallbackLocale: 'en' },
  disableWelcomeMessage: true,
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: 'Claim the selected task' },
    focusFilter: { key: 'ctrl+shift+f', description: 'Go to the filters' },
    focusList: { key: 'ctrl+alt+l', description: 'Go to the list of tasks' },
    focusForm: { key: 'ctrl+alt+f', description: 'Go to the form' }
  }
};
