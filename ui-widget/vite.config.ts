import { defineConfig } from 'vite'

export default defineConfig({
  // The page may be served under any path, so its files are named relative to it.
  base: './',
  build: {
    // Nothing inline: the page is served under a Content-Security-Policy that allows only its own files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
})
