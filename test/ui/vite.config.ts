// Builds the real page over the fake host of fake-bridge/, to look at every state of it.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: join(import.meta.dirname, 'fake-bridge'),
  base: './',
  plugins: [react()],
  build: {
    outDir: process.env['FAKE_PAGE_OUT'] ?? join(import.meta.dirname, '../../out/fake-page'),
    emptyOutDir: true,
    target: 'chrome130',
  },
});
