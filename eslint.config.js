import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// All in one program but the service worker: half the time of one program per room.
const PROJECTS = ['tsconfig.json', 'src/sw/tsconfig.json'];

// Rules that need types, because the mistakes worth a machine's time are a promise nobody waits for, a union half
// handled and an `any` that spreads. What a folder may import, and how long things may be, is test/tidy.test.ts.
export default defineConfig(
  { ignores: ['dist', '.stamps', 'data', 'coverage', 'public', 'node_modules'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: PROJECTS, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.tsx', 'src/**/use-*.ts'],
    ...reactHooks.configs.flat.recommended,
  },
  {
    // A port's method promises whether or not this adapter has anything to wait for, and so does a Fastify plugin.
    files: ['src/server/**/*.ts', 'src/emulator/**/*.ts', 'test/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
  {
    // JSDoc names the type of parsed JSON by an assignment; it has no other way.
    files: ['scripts/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
