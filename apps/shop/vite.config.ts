import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pageParts } from './vite-page-parts.ts';

const server = process.env['API_ORIGIN'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), pageParts()],
  server: {
    port: 5173,
    proxy: {
      '/ws': { target: server, ws: true },
      '^/(api|media|sandbox-pay|sandbox-gateways|files|l/[0-9A-Za-z]+/poster\\.png|console|openapi\\.json|healthz|readyz|metrics)(/|$|\\?)':
        { target: server, ws: true },
    },
  },
  build: {
    target: 'es2022',
    // A whole font or picture inside the script would be paid by everybody; files are cached one by one.
    assetsInlineLimit: 1024,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files: over a slow line each is a round trip, and a browser asks an HTTP/1.1 server for six at a time. What
        // changes with a dependency is cached apart from what changes with us. Players (mpegts.js, hls.js), sheets and
        // toasts are imported only with import(), which makes chunks of their own.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/, priority: 30 },
            { name: 'shell', tags: ['$initial'], priority: 20 },
            { name: 'shared', test: /(apps|packages)[\\/]\w+[\\/]src[\\/]|node_modules[\\/]lucide-react/, minShareCount: 2, priority: 10 },
          ],
        },
      },
    },
  },
});
