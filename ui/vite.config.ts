import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// In development the page is served by Vite and the host answers beside it.
const host = process.env.THROUGHLINE_UI_HOST_URL ?? 'http://127.0.0.1:4700';

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/call': host, '/attachment': host },
  },
  build: {
    target: ['es2022', 'safari17'],
    // Fonts stay files: the content security policy allows no data: addresses for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
