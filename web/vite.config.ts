import { defineConfig } from 'vitest/config';

// Stable names without hashes: the files are embedded in the program and served
// with the program's own version, so a name never has to carry one.
export default defineConfig({
  base: '/',
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox123', 'safari17.5'],
    outDir: process.env['SIGHTLINE_WEB_DIST'] ?? 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content policy allows no data: fonts
    modulePreload: false,
    cssCodeSplit: false,
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/app.js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: (asset) => {
          const name = asset.names[0] ?? '';
          if (name.endsWith('.css')) return 'assets/app.css';
          if (name.endsWith('.woff2')) return 'fonts/[name][extname]';
          return 'assets/[name][extname]';
        },
      },
    },
  },
  server: {
    // `npm run dev` beside a running `sightline serve`.
    proxy: { '/api': 'http://127.0.0.1:8080', '/sign-in': 'http://127.0.0.1:8080' },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
});
