/** Where the map is looked at: a shift in screen px and a scale. Pure, so that it can be tested. */

/** The transform of the map: screen = map × scale + shift. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** A rectangle in map px. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The limits of the scale. */
export const SCALE = { min: 0.15, max: 2 } as const;

/** Zooms by a factor, keeping the screen point (px, py) where it is. */
export function zoom(camera: Camera, factor: number, px: number, py: number): Camera {
  const scale = clamp(camera.scale * factor, SCALE.min, SCALE.max);
  const k = scale / camera.scale;
  return { scale, x: px - (px - camera.x) * k, y: py - (py - camera.y) * k };
}

/** Shows a drawing of w × h whole, never larger than life, with its top left corner in sight. */
export function fit(w: number, h: number, screenW: number, screenH: number, pad = 16): Camera {
  const scale = clamp(
    Math.min((screenW - 2 * pad) / Math.max(w, 1), (screenH - 2 * pad) / Math.max(h, 1), 1),
    SCALE.min,
    1,
  );
  return { scale, x: Math.max(pad, (screenW - w * scale) / 2), y: pad };
}

/** Below this scale a card's text is too small to read. */
export const READABLE = 0.75;

/**
 * The first look: the whole drawing if its text can be read that way, else the readable scale with
 * the artefact asked for right of the middle (most of a thread is what led to it), as far as the
 * drawing reaches.
 */
export function opening(w: number, h: number, screenW: number, screenH: number, on?: Box, pad = 16): Camera {
  const whole = fit(w, h, screenW, screenH, pad);
  if (whole.scale >= READABLE || !on) return whole;
  const scale = READABLE + 0.1;
  const middle = (start: number, size: number, all: number, screen: number, share: number): number => {
    if (all * scale + 2 * pad <= screen) return pad;
    return clamp(screen * share - (start + size / 2) * scale, screen - pad - all * scale, pad);
  };
  return { scale, x: middle(on.x, on.w, w, screenW, 0.68), y: middle(on.y, on.h, h, screenH, 0.5) };
}

/** Shows a drawing from its left to its right edge, from the top; what is below is scrolled to. */
export function across(w: number, screenW: number): Camera {
  const scale = clamp(screenW / Math.max(w, 1), SCALE.min, 1);
  return { scale, x: Math.max(0, (screenW - w * scale) / 2), y: 0 };
}

/** Shifts as little as needed to bring a box into sight with a margin. */
export function reveal(camera: Camera, box: Box, screenW: number, screenH: number, margin = 40): Camera {
  return {
    scale: camera.scale,
    x: camera.x + shift(box.x * camera.scale + camera.x, box.w * camera.scale, screenW, margin),
    y: camera.y + shift(box.y * camera.scale + camera.y, box.h * camera.scale, screenH, margin),
  };
}

/** Keeps at least a strip of the drawing on the screen, so that it cannot be lost. */
export function keep(
  camera: Camera,
  w: number,
  h: number,
  screenW: number,
  screenH: number,
  strip = 80,
): Camera {
  return {
    scale: camera.scale,
    x: clamp(camera.x, strip - w * camera.scale, screenW - strip),
    y: clamp(camera.y, strip - h * camera.scale, screenH - strip),
  };
}

function shift(start: number, size: number, screen: number, margin: number): number {
  const m = Math.min(margin, Math.max(0, (screen - size) / 2));
  if (start < m) return m - start;
  if (start + size > screen - m) return Math.max(screen - m - size, m) - start;
  return 0;
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(Math.max(n, Math.min(low, high)), Math.max(low, high));
}
