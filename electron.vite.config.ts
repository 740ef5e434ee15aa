import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * Everything is bundled, libp2p too: one file to read at start is what keeps `kith node` under a second. Only what
 * carries a native binary (or is the runtime itself) stays outside.
 */
const native = ['electron', 'keytar', 'node-datachannel', /^node-datachannel\//, 'sodium-native']
const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: {
        external: native,
        input: { main: at('src/main/main.ts'), kith: at('src/headless/kith.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: at('src/preload/preload.ts') },
        // A sandboxed preload must be CommonJS (Electron's sandbox documentation).
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // One page, loaded from this machine: splitting it would only add requests. The budget is 350 kB gzip.
      chunkSizeWarningLimit: 700,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
