import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'src/host/api.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The routes are hash links; there is no SvelteKit to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      // Sets and maps in raw state are replaced whole, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // One component puts HTML on a page, and only what the host rendered and cleaned.
    files: ['src/parts/Html.svelte'],
    rules: { 'svelte/no-at-html-tags': 'off' },
  },
);
