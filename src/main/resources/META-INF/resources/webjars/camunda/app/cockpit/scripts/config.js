import '/assets/to-sign-in.js';

export default {
  csrfCookieName: 'XSRF-TOKEN',
  locales: { availableLocales: ['en', 'de'], fallbackLocale: 'en' },
  disableWelcomeMessage: true
};
