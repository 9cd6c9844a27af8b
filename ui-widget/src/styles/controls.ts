import { unsafeCSS } from 'lit'
import text from './controls.css?inline'

/** One sheet, adopted by every element. */
export const controls = unsafeCSS(text)
