import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** This near to the end counts as being there, in CSS pixels. */
const NEAR_PX = 24

/**
 * Keeps a scroller at its end while things are added, until the person scrolls up; from then on nothing moves
 * until they are at the end again.
 */
export class EndFollower implements ReactiveController {
  isFollowing = true

  readonly #host: ReactiveControllerHost
  readonly #scroller: () => HTMLElement | null
  readonly #sizes = new ResizeObserver(() => this.#pin())
  #observed: HTMLElement | null = null
  #top = 0
  #heights = ''

  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null) {
    this.#host = host
    this.#scroller = scroller
    host.addController(this)
  }

  hostUpdated(): void {
    const scroller = this.#scroller()
    if (scroller !== this.#observed) {
      this.#sizes.disconnect()
      this.#observed = scroller
      if (scroller) {
        this.#sizes.observe(scroller)
        for (const content of scroller.children) this.#sizes.observe(content)
      }
    }
    this.#pin()
  }

  hostDisconnected(): void {
    this.#sizes.disconnect()
    this.#observed = null
  }

  toEnd(): void {
    this.isFollowing = true
    this.#pin()
    this.#host.requestUpdate()
  }

  /** To be called on each scroll event of the scroller. */
  readonly scrolled = () => {
    const scroller = this.#scroller()
    if (!scroller) return
    // What moved by itself because lines or the window changed their size is not the person's doing.
    if (this.isFollowing && this.#heights !== heightsOf(scroller)) return this.#pin()
    const isNearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR_PX
    const wentUp = scroller.scrollTop < this.#top
    this.#top = scroller.scrollTop
    const follows = isNearEnd || (this.isFollowing && !wentUp)
    if (follows === this.isFollowing) return
    this.isFollowing = follows
    this.#host.requestUpdate()
  }

  #pin(): void {
    const scroller = this.#scroller()
    if (!this.isFollowing || !scroller) return
    scroller.scrollTop = scroller.scrollHeight
    this.#top = scroller.scrollTop
    this.#heights = heightsOf(scroller)
  }
}

function heightsOf(scroller: HTMLElement): string {
  return `${scroller.scrollHeight} ${scroller.clientHeight}`
}
