// What every page of an evaluation does in the browser: light or dark, and everything shown when printed.

document.querySelector('.theme').addEventListener('click', () => {
  const { theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' } =
    document.documentElement.dataset
  document.documentElement.dataset.theme = theme === 'dark' ? 'light' : 'dark'
})

/** What was closed before printing, to be closed again behind it. */
let opened = []
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')]
  for (const details of opened) details.open = true
})
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false
})
