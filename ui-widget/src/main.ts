import './no-eval.ts'
import '@fontsource-variable/noto-sans-sc'
import './elements/hotline-widget.ts'
import type { HotlineWidget } from './elements/hotline-widget.ts'

const widget = document.querySelector('hotline-widget') as HotlineWidget

/** The view is kept in the address and nowhere else: a reload shows the same call, and nothing is stored. */
function readAddress(): void {
  const view = new URLSearchParams(location.hash.slice(1))
  widget.callId = view.get('call')
  widget.lang = view.get('lang') ?? 'zh-CN'
  const theme = view.get('theme')
  widget.theme = theme === 'light' || theme === 'dark' ? theme : null
  document.documentElement.lang = widget.lang
}

readAddress()
addEventListener('hashchange', readAddress)
widget.addEventListener('view-changed', () => {
  const view = new URLSearchParams()
  if (widget.callId) view.set('call', widget.callId)
  if (widget.lang !== 'zh-CN') view.set('lang', widget.lang)
  if (widget.theme) view.set('theme', widget.theme)
  location.hash = view.toString()
})
