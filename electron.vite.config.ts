import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

/**
 * Everything is bundled, libp2p too: one file to read at start is what keeps `kith node` under a second. Only what
 * carries a native binary (or is the runtime itself) stays outside.
 */
const native = ['electron', 'keytar', 'node-datachannel', /^node-datachannel\//, 'sodium-native']
const at = (path: string): string => resolve(import.meta.dirname, path)

/** Writes down whose code ended up in a bundle: their licences go into every package (scripts/licences.mjs). */
const notesPackages = (bundle: 'main' | 'preload' | 'renderer'): Plugin => ({
  name: 'kith-notes-packages',
  generateBundle(_options, output) {
    const files = Object.values(output).flatMap((part) =>
      part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
    )
    // The last folder of that name: a package may bring its own copy of another.
    const folders = files.flatMap((file) => {
      const folder = /node_modules\/.*(?<=node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0]
      return folder === undefined ? [] : [folder]
    })
    mkdirSync(at('out'), { recursive: true })
    writeFileSync(at(`out/.packages-${bundle}.json`), JSON.stringify([...new Set(folders)].sort(), null, 2))
  },
})

export default defineConfig({
  main: {
    plugins: [notesPackages('main')],
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
    plugins: [notesPackages('preload')],
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
    plugins: [react(), notesPackages('renderer')],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // One page, loaded from this machine: splitting it would only add requests. The budget is 350 kB gzip.
      chunkSizeWarningLimit: 700,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
