import { svg } from 'lit'

export const stopIcon = svg`<svg viewBox="0 0 18 18" aria-hidden="true"><rect x="4" y="4" width="10" height="10" rx="2" fill="currentColor"/></svg>`

export const backIcon = svg`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M11 4 6 9l5 5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>`

export const themeIcon = svg`<svg viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M9 3a6 6 0 0 1 0 12z" fill="currentColor"/></svg>`

export const downIcon = svg`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M9 4v10m-4-4 4 4 4-4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`
