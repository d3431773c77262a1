import { href, parseRoute, type Route } from '../router';

class Where {
  /** The route of the address. */
  current = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.current = parseRoute(location.hash);
    });
  }

  /** Goes to a route, or to a hash. */
  go(to: Route | string): void {
    location.hash = typeof to === 'string' ? to : href(to);
  }
}

/** Where the page is. */
export const where = new Where();
