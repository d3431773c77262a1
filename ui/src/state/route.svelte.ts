import { href, parseRoute, type Route } from '../router';

/** What is kept beside each step of the browser's own history: how many steps of this page lie before it. */
function stepsBefore(): number | undefined {
  const state: unknown = history.state;
  const steps = typeof state === 'object' && state !== null && 'steps' in state ? state.steps : undefined;
  return typeof steps === 'number' ? steps : undefined;
}

class Where {
  /** The route of the address. */
  current = $state.raw<Route>(parseRoute(location.hash));
  #steps = stepsBefore() ?? 0;

  constructor() {
    history.replaceState({ steps: this.#steps }, '');
    window.addEventListener('hashchange', () => {
      const steps = stepsBefore();
      // A step that is new has nothing beside it yet.
      if (steps === undefined) history.replaceState({ steps: this.#steps + 1 }, '');
      this.#steps = steps ?? this.#steps + 1;
      this.current = parseRoute(location.hash);
    });
  }

  /** Goes to a route, or to a hash. */
  go(to: Route | string): void {
    location.hash = typeof to === 'string' ? to : href(to);
  }

  /** Goes back where one came from; who came from nowhere goes to `otherwise`. */
  back(otherwise: Route | string): void {
    if (this.#steps > 0) history.back();
    else this.go(otherwise);
  }
}

/** Where the page is. */
export const where = new Where();
