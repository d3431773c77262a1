/** What `N`, `E` and `Esc` do on the page that is shown. */
export interface Here {
  /** `N`: new here. */
  new?: () => void;
  /** `E`: edit. */
  edit?: () => void;
  /** `Esc`: back. */
  back?: () => void;
}

const stack: Here[] = [];

/** Says what the keys do while this component lives. Call it while a component is being set up. */
export function here(what: Here): void {
  $effect(() => {
    stack.push(what);
    return () => {
      const at = stack.lastIndexOf(what);
      if (at >= 0) stack.splice(at, 1);
    };
  });
}

/** What the topmost page says. */
export function hereNow(): Here {
  return stack[stack.length - 1] ?? {};
}
