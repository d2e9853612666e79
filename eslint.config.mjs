import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Forbids imports whose path matches, with the reason; this is how the layers of CONTRIBUTING.md hold. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
});
const noVscode = ['^vscode$', 'Only src/host and the extension entries know vscode.'];
const noNode = ['^node:', 'Only src/platform/node, src/cli and the Node entries know Node.'];
const noHost = ['(^|/)host/', 'Only the extension entries import src/host.'];
const noPlatform = ['(^|/)platform/', 'Choose an implementation in an entry, and pass it in.'];
const noPlatformNode = [
  '(^|/)platform/node/',
  'Use the interfaces of src/platform; entries choose the implementation.',
];
const noProtocol = ['(^|/)protocol/', 'The core knows no messages.'];
const noWebview = ['(^|/)webview/', 'Pages are reached by messages only.'];
const noCli = ['(^|/)cli/', 'The command line is an entry of its own.'];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'src/core/schema/validators.js',
      'src/core/kernel/*KernelWasm.js',
      'src/core/kernel/assembly/',
      'dist-test/',
      '.vscode-test/',
      'test/.output/',
      'test/workspace/',
      'node_modules/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'webview/tsconfig.json', 'test/tsconfig.json', 'src/core/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  // Build steps (.mjs) stand beside what they build and are no part of the core.
  { files: ['src/core/**/*.ts'], rules: forbid(noVscode, noNode, noHost, noPlatform, noProtocol, noWebview, noCli) },
  { files: ['src/protocol/**'], rules: forbid(noVscode, noNode, noHost, noPlatform, noWebview, noCli) },
  { files: ['src/platform/**'], rules: forbid(noVscode, noHost, noProtocol, noWebview, noCli) },
  { files: ['src/host/**'], rules: forbid(noNode, noPlatformNode, noWebview, noCli) },
  { files: ['src/cli/**'], rules: { ...forbid(noVscode, noHost, noProtocol, noWebview), 'no-console': 'off' } },
  { files: ['webview/**'], rules: forbid(noVscode, noNode, noHost, noPlatform, noCli) },
  {
    files: ['test/**'],
    rules: {
      'no-console': 'off',
      // node:test's `test` and `describe` return promises that the runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'before', 'after', 'suite'] },
          ],
        },
      ],
    },
  },
  { files: ['*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } } },
  prettier,
);
