/**
 * The locale dates and numbers are written in. Under `LANG=C.UTF-8` WebKit answers "C" to
 * `navigator.language`, on which every `Intl` constructor throws; then English is used.
 */
export function usableLocale(wanted: readonly string[]): string {
  for (const locale of wanted) {
    try {
      return Intl.getCanonicalLocales(locale)[0] ?? 'en-GB';
    } catch {
      continue;
    }
  }
  return 'en-GB';
}

/**
 * Makes `navigator.language` and `navigator.languages` say something `Intl` accepts, so that parts of
 * the page (and libraries) that read them cannot throw. Called once, before anything else.
 */
export function guardLocale(nav: Navigator = navigator): string {
  const wanted = [nav.language, ...(nav.languages ?? [])].filter((l): l is string => typeof l === 'string');
  const locale = usableLocale(wanted);
  if (nav.language !== locale) {
    Object.defineProperty(nav, 'language', { configurable: true, get: () => locale });
    Object.defineProperty(nav, 'languages', { configurable: true, get: () => [locale] });
  }
  return locale;
}
